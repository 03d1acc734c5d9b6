import type { Scene } from '../scene.ts';
import { paintFlights } from './flights.ts';
import { paintInspected } from './inspected.ts';
import { paintLegend } from './legend.ts';
import { paintLogs } from './logs.ts';
import { paintProducers } from './producers.ts';
import { paintShards } from './shards.ts';
import { paintRefused, paintTray } from './tray.ts';

/** What stands still between snapshots: boxes, bars, texts. */
export function paintBack(scene: Scene): void {
  const { ctx } = scene.ink;
  ctx.clearRect(0, 0, scene.layout.width, scene.layout.height);
  paintProducers(scene);
  paintShards(scene);
  paintTray(scene);
  paintLegend(scene);
}

/** What moves: records, heads, marks under way. `time` is the simulated moment shown. */
export function paintFront(scene: Scene, time: number): void {
  const { ctx } = scene.ink;
  ctx.clearRect(0, 0, scene.layout.width, scene.layout.height);
  paintLogs(scene, time);
  paintRefused(scene, time);
  paintFlights(scene, time);
  paintInspected(scene);
}
