/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message || error.name;
  return typeof error === 'string' ? error : 'unknown error';
}

/** A report to copy: where, what, the replay link if there is one, and the first lines of the stack. Nothing is sent anywhere. */
export function errorReport(error: unknown, where: string, replay: string | null): string {
  const stack = error instanceof Error && error.stack ? error.stack.split('\n').slice(0, 12).join('\n') : '';
  return [`Headwater error report`, `Where: ${where}`, `What: ${messageOf(error)}`, replay ? `Replay: ${replay}` : '', stack]
    .filter(Boolean)
    .join('\n');
}
