import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { endpointServices } from '../../src/aws-endpoint/services.ts';

const file = new URL('../../docs/endpoint.md', import.meta.url);
const titles: Readonly<Record<string, string>> = { kinesis: 'Kinesis Data Streams', firehose: 'Firehose', sqs: 'SQS', sns: 'SNS', iot: 'IoT Core, control plane', iotdata: 'IoT Core, data plane', 'iot-data': 'IoT Core, data plane', dynamodb: 'DynamoDB', s3: 'S3', datapipeline: 'Data Pipeline' };

/** The table of operations, service by service. */
export function operationsTable(): string {
  const rows = endpointServices.map(({ name, shapes, handlers, query, about }) => {
    const answered = Object.keys(shapes.operations).filter((operation) => Object.hasOwn(handlers, operation));
    const missing = Object.keys(shapes.operations).filter((operation) => !Object.hasOwn(handlers, operation));
    const protocol = String(shapes.metadata.protocol);
    const spoken = [protocol === 'json' ? `JSON ${String(shapes.metadata.jsonVersion)}` : protocol, ...(name === 'kinesis' ? ['CBOR 1.1'] : []), ...(query && protocol !== 'query' ? ['query'] : [])].join(', ');
    return `| ${titles[name] ?? name} | ${spoken} | ${answered.length}: ${answered.join(', ')}${missing.length > 0 ? `; not yet ${missing.join(', ')}` : ''} | ${about ?? ''} |`;
  });
  return ['| service | protocols | operations | not modelled, simplified |', '|---|---|---|---|', ...rows].join('\n');
}

/** The page with this table in its place. */
export function withTable(page: string): string {
  return page.replace(/(<!-- operations -->\n)[\s\S]*(<!-- \/operations -->)/, (_, before: string, after: string) => `${before}${operationsTable()}\n${after}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(file, withTable(readFileSync(file, 'utf8')));
