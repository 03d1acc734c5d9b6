import type { Hop } from '../../../sim/simulation.ts';
import { digits, plainText, shortName } from '../words.ts';

const text = (value: unknown) => (typeof value === 'number' ? digits(value) : typeof value === 'string' ? shortName(value) : '');

/** One moment in a record's life as a sentence; undefined for moments that say nothing about this record. */
export function hopText({ node, type, detail }: Hop): string | undefined {
  switch (type) {
    case 'call.arrived':
      return plainText(detail.operation).startsWith('producer:')
        ? `Handed to the producer ${node}, ${text(detail.bytes)} bytes of data.`
        : `${plainText(detail.operation).replace('kinesis:', '')} arrives at ${node}: entry ${digits(Number(detail.entry) + 1)} of ${text(detail.of)}, ${text(detail.bytes)} bytes with its key.`;
    case 'record.sent':
      return `Sent by ${node} in a call with ${text(detail.of)} ${detail.of === 1 ? 'record' : 'records'}${Number(detail.attempt) > 1 ? `, try ${text(detail.attempt)}` : ''}.`;
    case 'record.refused':
      return detail.refused === true ? `Refused by ${text(detail.shard)}: its write limit is reached.` : undefined;
    case 'record.put':
      return detail.stored === true ? `Stored in ${text(detail.shard)} of ${node} with the sequence number ${plainText(detail.sequenceNumber)}.` : `Not stored in ${text(detail.shard)}: ${plainText(detail.code)}.`;
    case 'record.read':
      return `Read from ${text(detail.shard)} by ${text(detail.consumer)}, at position ${text(detail.position)}.`;
    case 'record.delivered':
      return `Processed by ${text(detail.consumer)} of ${node}: delivered.`;
    default:
      return `${node}: ${type.replace(/\./g, ' ')}.`;
  }
}
