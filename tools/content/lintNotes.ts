import type { Limit } from '../../src/aws/limits/index.ts';
import type { ContentRegistry } from '../../src/content/registry.ts';
import type { ContentProblem } from '../../src/content/types.ts';
import { bareNumbers } from './limitPhrases.ts';

/** Numbers that AWS chose, written out in the notes instead of cited. Limits of the block's topic and of its facts count; a number in words is not looked for. */
export function lintNotes(registry: ContentRegistry): readonly ContentProblem[] {
  const limits = registry.all('limit');
  return registry.all('note').flatMap((block) => {
    const cited = new Set([...block.limits, ...block.facts.flatMap((fact) => registry.get('fact', fact)?.limits ?? [])]);
    const near = (limit: Limit): boolean => limit.id.startsWith(`${block.topic}.`) || cited.has(limit.id);
    const prose = block.text.replace(/\{limit:[^}]*\}/g, ' … ');
    return bareNumbers(prose, limits.filter(near)).map(({ written, limits: equal }) => ({
      file: registry.find(block.id)?.file ?? '',
      path: block.id,
      problem: `"${written}" is the value of ${equal.map((limit) => limit.id).join(' or ')}: write <Limit id="…" /> instead, or the number in words where it is no limit`,
    }));
  });
}
