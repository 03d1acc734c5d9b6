/** The owner of the account: rules, things and certificates, shadows and retained messages, asked for with AWS keys. */
import { awsError, type AwsError } from '../../../aws/awsError.ts';
import type { Call } from '../../../sim/calls.ts';
import type { ConfigIssue } from '../../../sim/config.ts';
import { fail, ok, type Result } from '../../../base/result.ts';
import type { PlainRecord } from '../../../sim/plainData.ts';
import { parseRule, type Rule } from './config.ts';
import { answer, DeleteThing, DeleteTopicRule, GetRetained, ListNamedShadows, ListRetained, PutCertificate, PutThing, PutTopicRule, ThingShadow } from './operations.ts';
import { shadowOverHttps } from './publishing.ts';
import { thingIssues, type Thing } from './registry.ts';
import type { Ctx, IotState } from './state.ts';

/** AWS's names of the shadow service's codes over HTTPS. */
const shadowCodes: Readonly<Record<number, string>> = { 404: 'ResourceNotFoundException', 409: 'ConflictException', 413: 'RequestEntityTooLargeException', 429: 'ThrottlingException' };

/** Carries out a call of the owner; false for any other. */
export function administer(state: IotState, call: Call, ctx: Ctx): boolean {
  const settle = (result: Result<unknown, AwsError>) => ctx.reply(call, result.ok ? answer(result.value) : { ok: false, error: result.error });
  if (ThingShadow.is(call)) {
    const { error, messages } = shadowOverHttps(state, call.request, ctx);
    settle(error ? fail(awsError(shadowCodes[error.code] ?? 'InvalidRequestException', error.message)) : ok({ payload: messages[0]!.payload }));
  } else if (ListNamedShadows.is(call)) settle(ok({ names: namedShadows(state, call.request.thingName) }));
  else if (GetRetained.is(call)) {
    const { topic } = call.request;
    const found = state.retained.get(topic);
    settle(found ? ok({ ...found, topic }) : fail(awsError('ResourceNotFoundException', `No retained message found for topic: ${topic}`)));
  } else if (ListRetained.is(call)) settle(ok({ messages: [...state.retained].map(([topic, each]) => ({ ...each, topic })) }));
  else if (PutTopicRule.is(call)) settle(putRule(state, call.request.rule, ctx));
  else if (DeleteTopicRule.is(call)) {
    setRules(state, state.config.rules.filter(({ ruleName }) => ruleName !== call.request.ruleName));
    settle(ok(null));
  } else if (PutThing.is(call)) settle(putThing(state, call.request.thing, ctx));
  else if (DeleteThing.is(call)) {
    if (state.things.delete(call.request.thingName)) ctx.bill('registry-operations', 1);
    settle(ok(null));
  } else if (PutCertificate.is(call)) {
    const { certificateId: certificate, status } = call.request;
    ctx.trace('certificate.updated', certificate, { status });
    ctx.after(state.config.policyDelay, { type: 'certificate', certificate, status });
    settle(ok(null));
  } else return false;
  return true;
}

function namedShadows(state: IotState, thing: string): string[] {
  const prefix = `${thing}/`;
  return [...state.shadows].filter(([key, shadow]) => key.startsWith(prefix) && !shadow.deleted).map(([key]) => key.slice(prefix.length));
}

function setRules(state: IotState, rules: readonly Rule[]): void {
  state.config = Object.freeze({ ...state.config, rules: Object.freeze(rules) });
}

/** A rule that is there keeps its place. */
function putRule(state: IotState, raw: PlainRecord, ctx: Ctx): Result<{ readonly topicFilter: string | undefined }, AwsError> {
  const issues: ConfigIssue[] = [];
  const parsed = parseRule(raw, 'rule', ctx.limits, issues);
  if (!parsed) {
    const [bad] = issues;
    return fail(awsError(bad!.path === 'rule.sql' ? 'SqlParseException' : 'InvalidRequestException', `${bad!.path.slice('rule.'.length)}: ${bad!.problem}`));
  }
  const rule: Rule = Object.freeze({ ...parsed, impliesActions: false });
  const { rules } = state.config;
  const at = rules.findIndex(({ ruleName }) => ruleName === rule.ruleName);
  setRules(state, at < 0 ? [...rules, rule] : rules.map((each, i) => (i === at ? rule : each)));
  return ok({ topicFilter: rule.statement.topicFilter });
}

function putThing(state: IotState, thing: Thing, ctx: Ctx): Result<null, AwsError> {
  const [issue] = thingIssues(thing, ctx.limits);
  if (issue) return fail(awsError('InvalidRequestException', `${issue.path}: ${issue.problem}`));
  state.things.set(thing.name, Object.freeze(thing));
  ctx.bill('registry-operations', 1);
  return ok(null);
}
