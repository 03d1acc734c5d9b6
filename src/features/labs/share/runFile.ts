import { fail, type Result } from '../../../base/result.ts';
import type { LabLink } from '../../../state/labLink.ts';

const version = 1;
const maxBytes = 256 * 1024;

/** A run as a file: the same data as a link, to be read by people too. */
export function fileOfLink(link: LabLink): Blob {
  return new Blob([`${JSON.stringify({ headwater: 'lab', v: version, ...link }, null, 2)}\n`], { type: 'application/json' });
}

/** The run in a file, or sentences that say what is wrong with it and what to do. */
export async function openRunFile(file: File): Promise<Result<LabLink, readonly string[]>> {
  if (file.size > maxBytes) return fail([`${file.name} is ${(file.size / 1024).toFixed(0)} KiB; a saved run has at most ${maxBytes / 1024} KiB. Choose a file that ends with .headwater.json.`]);
  let raw: unknown;
  try {
    raw = JSON.parse(await file.text());
  } catch {
    return fail([`${file.name} is not whole JSON: it was cut or is another kind of file. Save the run again, or choose a file that ends with .headwater.json.`]);
  }
  if (typeof raw !== 'object' || raw === null || (raw as { readonly headwater?: unknown }).headwater !== 'lab') {
    return fail([`${file.name} does not say that it holds a run of a lab ("headwater": "lab"). Choose a file that was saved with “Save as .headwater.json”.`]);
  }
  const { headwater: _kind, ...rest } = raw as { readonly headwater: string };
  const { checkLabLink } = await import('../../../state/labLinkSchema.ts');
  const checked = checkLabLink(rest, version);
  return checked.ok ? checked : fail(checked.error.map((says) => says.replaceAll('The link', file.name)));
}
