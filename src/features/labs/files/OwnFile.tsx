import { useEffect, useRef, useState, type DragEvent } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { ProgressBar } from '../../../ui/ProgressBar.tsx';
import { classNames } from '../../../ui/classNames.ts';
import type { Job, ReadFile } from '../../../state/runStore.ts';
import type { DataSet } from '../panel.ts';
import { useRun, useRunStore } from '../runContext.ts';
import { useLab } from '../session/context.ts';
import { FileKeys } from './FileKeys.tsx';
import { digits } from '../words.ts';
import styles from './Files.module.css';

const maxBytes = 50 * 1024 * 1024;

interface Chosen {
  readonly name: string;
  readonly file: ReadFile;
  readonly suggestedKeys: readonly string[];
}

/** A file of the learner's own, or a data set that comes with the app: read in the worker, laid over the shards, replayed. */
export function OwnFile() {
  const { panel } = useLab();
  const run = useRunStore();
  const [sets, setSets] = useState<readonly DataSet[]>([]);
  const [over, setOver] = useState(false);
  const [problem, setProblem] = useState('');
  const [reading, setReading] = useState<{ name: string; job: Job<ReadFile> } | null>(null);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const progress = useRun((state) => (reading ? state.progress.get(reading.job.id) : undefined));

  useEffect(() => {
    let mounted = true;
    panel.dataSets().then(
      (found) => mounted && setSets(found),
      () => mounted && setProblem('The data sets of the app could not be loaded. Your own file can still be brought.'),
    );
    return () => {
      mounted = false;
    };
  }, [panel]);

  const read = async (name: string, load: () => Promise<ArrayBuffer>, set?: DataSet) => {
    setProblem('');
    setChosen(null);
    let data: ArrayBuffer;
    try {
      data = await load();
    } catch (error) {
      return setProblem((error as Error).message);
    }
    const job = run.getState().readFile(name, data);
    setReading({ name, job });
    const result = await job.done;
    setReading(null);
    if (!result.ok) return setProblem(result.error);
    setChosen({ name, file: set ? { ...result.value, asset: { ...result.value.asset, id: set.id } } : result.value, suggestedKeys: set?.suggestedKeys ?? [] });
  };
  const bring = (file: File | undefined) => {
    if (!file) return;
    if (file.size > maxBytes) return setProblem(`${file.name} is ${digits(file.size / 1048576, 1)} MB; at most 50 MB can be read. Take a part of it.`);
    void read(file.name, () => file.arrayBuffer());
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    bring(event.dataTransfer.files[0]);
  };

  return (
    <div className={styles.files} data-testid="lab-file">
      <div
        className={classNames(styles.drop, over && styles.over)}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <p>Drop a CSV with a header row, NDJSON or log lines here, up to 50 MB. It stays on this device.</p>
        <Button icon={<Icon name="upload" size={16} />} onClick={() => input.current?.click()}>
          Choose a file
        </Button>
        <input ref={input} type="file" hidden aria-label="Traffic file" accept=".csv,.ndjson,.jsonl,.log,.txt,text/*" data-testid="lab-file-input" onChange={(event) => bring(event.target.files?.[0])} />
      </div>
      <p className={styles.muted}>Or take one of these:</p>
      <ul className={styles.sets}>
        {sets.map((set) => (
          <li key={set.id}>
            <Button size="s" onClick={() => void read(`${set.id}.csv`, () => set.load(), set)}>
              {set.title} ({digits(set.rows)} rows)
            </Button>
          </li>
        ))}
      </ul>
      {reading && (
        <div className={styles.reading}>
          <ProgressBar label={`Reading ${reading.name}`} value={progress?.done ?? null} max={progress?.of ?? 1} valueText={progress ? `${digits(progress.done)} of ${digits(progress.of)} lines` : 'starting'} />
          <Button size="s" onClick={() => reading.job.cancel()}>
            Stop
          </Button>
        </div>
      )}
      {problem && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
      {chosen && <FileKeys key={chosen.name} name={chosen.name} file={chosen.file} suggestedKeys={chosen.suggestedKeys} />}
    </div>
  );
}
