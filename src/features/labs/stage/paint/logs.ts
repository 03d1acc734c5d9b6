import { ageBehind, alongLane, drawText, lagText, nearRecords, paintUnread, textWidth } from '../../../../services/kinesis-streams/view/index.ts';
import { hueOf, isRetry, letterOf, phaseOf } from '../dots.ts';
import type { LaneLayout } from '../layout.ts';
import { laneRadius, scaleOf, type Scene } from '../scene.ts';

interface Head {
  readonly consumer: number;
  /** Records between the head and the tip, as drawn. */
  readonly behind: number;
  readonly alive: boolean;
  readonly blocked: boolean;
}

/** The records in the lanes and the consumers' heads, as they stood when the marks now landing set off. */
export function paintLogs(scene: Scene, time: number): void {
  const { stream } = scene.frame;
  if (!stream) return;
  for (const lane of scene.layout.lanes) if (lane.detail !== 'strip') paintLog(scene, lane, time - scene.flightMs, time);
}

function headsIn({ frame, heads }: Scene, shard: number, at: number, tip: number): Head[] {
  const found: Head[] = [];
  frame.consumers.forEach((consumer, c) => {
    const processed = heads.at(c, shard, at);
    if (processed === undefined) return;
    found.push({ consumer: c, behind: Math.max(0, tip - processed), alive: consumer.alive, blocked: frame.blocked.some((entry) => entry.consumer === consumer.name && entry.shard === shard) });
  });
  return found;
}

function paintLog(scene: Scene, lane: LaneLayout, at: number, time: number): void {
  const { ink, marks, frame } = scene;
  const stream = frame.stream!;
  const { shard } = lane;
  const { columns } = stream;
  const tip = Math.min(columns.length[shard]!, marks.storedAt(shard, at));
  const held = Math.max(0, tip - columns.first[shard]!);
  const scale = scaleOf(scene, lane);
  const heads = headsIn(scene, shard, at, tip);
  const done = frame.consumers.length > 0 && frame.consumers.every((consumer) => consumer.finishedShards.includes(shard));
  const slowest = done ? 0 : heads.length === 0 ? held : Math.max(...heads.map((head) => head.behind));
  if (held > 0 && slowest > 0) paintUnread(ink, lane, alongLane(lane, scale, Math.min(slowest, held), held));
  paintRecords(scene, lane, scale, tip, held, slowest, time);
  paintHeads(scene, lane, heads, (head) => alongLane(lane, scale, Math.min(head.behind, held), held), held);
}

function paintRecords(scene: Scene, lane: LaneLayout, scale: ReturnType<typeof scaleOf>, tip: number, held: number, slowest: number, time: number): void {
  const { ink, sprites, marks, frame, perMark } = scene;
  const stream = frame.stream!;
  const { ctx } = ink;
  const phase = phaseOf(lane.shard, perMark);
  const newest = Math.floor((tip + phase) / perMark);
  const most = Math.min(Math.floor(Math.min(held, nearRecords(scale)) / perMark), 400);
  const vertical = lane.axis === 'y';
  const { track } = lane;
  const high = lane.detail === 'full' || lane.detail === 'medium';
  const y = high && !lane.closed ? track.y + track.h * 0.68 : track.y + track.h / 2;
  const radius = laneRadius(scene, lane);
  ctx.globalAlpha = 1;
  let dimmed = false;
  for (let k = 0; k < most; k++) {
    const mark = newest - k;
    if (mark < 1) break;
    const behind = tip + phase - mark * perMark;
    // What every consumer has read is pale: it stays until retention takes it.
    if (!dimmed && behind >= slowest) {
      ctx.globalAlpha = 0.42;
      dimmed = true;
    }
    const code = marks.codeOf(stream, lane.shard, mark, time);
    const hue = hueOf(code);
    const along = alongLane(lane, scale, behind, held);
    const shape = isRetry(code) ? 'retry' : 'record';
    if (vertical) {
      const step = (track.w - 6) / scale.across;
      sprites.stamp(ctx, shape, hue, letterOf(code), radius, track.x + 3 + step * ((mark % scale.across) + 0.5), along + radius);
    } else sprites.stamp(ctx, shape, hue, letterOf(code), radius, along - radius, y);
  }
  ctx.globalAlpha = 1;
}

function paintHeads(scene: Scene, lane: LaneLayout, heads: readonly Head[], place: (head: Head) => number, held: number): void {
  if (heads.length === 0) return;
  const sorted = heads.map((head) => ({ head, at: place(head) })).sort((a, b) => a.at - b.at);
  for (const { head, at } of sorted) paintHead(scene, lane, head, at);
  // A lane that never held a record has nobody behind.
  if (scene.frame.stream!.columns.length[lane.shard] === 0) return;
  if (lane.flags) paintFlags(scene, lane, sorted, held);
  else if (lane.detail === 'column') paintColumnFlags(scene, lane, sorted, held);
}

