/** Streams and shards in Kinesis's own words, and what many of its calls answer. */
import { httpDate } from '../base/calendar.ts';
import { awsError, type AwsError } from './awsError.ts';
import { shardIdText } from './ids.ts';

/** Whose stream a message speaks of. */
export interface Named {
  readonly name: string;
  readonly account: string;
}

export const inStream = ({ name, account }: Named) => `in stream ${name} under account ${account}`;
export const noSuchStream = ({ name, account }: Named): AwsError => awsError('ResourceNotFoundException', `Stream ${name} under account ${account} not found.`);
export const noSuchShard = (shard: number, of: Named): AwsError => awsError('ResourceNotFoundException', `Shard ${shardIdText(shard)} ${inStream(of)} does not exist`);
export const couldNotFindShard = (id: string, of: Named): AwsError => awsError('ResourceNotFoundException', `Could not find shard ${id} ${inStream(of)}.`);
export const notActive = (status: string, { name, account }: Named): AwsError => awsError('ResourceInUseException', `Stream ${name} under account ${account} not ACTIVE, instead in state ${status}`);

/** `Thu Jan 22 01:22:02 UTC 2015`, of a UTC time in ms. */
export const javaDate = (time: number): string => httpDate(time).replace(/^(\w+), (\d+) (\w+) (\d+) (\S+) GMT$/, '$1 $3 $2 $5 UTC $4');
