import { laneScale, type Ink, type LaneScale } from '../../../services/kinesis-streams/view/index.ts';
import type { StageFrame } from './frame.ts';
import type { Heads } from './heads.ts';
import type { KeyPlan } from './keyPlan.ts';
import type { LaneLayout, StageLayout } from './layout.ts';
import type { Marks } from './marks.ts';
import { huesAreOne, type Sprites } from './sprites.ts';

/** Everything a painter is given. */
export interface Scene {
  readonly ink: Ink;
  readonly sprites: Sprites;
  readonly layout: StageLayout;
  readonly frame: StageFrame;
  readonly marks: Marks;
  readonly heads: Heads;
  readonly plan: KeyPlan;
  readonly perMark: number;
  /** Simulated ms that a mark is under way: the lanes show the moment before. 0 when motion is reduced. */
  readonly flightMs: number;
  readonly selected: number;
  readonly inspected: Inspected | null;
  /** Shards that are drawn, of how many. */
  readonly shown: { readonly from: number; readonly count: number; readonly of: number };
  /** Whether the ratio of marks to records has just changed. */
  readonly pulse: boolean;
}

export interface Inspected {
  readonly key: string;
  /** Place on the ruler, 0 to 1. */
  readonly share: number;
}

/** Radius of a mark in px: three sizes by the data of a record. */
export function radiusFor(scene: Scene, producer: number): number {
  if (scene.plan.lettered || (huesAreOne(scene.ink.tokens) && scene.plan.legend.length > 1)) return 7;
  const bytes = scene.plan.bytes[producer] ?? 1024;
  return bytes < 1024 ? 3.75 : bytes <= 65_536 ? 4.5 : 5.5;
}

/** The scale of a lane with the marks of this scene. */
export function scaleOf(scene: Scene, lane: LaneLayout): LaneScale {
  const big = radiusFor(scene, 0) > 6;
  const pitch = big && lane.pitch >= 10 ? 15 : lane.pitch;
  const length = lane.axis === 'x' ? lane.track.w - 6 : lane.track.h - 8;
  return laneScale(length, pitch, scene.perMark, big ? Math.max(1, Math.floor((lane.across * 10) / 15)) : lane.across);
}

/** Radius of the marks in a lane: thin lanes have small ones. */
export function laneRadius(scene: Scene, lane: LaneLayout, producer = 0): number {
  const radius = radiusFor(scene, producer);
  return lane.pitch < 10 ? Math.min(3.25, radius, lane.track.h / 2 - 1) : radius;
}
