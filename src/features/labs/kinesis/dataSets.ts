import earthquakes from '../../../../content/data/earthquakes.csv?url';
import flights from '../../../../content/data/flights.csv?url';
import index from '../../../../content/data/index.yaml';
import type { DataSet } from '../panel.ts';

interface Listed {
  readonly id: string;
  readonly title: string;
  readonly rows: number;
  readonly columns: readonly { readonly name: string; readonly says: string }[];
  readonly suggestedKeys: readonly string[];
  readonly source: string;
}

const files: Readonly<Record<string, string>> = { earthquakes, flights };

async function fetchFile(address: string): Promise<ArrayBuffer> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`The data set could not be fetched (${answer.status}). If you are offline, open it once with a connection so that it can be kept.`);
  return answer.arrayBuffer();
}

/** The data sets that come with the app. */
export const dataSets: readonly DataSet[] = (index as readonly Listed[]).flatMap((listed) => {
  const address = files[listed.id];
  return address === undefined ? [] : [{ ...listed, load: () => fetchFile(address) }];
});
