import { findLimit } from '../../../aws/limits/index.ts';
import { useEdition } from '../../../state/edition.ts';
import { formatQuantity } from '../../../ui/quantity.ts';
import { Field } from '../../../ui/Field.tsx';
import { Select } from '../../../ui/Select.tsx';
import { ThenNow } from '../../../ui/ThenNow.tsx';
import { Toggle } from '../../../ui/Toggle.tsx';
import type { ChoiceControl, Control, ControlValue, ControlValues, NumberControl } from '../panel.ts';
import { useLab } from '../session/context.ts';
import { useSmoothed } from './useSmoothed.ts';

interface LabControlProps<C extends Control = Control> {
  readonly control: C;
  readonly values: ControlValues;
  /** Its value in the run as it was opened: the range reaches at least that far. */
  readonly start: ControlValue | undefined;
}

/** One control of the lab; what moving it does, the panel decides. */
export function LabControl({ control, values, start }: LabControlProps) {
  const { session } = useLab();
  switch (control.type) {
    case 'number':
      return <NumberField control={control} values={values} start={start} />;
    case 'choice':
      return <ChoiceField control={control} values={values} start={start} />;
    case 'toggle':
      return <Toggle id={control.id} label={control.label} checked={values[control.id] === true} onChange={(on) => session.getState().set({ [control.id]: on })} />;
  }
}

const bound = (value: number | ((edition: 'notes' | 'today') => number), edition: 'notes' | 'today') => (typeof value === 'function' ? value(edition) : value);
const round = (value: number) => Number(value.toPrecision(12));

function NumberField({ control, values, start }: LabControlProps<NumberControl>) {
  const { edition } = useEdition();
  const { session } = useLab();
  const per = control.per ?? 1;
  const [value, change] = useSmoothed(Number(values[control.id] ?? 0), (next) => session.getState().set({ [control.id]: next }), control.structural === true);
  const shown = round(value / per);
  const first = Number(start ?? 0) / per;
  const min = Math.min(bound(control.min, edition), shown, first);
  const max = Math.max(bound(control.max, edition), shown, first);
  return (
    <Field
      id={control.id}
      label={control.label}
      unit={shown === 1 ? (control.one ?? control.unit) : control.unit}
      value={shown}
      min={min}
      max={max}
      step={control.step}
      scale={min > 0 ? control.scale : 'linear'}
      onChange={(next) => change(per === 1 ? next : Math.round(next * per))}
      {...(control.describe ? { describe: (now: number) => control.describe!(now, values, edition) } : {})}
      ticks={control.ticks?.(edition) ?? []}
      edition={<EditionChip limit={control.limit} />}
      help={control.structural ? `${control.help ? `${control.help} ` : ''}Part of the set-up: a change repeats the run up to now.` : control.help}
    />
  );
}

function ChoiceField({ control, values }: LabControlProps<ChoiceControl>) {
  const { edition } = useEdition();
  const { session } = useLab();
  const value = String(values[control.id] ?? '');
  const isKnown = control.options.some((option) => option.value === value);
  const options = [
    ...control.options.map((option) => ({ value: option.value, label: option.today && edition === 'notes' ? `${option.label} (Today only: switches the facts)` : option.label })),
    ...(isKnown ? [] : [{ value, label: value === 'file' ? 'A column of a file' : 'As this run has it', disabled: true }]),
  ];
  return <Select id={control.id} label={control.label} value={value} options={options} onChange={(next) => session.getState().set({ [control.id]: next })} help={control.help} />;
}

/** Both editions of a limit that differs, one press away. */
function EditionChip({ limit }: { readonly limit: string | undefined }) {
  const { edition } = useEdition();
  const found = limit === undefined ? undefined : findLimit(limit);
  if (found?.today === undefined) return null;
  const notes = formatQuantity(found.notes, found.quantity);
  const today = formatQuantity(found.today, found.quantity);
  return (
    <ThenNow title={found.title} edition={edition} notes={notes} today={today} source={found.source} changed={found.changed} look="chip">
      {`Notes ${notes} · Today ${today}`}
    </ThenNow>
  );
}
