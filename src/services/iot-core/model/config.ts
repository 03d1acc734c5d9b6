import { nearest } from '../../../base/nearest.ts';
import { fail, ok, type Result } from '../../../base/result.ts';
import { parseFields, type ConfigIssue, type Field, type Fields } from '../../../sim/config.ts';
import type { Limits } from '../../../sim/limits.ts';
import { isPlainRecord, sayValue } from '../../../sim/plainData.ts';
import { parseAction, type Action } from './actions.ts';
import { filterProblem } from './mqtt.ts';
import { parsePolicy, type Policy } from './policy.ts';
import type { SqlVersion, Statement } from './sql/ast.ts';
import { parseStatement } from './sql/parser.ts';
import { sayProblem } from './sql/problem.ts';

export interface Rule {
  readonly ruleName: string;
  readonly sql: string;
  readonly statement: Statement;
  /** The topic filter cut at its slashes; undefined for a rule that only Basic Ingest reaches. */
  readonly levels: readonly string[] | undefined;
  readonly ruleDisabled: boolean;
  readonly actions: readonly Action[];
  /** A rule without actions has one for each connected node. */
  readonly impliesActions: boolean;
  readonly errorAction: Action | undefined;
}

export interface IotConfig {
  readonly sql: string;
  readonly partitionKey: string;
  readonly awsIotSqlVersion: SqlVersion;
  readonly rules: readonly Rule[];
  /** Policies attached to every certificate; null allows everything. */
  readonly policy: Policy | null;
  /** IAM policy of the role of the identity pool, or of the IAM identity; null allows everything. */
  readonly rolePolicy: Policy | null;
  /** IoT policy attached to every Cognito identity with a login; null: none is attached. */
  readonly identityPolicy: Policy | null;
  readonly policyDelay: number;
  readonly actionTries: number;
  readonly retryInterval: number;
}

const versions = ['2015-10-08', '2016-03-23'];
const ruleKeys = ['ruleName', 'sql', 'awsIotSqlVersion', 'ruleDisabled', 'description', 'actions', 'errorAction'];

/** One rule as AWS writes it; undefined where `issues` have got something. */
export function parseRule(raw: unknown, path: string, limits: Limits, issues: ConfigIssue[]): Rule | undefined {
  if (!isPlainRecord(raw)) {
    issues.push({ path, problem: 'a rule is an object with sql and actions' });
    return undefined;
  }
  const before = issues.length;
  for (const key of Object.keys(raw)) if (!ruleKeys.includes(key)) issues.push({ path: `${path}.${key}`, problem: `unknown key "${key}"; the nearest known one is "${nearest(key, ruleKeys)}"` });
  const { ruleName = `rule${Number(path.split('.').at(-1) ?? 0) + 1}`, sql = '', awsIotSqlVersion: version = '2016-03-23', ruleDisabled = false, actions = [] } = raw;
  if (typeof ruleName !== 'string' || !/^[a-zA-Z0-9_]{1,128}$/.test(ruleName)) issues.push({ path: `${path}.ruleName`, problem: 'must be letters, digits and _' });
  if (!versions.includes(version as string)) issues.push({ path: `${path}.awsIotSqlVersion`, problem: `must be ${versions.join(' or ')}; got ${sayValue(version)}` });
  if (typeof ruleDisabled !== 'boolean') issues.push({ path: `${path}.ruleDisabled`, problem: 'must be true or false' });
  if (typeof sql !== 'string') issues.push({ path: `${path}.sql`, problem: 'must be a text' });
  if (!Array.isArray(actions) || actions.length > 10) issues.push({ path: `${path}.actions`, problem: 'must be a list of at most 10 actions' });
  if (issues.length > before) return undefined;
  const statement = parseStatement(sql as string, { version: version as SqlVersion, checkFilter: (filter) => filterProblem(filter, limits) });
  if (!statement.ok) issues.push(...statement.error.map((problem) => ({ path: `${path}.sql`, problem: sayProblem(problem) })));
  const read = (actions as unknown[]).map((action, i) => parseAction(action, `${path}.actions.${i}`, version as SqlVersion, issues));
  const errorAction = raw.errorAction === undefined ? undefined : parseAction(raw.errorAction, `${path}.errorAction`, version as SqlVersion, issues, true);
  if (issues.length > before || !statement.ok) return undefined;
  const filter = statement.value.topicFilter;
  return Object.freeze({ ruleName: ruleName as string, sql: sql as string, statement: statement.value, levels: filter === undefined ? undefined : Object.freeze(filter.split('/')), ruleDisabled: ruleDisabled as boolean, actions: Object.freeze(read as Action[]), impliesActions: true, errorAction });
}

