/** Numbers and times as this lab says them. */

/** A number with thousands separators, up to `places` decimals. */
export function digits(value: number, places = 0): string {
  return value.toLocaleString('en-GB', { maximumFractionDigits: places });
}

/** `1 record`, `2 records`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${digits(value)} ${value === 1 ? one : many}`;
}

/** Bytes a second, by the mebibyte: `0.72 MiB`. */
export function mebibytes(bytes: number, places = 2): string {
  return `${digits(bytes / (1024 * 1024), places)} MiB`;
}

/** A time on the clock: `00:12.4`, `1:02:03`, `2 d 03:04`. */
export function clockText(ms: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const seconds = Math.floor(ms / 1000);
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor((seconds % 86_400) / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  if (days > 0) return `${days} d ${two(hours)}:${two(minutes)}`;
  if (hours > 0) return `${hours}:${two(minutes)}:${two(seconds % 60)}`;
  return `${two(minutes)}:${two(seconds % 60)}.${Math.floor((ms % 1000) / 100)}`;
}

/** A moment in words: `12.4 seconds`, `3 minutes 20 seconds`, `5 hours 10 minutes`. */
export function momentInWords(ms: number): string {
  const plural = (value: number, unit: string) => `${value.toLocaleString('en-GB', { maximumFractionDigits: 1 })} ${unit}${value === 1 ? '' : 's'}`;
  if (ms < 60_000) return plural(ms / 1000, 'second');
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return `${plural(minutes, 'minute')} ${plural(Math.round((ms % 60_000) / 1000), 'second')}`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${plural(hours, 'hour')} ${plural(minutes % 60, 'minute')}`;
  return `${plural(Math.floor(hours / 24), 'day')} ${plural(hours % 24, 'hour')}`;
}

/** How far behind: `0.2 s`, `3 min 20 s`, `26 h`. */
export function delayText(ms: number): string {
  if (ms < 60_000) return `${digits(ms / 1000, 1)} s`;
  if (ms < 7_200_000) return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
  return `${digits(ms / 3_600_000, 1)} h`;
}

/** A share in per cent: `56 %`. */
export function percent(share: number): string {
  return `${digits(share * 100)} %`;
}

/** A plain value as text; empty for what is none. */
export function plainText(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean' ? String(value) : '';
}

const shardId = /^shardId-(\d+)$/;

/** A shard id in short: `shard 2`; any other text as it is. */
export function shortName(text: string): string {
  return text.replace(/shardId-0*(\d+)/g, 'shard $1');
}

/** The index in a full shard id, or undefined. */
export function shardIndex(text: string): number | undefined {
  const match = shardId.exec(text);
  return match ? Number(match[1]) : undefined;
}
