/** Patterns of the known log formats, put together as the agent puts them together: Java regular expressions, taken over rule by rule. */

const int = '(?:[+-]?(?:[0-9]+))';
const posInt = '(?:[1-9][0-9]*)';
const nonNegInt = '(?:[0-9]+)';
const ip = '(?:[\\d\\.]+)';
const hostname = '(?:[\\w\\-]+)(?:\\.(?:[\\w\\-]+))*(?:\\.?|\\b)';
const ipOrHost = `(?:${hostname}|${ip})`;
const uriHost = `(?:${ipOrHost}(?::${posInt})?)`;
const user = '(?:[a-zA-Z0-9._-]+)';
const monthDay = '(?:(?:0[1-9])|(?:[12][0-9])|(?:3[01])|[1-9])';
const day = '(?:Mon(?:day)?|Tue(?:sday)?|Wed(?:nesday)?|Thu(?:rsday)?|Fri(?:day)?|Sat(?:urday)?|Sun(?:day)?)';
const month = '\\b(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|Jun(?:e)?|Jul(?:y)?|Aug(?:ust)?|Sep(?:tember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\\b';
const year = '(?:[1-9]\\d*)';
const time = '(?:(?:2[0123]|[01]?[0-9]):(?:[0-5][0-9]):(?:(?:[0-5]?[0-9]|60)(?:[:\\.,][0-9]+)?))';
const httpDate = `(?:${monthDay}/${month}/${year}:${time}\\s${int})`;
const errorTimestamp = `(?:${day}\\s+${month}\\s+${monthDay}\\s+${time}\\s+${year})`;
const syslogTimestamp = `(?:${month}\\s+${monthDay}\\s+${time})`;
const rfc3339 = '(?:\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(?:\\.\\d+)?)(?:Z|(?:[-+]\\d{2}:\\d{2}))';
const quoted = '"([^"]+)"';
const program = `([\\w\\._/%-]+)(?:\\[(${posInt})\\])?`;
const syslogRest = ` (?:<${nonNegInt}.${nonNegInt}> )?(${user}) ${program}: (.*)`;
const common = `^(${ipOrHost}) (${user}) (${user}) \\[(${httpDate})\\] ${quoted} (${int}|\\-) (${int}|\\-)`;
const combined = `${common} ${quoted} ${quoted}`;

export const logFormats = ['COMMONAPACHELOG', 'COMBINEDAPACHELOG', 'APACHEERRORLOG', 'SYSLOG', 'RFC3339SYSLOG'] as const;
export type LogFormat = (typeof logFormats)[number];

const commonFields = ['host', 'ident', 'authuser', 'datetime', 'request', 'response', 'bytes'];
const syslogFields = ['timestamp', 'hostname', 'program', 'processid', 'message'];

/** Of each format: its pattern, the names of its groups, and whether a value `-` means none. */
export const logPatterns: Readonly<Record<LogFormat, { readonly pattern: string; readonly fields: readonly string[]; readonly dashIsNull: boolean }>> = {
  COMMONAPACHELOG: { pattern: `${common}.*`, fields: commonFields, dashIsNull: true },
  COMBINEDAPACHELOG: { pattern: `${combined}.*`, fields: [...commonFields, 'referer', 'agent'], dashIsNull: true },
  APACHEERRORLOG: {
    pattern: `^\\[(${errorTimestamp})\\] \\[(?:(\\w+):)?(\\w+)\\] \\[pid (${nonNegInt})(?::tid (${nonNegInt}))?\\] \\[client (${uriHost})\\] (.*)`,
    fields: ['timestamp', 'module', 'severity', 'processid', 'threadid', 'client', 'message'],
    dashIsNull: true,
  },
  SYSLOG: { pattern: `^(${syslogTimestamp})${syslogRest}`, fields: syslogFields, dashIsNull: false },
  RFC3339SYSLOG: { pattern: `^(${rfc3339})${syslogRest}`, fields: syslogFields, dashIsNull: false },
};