const rulesField: Field<readonly Rule[]> = {
  type: 'structure',
  says: 'Rules, each with ruleName, sql, actions and errorAction as AWS writes them',
  default: [],
  parse(raw, limits): Result<readonly Rule[], readonly ConfigIssue[]> {
    if (!Array.isArray(raw)) return fail([{ path: '', problem: 'must be a list of rules' }]);
    const issues: ConfigIssue[] = [];
    const rules = raw.map((each, i) => parseRule(each, String(i), limits, issues));
    const names = new Set<string>();
    rules.forEach((rule, i) => {
      if (rule && names.has(rule.ruleName)) issues.push({ path: `${i}.ruleName`, problem: `two rules are called ${rule.ruleName}` });
      if (rule) names.add(rule.ruleName);
    });
    return issues.length > 0 ? fail(issues) : ok(Object.freeze(rules as Rule[]));
  },
};

function policyField(name: string, says: string): Field<Policy | null> {
  return { type: 'structure', says, default: null, parse: (raw) => (raw === null ? ok(null) : parsePolicy(name, raw)) };
}

export const iotFields: Fields<IotConfig> = {
  sql: { type: 'text', says: 'SQL of one rule that sends to every connected node; empty for none', unit: 'characters', max: 16_384, default: '' },
  partitionKey: { type: 'text', says: 'Partition key of that rule; parts in ${…} are filled in for each message', unit: 'characters', max: 256, default: '${newuuid()}' },
  awsIotSqlVersion: { type: 'choice', says: 'Version of the SQL of that rule', choices: versions, short: 'sqlVersion', default: '2016-03-23' },
  rules: rulesField,
  policy: policyField('policy', 'IoT policy of every certificate; null allows everything'),
  rolePolicy: policyField('rolePolicy', 'IAM policy of those who sign with AWS keys: IAM identities, and the role of the identity pool; null allows everything'),
  identityPolicy: policyField('identityPolicy', 'IoT policy attached to the Cognito identities that have logged in; null: none is attached, so all is refused'),
  policyDelay: { type: 'duration', says: 'How long a change of a certificate or a policy takes to count', unit: 'ms', min: 0, max: 3_600_000, default: 0 },
  actionTries: { type: 'integer', says: 'Tries of an action before it has failed', unit: 'tries', min: 1, max: 10, default: 3 },
  retryInterval: { type: 'duration', says: 'Wait before the next try of an action', unit: 'ms', min: 0, max: 60_000, default: 1000 },
};

/** The whole configuration; the short form (`sql`) becomes a rule called `rule`. */
export function parseIotConfig(raw: unknown, limits: Limits): Result<IotConfig, readonly ConfigIssue[]> {
  const parsed = parseFields<IotConfig>(raw, iotFields, limits);
  if (!parsed.ok || parsed.value.sql === '') return parsed;
  const { sql, awsIotSqlVersion, rules } = parsed.value;
  const issues: ConfigIssue[] = [];
  const rule = parseRule({ ruleName: 'rule', sql, awsIotSqlVersion }, '0', limits, issues);
  if (!rule) return fail(issues.map((issue) => ({ path: 'sql', problem: issue.problem })));
  if (rules.some((each) => each.ruleName === 'rule')) return fail([{ path: 'rules', problem: 'the name "rule" belongs to the rule of sql' }]);
  return ok(Object.freeze({ ...parsed.value, rules: Object.freeze([rule, ...rules]) }));
}
