import { checkCli } from './checking.ts';

checkCli(2);
