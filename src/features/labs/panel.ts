import type { ComponentType } from 'react';
import type { Edition } from '../../aws/limits/index.ts';
import type { MetricSeries } from '../../sim/metrics.ts';
import type { RunRecipe } from '../../sim/recipe.ts';
import type { Intervention } from '../../sim/serviceModel.ts';
import type { Snapshot } from '../../state/runStore.ts';
import type { Plain, PlainObject } from '../../content/types.ts';

/** Value of a control, in the unit that content uses: ms, bytes, hours, or the word of a choice. */
export type ControlValue = number | string | boolean;
export type ControlValues = Readonly<Record<string, ControlValue>>;

interface ControlBase {
  readonly id: string;
  readonly label: string;
  readonly group: string;
  readonly help?: string;
  /** Limit whose two editions the chip shows, where they differ. */
  readonly limit?: string;
  /** A change repeats the run up to now, with another set-up. */
  readonly structural?: boolean;
  shown?(values: ControlValues, edition: Edition): boolean;
}

export interface NumberControl extends ControlBase {
  readonly type: 'number';
  readonly unit: string;
  /** The unit beside a 1. */
  readonly one?: string;
  readonly min: number | ((edition: Edition) => number);
  readonly max: number | ((edition: Edition) => number);
  readonly step: number;
  readonly scale: 'linear' | 'log';
  /** How many of the value's units one shown unit is: 1024 shows bytes as KiB. */
  readonly per?: number;
  ticks?(edition: Edition): readonly { readonly value: number; readonly label: string }[];
  /** Unit and meaning in words, of the value as shown. */
  describe?(shown: number, values: ControlValues, edition: Edition): string;
}

export interface ChoiceControl extends ControlBase {
  readonly type: 'choice';
  /** `today` marks what exists in the Today edition only. */
  readonly options: readonly { readonly value: string; readonly label: string; readonly today?: boolean }[];
}

export interface ToggleControl extends ControlBase {
  readonly type: 'toggle';
}

export type Control = NumberControl | ChoiceControl | ToggleControl;

/** What moving a control does. */
export type ControlChange =
  | { readonly type: 'interventions'; readonly list: readonly Intervention[] }
  /** Another set-up: applied to the recipe as it stands, and to the one that reset goes back to. */
  | { readonly type: 'rebuild'; transform(recipe: RunRecipe): RunRecipe };

/** Where a run stands, for everything that is derived from it. */
export interface Moment {
  readonly recipe: RunRecipe;
  readonly snapshot: Snapshot | undefined;
}

export interface LabFault {
  readonly id: string;
  /** Verb, target and duration. */
  readonly label: string;
  readonly help: string;
  readonly what: Extract<Intervention, { type: 'fault' }>;
}

export interface SceneObject {
  readonly id: string;
  readonly kind: 'shard' | 'consumer' | 'producer';
  /** Name and present figures in words. */
  readonly label: string;
  readonly status: 'ok' | 'warn' | 'bad' | 'plain';
  readonly word: string;
  /** Name and figure pairs of the inspector. */
  readonly details: readonly (readonly [name: string, value: string])[];
  readonly actions: readonly SceneAction[];
  /** Index of the shard, to be marked on the stage. */
  readonly shard?: number;
}

export interface SceneAction {
  readonly id: string;
  readonly label: string;
  readonly what: Intervention;
}

export interface Scene {
  /** Two to four sentences. */
  readonly summary: readonly string[];
  readonly objects: readonly SceneObject[];
  /** Whether writes are being refused at this moment. */
  readonly throttling: boolean;
}

export interface Tile {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly unit: string;
  readonly note: string;
  readonly status: 'plain' | 'warn' | 'bad';
}

/** One column of the table of figures, by second. */
export interface DataColumn {
  readonly id: string;
  readonly title: string;
  /** Metric names whose sums are added; all nodes that count them. */
  readonly metrics: readonly string[];
  readonly take: 'sum' | 'max';
  /** Shown figure for each counted unit. */
  readonly per?: number;
}

export interface SweepMeasure {
  readonly id: string;
  readonly label: string;
  readonly unit: string;
  /** Path in the summary of a run of `seconds`. */
  path(recipe: RunRecipe): string;
  value(raw: number, seconds: number): number;
}

export interface DataSet {
  readonly id: string;
  readonly title: string;
  readonly rows: number;
  readonly columns: readonly { readonly name: string; readonly says: string }[];
  readonly suggestedKeys: readonly string[];
  readonly source: string;
  load(): Promise<ArrayBuffer>;
}

/** What the picture gets; everything else it reads from the run store around it. */
export interface StageProps {
  readonly compact?: boolean;
  readonly selectedShard?: number;
  readonly onSelectShard?: (index: number) => void;
}

/** All that one lab panel is made of; the frame around it is the same for all. */
export interface LabPanel {
  readonly slug: string;
  readonly title: string;
  /** First part of document titles: `Kinesis lab`. */
  readonly shortTitle: string;
  startRecipe(facts: Edition): unknown;
  readonly startSpeed: number;
  readonly controls: readonly Control[];
  read(moment: Moment): ControlValues;
  change(id: string, value: ControlValue, moment: Moment): ControlChange;
  /** A named operation of content (`split`), about the subject of an event. */
  operation(name: string | PlainObject, subject: string, moment: Moment): Intervention | undefined;
  faults(recipe: RunRecipe): readonly LabFault[];
  scene(snapshot: Snapshot): Scene;
  tiles(snapshot: Snapshot): readonly Tile[];
  /** The figure behind the timeline, a second. */
  readonly keyMetric: { readonly label: string; readonly unit: string; pick(series: readonly MetricSeries[]): readonly MetricSeries[] };
  readonly columns: readonly DataColumn[];
  readonly sweepMeasures: readonly SweepMeasure[];
  dataSets(): Promise<readonly DataSet[]>;
  /** The picture, and a tool that stands below the controls; both fetched after the words. */
  stage(): Promise<ComponentType<StageProps>>;
  inspector?(): Promise<ComponentType>;
}

export type { Plain, PlainObject };