/** ▷ on the lane; a consumer that is down has a dashed outline. */
function paintHead({ ink, sprites, layout }: Scene, lane: LaneLayout, { alive, blocked }: Head, at: number): void {
  const { ctx, tokens } = ink;
  const { track } = lane;
  const size = lane.detail === 'slim' ? 4 : 6;
  const vertical = lane.axis === 'y';
  ctx.lineWidth = 1.5;
  ctx.strokeStyle = tokens.text;
  ctx.fillStyle = alive ? tokens.text : tokens.surface;
  if (!alive) ctx.setLineDash([2, 2]);
  ctx.beginPath();
  if (vertical) {
    ctx.moveTo(track.x - 1, at);
    ctx.lineTo(track.x + track.w + 1, at);
  } else {
    ctx.moveTo(at, track.y - 1);
    ctx.lineTo(at, track.y + track.h + 1);
  }
  ctx.stroke();
  ctx.beginPath();
  if (vertical) {
    // The head points at what is newer: upwards in a column.
    ctx.moveTo(track.x - 1, at - size * 1.4);
    ctx.lineTo(track.x + size - 1, at);
    ctx.lineTo(track.x - size - 1, at);
  } else {
    // Under the words above the lane, over the log.
    const y = lane.flags ? track.y + size + 1 : track.y + track.h / 2;
    ctx.moveTo(at + size * 1.4, y);
    ctx.lineTo(at, y - size);
    ctx.lineTo(at, y + size);
  }
  ctx.closePath();
  ctx.fill();
  ctx.stroke();
  ctx.setLineDash([]);
  if (blocked) sprites.stamp(ctx, 'poison', 0, 0, layout.compact ? 5 : 6, vertical ? track.x + 14 : Math.max(track.x + 9, at - 10), vertical ? at + 8 : track.y + track.h - 9);
}

interface Placed {
  readonly head: Head;
  readonly at: number;
}

function sayLag(scene: Scene, lane: LaneLayout, group: readonly Placed[], held: number): string {
  const { frame } = scene;
  const { columns } = frame.stream!;
  const ages = group.map(({ head }) => ageBehind(head.behind, held, columns.oldestAgeMs[lane.shard]!));
  const numbers = group.map(({ head }) => head.consumer + 1).sort((a, b) => a - b);
  const least = lagText(Math.min(...ages));
  const most = lagText(Math.max(...ages));
  const who = frame.consumers.length === 1 ? '' : numbers.length === 1 ? `${numbers[0]}: ` : `${numbers[0]}–${numbers[numbers.length - 1]}: `;
  const down = group.filter(({ head }) => !head.alive).length;
  const word = down === 0 ? 'behind' : down === group.length ? 'behind, ! down' : `behind, ! ${down} down`;
  return `${who}${least === most || group.length === 1 ? most : `≤ ${most}`} ${word}`;
}

/** Lag labels above a row: left of their head where there is room, and joined where they would meet. */
function paintFlags(scene: Scene, lane: LaneLayout, sorted: readonly Placed[], held: number): void {
  const { ink } = scene;
  const flags = lane.flags!;
  const nameEnd = lane.name.x + textWidth(ink, `Shard ${lane.shard}${lane.closed ? ' closed' : ''}`, 13) + 14;
  let groups: Placed[][] = sorted.map((placed) => [placed]);
  const boxes = () =>
    groups.map((group) => {
      const text = sayLag(scene, lane, group, held);
      const width = textWidth(ink, text, 12);
      // Left of the slowest head of the group: no head stands in the text.
      const right = Math.max(group[0]!.at - 5, nameEnd + width);
      return { text, left: right - width, right };
    });
  let placed = boxes();
  for (let i = placed.length - 1; i > 0; i--) {
    if (placed[i]!.left - 12 >= placed[i - 1]!.right) continue;
    groups = [...groups.slice(0, i - 1), [...groups[i - 1]!, ...groups[i]!], ...groups.slice(i + 1)];
    placed = boxes();
    i = placed.length;
  }
  for (const { text, right } of placed) if (right <= flags.x + flags.w + 2) drawText(ink, text, right, flags.y, { px: 12, align: 'right', halo: ink.tokens.sunken });
}

/** One lag for a column: of the slowest consumer, at the right of the name. */
function paintColumnFlags(scene: Scene, lane: LaneLayout, sorted: readonly Placed[], held: number): void {
  const { ink } = scene;
  const last = sorted[sorted.length - 1]!;
  const text = sayLag(scene, lane, [last], held);
  const room = lane.row.w - textWidth(ink, `Shard ${lane.shard}`, 13) - 10;
  const short = text.replace(' behind', '');
  const said = textWidth(ink, text, 12) <= room ? text : short;
  if (textWidth(ink, said, 12) <= room) drawText(ink, said, lane.row.x + lane.row.w, lane.name.y, { px: 12, align: 'right', colour: ink.tokens.textMuted });
}
