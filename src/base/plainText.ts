/** A value as a person may read it: texts and numbers as they are, anything else as JSON. */
export function plainText(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'bigint':
    case 'boolean':
      return value.toString();
    case 'undefined':
      return '';
    default:
      return JSON.stringify(value) ?? '';
  }
}
