import { kinesisCommands } from './kinesis.ts';
import type { Command } from './session.ts';

/** What is typed, service by service; each begins with an empty account. */
export const commandsOf: Readonly<Record<string, readonly Command[]>> = { kinesis: kinesisCommands };
