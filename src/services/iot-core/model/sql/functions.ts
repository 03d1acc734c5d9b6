import { contextFunctions } from './contextFunctions.ts';
import { dataFunctions } from './dataFunctions.ts';
import type { SqlFunction } from './environment.ts';
import { numberFunctions } from './numberFunctions.ts';
import { patternFunctions } from './patternFunctions.ts';
import { textFunctions } from './textFunctions.ts';
import { timeFunctions } from './timeFunctions.ts';

/** Every function of the SQL by its name in lower case; cast() is read by the grammar. */
export const functions: ReadonlyMap<string, SqlFunction> = new Map(
  [...numberFunctions, ...textFunctions, ...patternFunctions, ...timeFunctions, ...dataFunctions, ...contextFunctions].map((each) => [each.name.toLowerCase(), each]),
);
