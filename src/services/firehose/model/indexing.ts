/** Documents to a search domain: what failed is sent again every five minutes while the retry duration lasts, then it goes to the bucket. */
import type { Reply } from '../../../sim/calls.ts';
import { failures, successes, type RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import { Bulk, type BulkResponse } from '../../search-index/model/operations.ts';
import { writeFailures } from './objects.ts';
import { indexName } from './prefixes.ts';
import { arrived, bytesOf, deliveryFailed, deliveryWorks, failureBytes, failureContent } from './progress.ts';
import type { FirehoseEvent, FirehoseState } from './state.ts';

type Ctx = ServiceContext<FirehoseEvent>;
const bulkTimeoutMs = 120_000;
const metric = 'DeliveryToElasticsearch';

/** Begins with the documents of a batch. */
export function index(state: FirehoseState, records: RecordBatch, ctx: Ctx): void {
  state.indexing = Object.freeze({ records, attempts: 0, firstAt: ctx.now });
  bulk(state, ctx);
}

/** Sends the documents of the batch under way. */
export function bulk(state: FirehoseState, ctx: Ctx): void {
  const { indexing, config } = state;
  if (!indexing) return;
  state.indexing = Object.freeze({ ...indexing, attempts: indexing.attempts + 1 });
  const edge = ctx.edgesAt('search')[0];
  if (edge === undefined) return bulkFailed(state, indexing.records, 'no search domain is connected', ctx);
  ctx.call(edge, Bulk, { index: indexName(config.indexName, config.indexRotation, ctx.startsAt + ctx.now), records: indexing.records }, { type: 'bulk' }, bulkTimeoutMs);
}

export function bulkAnswered(state: FirehoseState, reply: Reply<BulkResponse>, ctx: Ctx): void {
  const { indexing } = state;
  if (!indexing) return;
  ctx.count(`${metric}.Success`, reply.ok ? 1 : 0);
  if (!reply.ok) return bulkFailed(state, indexing.records, reply.error.code, ctx);
  const { outcome } = reply.response;
  const good = successes(indexing.records, outcome);
  if (outcome.failed < indexing.records.count) {
    arrived(state, metric, good.count, bytesOf(good), ctx);
    ctx.records.release(good.rows, 'dropped-by-code');
  }
  if (outcome.failed > 0) return bulkFailed(state, failures(indexing.records, outcome), outcome.codes[outcome.code.find((code) => code !== 0)! - 1]!, ctx);
  deliveryWorks(state, 'search', ctx);
  state.indexing = null;
  ctx.after(0, { type: 'over' });
}

/** Tries what failed again after five minutes, or writes it to the bucket when its time is over. The window counts from the first try. */
function bulkFailed(state: FirehoseState, left: RecordBatch, code: string, ctx: Ctx): void {
  const indexing = state.indexing!;
  deliveryFailed(state, 'search', code, ctx);
  const gap = ctx.limits.duration('firehose.search.retry-gap');
  if (ctx.now + gap < indexing.firstAt + state.config.retryDuration) {
    state.indexing = Object.freeze({ ...indexing, records: left });
    ctx.after(gap, { type: 'bulk-again' });
    return;
  }
  state.indexing = null;
  state.processingFailed += left.count;
  const content = {
    ...failureContent(left, indexing.attempts, code, 'The documents could not be indexed within the retry duration.', ctx),
    esDocumentId: null,
    esIndexName: indexName(state.config.indexName, state.config.indexRotation, ctx.startsAt + indexing.firstAt),
    esTypeName: null,
  };
  ctx.trace('documents.given-up', 'search', { code, attempts: indexing.attempts }, { records: left.count });
  writeFailures(state, left, ctx.limits.edition === 'notes' ? 'elasticsearch_failed' : 'AmazonOpenSearchService_failed', failureBytes(left), content, ctx);
  ctx.after(0, { type: 'over' });
}
