const columns = [0, 1, 2, 3];
const lanes = [
  { x: 8, name: 'Shard 0' },
  { x: 178, name: 'Shard 1' },
];
const laneWidth = 154;
/** Scales run to 150 % of a limit, as in the labs. */
const limitAt = Math.round(laneWidth / 1.5);

/** The stage at rest: a producer with records of one key, two empty shards, each with its labelled write limit. */
export function HeroStage() {
  return (
    <div className="fp-stage">
      <svg
        viewBox="0 0 340 216"
        role="img"
        aria-label="A producer holds records that all carry one partition key. Two shards are empty. Nothing moves yet."
      >
        <text x="170" y="16" textAnchor="middle">
          Producer
        </text>
        <rect x="120" y="24" width="100" height="52" rx="6" className="fp-lane" />
        {columns.map((i) => (
          <g key={i} className="fp-record">
            <circle cx={140 + i * 20} cy="41" r="4.5" />
            <circle cx={140 + i * 20} cy="59" r="4.5" />
          </g>
        ))}
        <path d="M170 76v24C170 122 85 110 85 132M170 100C170 122 255 110 255 132" strokeDasharray="3 4" className="fp-scale" />
        <text x="180" y="93" className="fp-muted">
          one partition key
        </text>
        {lanes.map((lane) => (
          <g key={lane.name} transform={`translate(${lane.x} 0)`}>
            <rect x="0" y="134" width={laneWidth} height="32" rx="5" className="fp-lane" />
            <text x="10" y="154">
              {lane.name}
            </text>
            <path d={`M0 182h${laneWidth}`} className="fp-scale" />
            <path d={`M${limitAt} 175v14`} className="fp-limit" />
            <text x={limitAt} y="205" textAnchor="middle" className="fp-muted">
              write limit
            </text>
          </g>
        ))}
      </svg>
    </div>
  );
}
