import styles from './Hero.module.css';

const waiting = [0, 1, 2, 3, 4, 5, 6, 7];
const lanes = [
  { y: 118, name: 'Shard 1' },
  { y: 238, name: 'Shard 2' },
];

/** The stage at rest: a producer with records of one key, two empty shards, each with its labelled write limit. */
export function HeroStage() {
  return (
    <svg viewBox="0 0 640 330" className={styles.stage} role="img" aria-label="A producer holds records that all carry one partition key. Two shards are empty. Nothing moves yet.">
      <g className={styles.line}>
        <rect x="24" y="128" width="104" height="84" rx="8" />
        <path d="M128 170h72M200 170C226 170 214 136 240 136M200 170c26 0 14 86 40 86" strokeDasharray="4 5" />
      </g>
      <text x="24" y="116">
        Producer
      </text>
      <text x="24" y="236" className={styles.muted}>
        one partition key
      </text>
      {waiting.map((i) => (
        <circle key={i} cx={46 + (i % 4) * 20} cy={160 + Math.floor(i / 4) * 20} r="5.5" className={styles.record} />
      ))}
      {lanes.map((lane) => (
        <g key={lane.name}>
          <text x="240" y={lane.y - 30}>
            {lane.name}
          </text>
          <text x="616" y={lane.y - 30} textAnchor="end" className={styles.muted}>
            0 records/s
          </text>
          <rect x="240" y={lane.y - 20} width="376" height="36" rx="6" className={styles.lane} />
          <path d={`M240 ${lane.y + 30}h376`} className={styles.scale} />
          <path d={`M490 ${lane.y + 21}v18`} className={styles.limit} />
          <text x="490" y={lane.y + 55} textAnchor="middle" className={styles.muted}>
            write limit
          </text>
        </g>
      ))}
    </svg>
  );
}
