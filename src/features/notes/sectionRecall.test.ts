import { expect, test } from 'vitest';
import { meanByTopic, recallOfSection } from './sectionRecall.ts';

test('recall is averaged by topic, and over the topics of a section by the number of facts', () => {
  const byTopic = meanByTopic([
    ['kds-what', 1],
    ['kds-app', 0.5],
    ['dx-what', 0.9],
    ['dms-what', 0.3],
    ['dms-cdc', 0.3],
  ]);
  expect(byTopic.get('kds')).toEqual({ recall: 0.75, known: 2 });
  expect(recallOfSection(['kds'], byTopic)).toEqual({ recall: 0.75, known: 2 });
  const moving = recallOfSection(['dx', 'snow', 'dms'], byTopic)!;
  expect(moving.known).toBe(3);
  expect(moving.recall).toBeCloseTo(0.5, 10);
});

test('a section without a fact in review has no recall', () => expect(recallOfSection(['sqs'], meanByTopic([]))).toBeNull());
