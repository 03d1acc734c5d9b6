import { checkCli } from './checking.ts';

checkCli(1);
