import { rulerAt } from '../../../../services/kinesis-streams/view/index.ts';
import { hueOf, isRetry, letterOf } from '../dots.ts';
import type { LaneLayout, StageLayout } from '../layout.ts';
import { mostMarks } from '../marks.ts';
import { radiusFor, type Scene } from '../scene.ts';
import { dropCrowd, hueColour } from '../sprites.ts';
import { traySlot } from './tray.ts';

/** Parts of a flight: to the ruler, into the lane, along it to the tip. */
const atRuler = 0.46;
const atMouth = 0.64;

/** From so many marks on, they are drawn by colour and in one simple shape. */
const crowdedFrom = 600;
/** Marks drawn in one frame at most: what a mid laptop draws at 60 frames a second. */
const mostDrawn = 2000;

/** Places of a crowd by hue, written anew for each frame. */
const crowds = { points: Array.from({ length: 4 }, () => new Float32Array(mostDrawn * 2)), counts: new Uint32Array(4) };

const point = { x: 0, y: 0 };

function between(a: number, b: number, t: number): number {
  return a + (b - a) * t;
}

function toRuler(layout: StageLayout, producer: number, share: number, jitter: number, t: number): void {
  const box = layout.producers[Math.min(producer, layout.producers.length - 1)]!;
  const { ruler } = layout;
  const along = rulerAt(ruler, share);
  if (ruler.axis === 'y') {
    point.x = between(box.x + box.w, ruler.x + ruler.w / 2, t);
    // Leaves level, arrives at its place: the bend tells where the hash sends it.
    const bend = t * t * (3 - 2 * t);
    point.y = between(box.y + box.h * (0.3 + 0.4 * jitter), along, bend);
  } else {
    point.x = between(box.x + box.w * (0.1 + 0.8 * jitter), along, t);
    point.y = between(box.y + box.h, ruler.y + ruler.h / 2, t);
  }
}

function fromRuler(layout: StageLayout, lane: LaneLayout, share: number, t: number): void {
  const { ruler } = layout;
  const along = rulerAt(ruler, share);
  const { x, y } = lane.mouth;
  if (ruler.axis === 'y') {
    point.x = between(ruler.x + ruler.w / 2, x, t);
    const bend = t * t * (3 - 2 * t);
    point.y = between(along, y, bend);
  } else {
    point.x = between(along, along < lane.row.x ? lane.row.x + 5 : along > lane.row.x + lane.row.w ? lane.row.x + lane.row.w - 5 : along, t);
    point.y = between(ruler.y + ruler.h / 2, y, t);
  }
}

/** Every mark under way: past the ruler at its hash key, into the lane of that range; a refused one turns to ✕ and falls into the tray. */
export function paintFlights(scene: Scene, time: number): void {
  const { ink, sprites, layout, marks, flightMs } = scene;
  const { flights } = marks;
  if (flightMs <= 0 || !scene.frame.stream) return;
  const lanes = new Map(layout.lanes.map((lane) => [lane.shard, lane]));
  let drawn = 0;
  const crowd = flights.count > crowdedFrom ? crowds : null;
  crowd?.counts.fill(0);
  for (let n = 0; n < flights.count && drawn < mostDrawn; n++) {
    const i = (flights.first + n) % mostMarks;
    const t = (time - flights.at[i]!) / flightMs;
    if (t < 0 || t >= 1) continue;
    const code = flights.code[i]!;
    const share = flights.share[i]!;
    const refused = flights.refused[i] === 1;
    const lane = lanes.get(flights.shard[i]!);
    const radius = radiusFor(scene, flights.producer[i]!);
    let shape: 'record' | 'retry' | 'refused' = isRetry(code) ? 'retry' : 'record';
    if (t < atRuler) toRuler(layout, flights.producer[i]!, share, flights.jitter[i]!, t / atRuler);
    else if (!lane) continue;
    else if (t < atMouth) fromRuler(layout, lane, share, (t - atRuler) / (atMouth - atRuler));
    else {
      fromRuler(layout, lane, share, 1);
      const rest = (t - atMouth) / (1 - atMouth);
      if (refused) {
        shape = 'refused';
        const slot = traySlot(layout, ink.scale, Math.floor(flights.jitter[i]! * 997));
        // In a narrow stage it falls between the columns, clear of their texts.
        const side = lane.row.x > layout.ruler.x + 20 ? lane.row.x - 7 : lane.row.x + lane.row.w + 7;
        if (layout.compact) point.x = rest < 0.25 ? between(point.x, side, rest * 4) : rest < 0.85 ? side : between(side, slot.x, (rest - 0.85) / 0.15);
        else point.x = between(point.x, slot.x, rest);
        point.y = between(point.y, slot.y, rest * rest);
      } else if (lane.axis === 'x') point.x = between(point.x, lane.tip, rest);
      else point.y = between(point.y, lane.tip, rest);
    }
    drawn++;
    const hue = hueOf(code);
    if (crowd && shape === 'record') {
      const at = crowd.counts[hue]!++ * 2;
      crowd.points[hue]![at] = point.x;
      crowd.points[hue]![at + 1] = point.y;
      continue;
    }
    sprites.stamp(ink.ctx, shape, hue, letterOf(code), lane?.detail === 'slim' && t > atMouth && !refused ? 3 : radius, point.x, point.y);
  }
  if (crowd) for (let hue = 0; hue < 4; hue++) dropCrowd(ink.ctx, hueColour(ink.tokens, hue), radiusFor(scene, 0), crowd.points[hue]!, crowd.counts[hue]!);
}
