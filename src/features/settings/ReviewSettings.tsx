import { lazy, Suspense } from 'react';
import { settingsStore, useSettings } from '../../state/settingsStore.ts';
import { ErrorBoundary } from '../../ui/ErrorBoundary.tsx';
import { Field } from '../../ui/Field.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { Toggle } from '../../ui/Toggle.tsx';
import { Group } from './Group.tsx';

/** Progress and the scheduler come after the page. */
const ReviewLoad = lazy(async () => ({ default: (await import('./ReviewLoad.tsx')).ReviewLoad }));

const percent = (share: number) => Math.round(share * 100);

/** How reviews are spaced and how exams are timed. */
export function ReviewSettings() {
  const settings = useSettings((state) => state);
  const { change } = settings;
  return (
    <Group id="reviews" title="Questions and reviews">
      <div>
        <Field
          id="retention"
          label="Wanted recall"
          unit="%"
          min={80}
          max={95}
          value={percent(settings.desiredRetention)}
          onChange={(value) => change({ desiredRetention: value / 100 })}
          describe={(value) => `${value} percent of facts still known when their review falls due`}
          help="Higher means shorter gaps and more reviews a day; 90 % is the usual choice."
        />
        <ErrorBoundary where="The projection of reviews">
          <Suspense fallback={null}>
            <ReviewLoad />
          </Suspense>
        </ErrorBoundary>
      </div>
      <TextField
        label="Exam date"
        type="date"
        value={settings.examDate ?? ''}
        onChange={(text) => change({ examDate: text === '' ? null : text })}
        help="Optional. Reviews are then spaced so that none falls after it and everything is seen again shortly before."
      />
      <Toggle
        label="Ask how sure I am"
        checked={settings.askConfidence}
        onChange={(askConfidence) => change({ askConfidence })}
        help="Guessing, fairly sure or certain, before the answer is shown. A certain mistake is the one to learn from."
      />
      <Select
        label="Time in mock exams"
        value={String(settings.timerMultiplier)}
        onChange={(value) => change({ timerMultiplier: value === 'untimed' ? 'untimed' : (Number(value) as 1 | 1.25 | 1.5 | 2) })}
        options={[
          { value: '1', label: 'Standard' },
          { value: '1.25', label: 'A quarter more' },
          { value: '1.5', label: 'Half as much again' },
          { value: '2', label: 'Double' },
          { value: 'untimed', label: 'No limit' },
        ]}
      />
      <Toggle
        label="Sound"
        checked={settings.sound}
        onChange={() => settingsStore.getState().change({ sound: false })}
        disabled
        help="There is no sound in this version."
      />
    </Group>
  );
}
