import type { CriterionVerdict, Grade, SeedResult, Verdict } from './verdict.ts';

const rank: Readonly<Record<Verdict['type'], number>> = { met: 0, ungradable: 1, missed: 2 };

/** True when `a` is worse than `b`: missed before ungradable before met, then by how bad it is. */
export function isWorse(a: Verdict, b: Verdict): boolean {
  if (rank[a.type] !== rank[b.type]) return rank[a.type] > rank[b.type];
  return a.type !== 'ungradable' && b.type !== 'ungradable' && a.badness > b.badness;
}

/** The grade from the results of all seeds: of each criterion its worst verdict, the earliest seed where several are equally bad. */
export function worstOf(seeds: readonly SeedResult[]): Grade {
  const first = seeds[0];
  if (first === undefined) throw new Error('a grade takes at least one seed');
  const verdicts = first.verdicts.map((_, i) => {
    let worst: CriterionVerdict = first.verdicts[i]!;
    let worstSeed = first.seed;
    for (const result of seeds.slice(1)) {
      const other = result.verdicts[i]!;
      if (!isWorse(other.verdict, worst.verdict)) continue;
      worst = other;
      worstSeed = result.seed;
    }
    return { ...worst, worstSeed };
  });
  const most = (value: (result: SeedResult) => number) => Math.max(...seeds.map(value));
  return {
    verdicts,
    passes: verdicts.every(({ needed, verdict }) => !needed || verdict.type === 'met'),
    seeds,
    numbers: {
      lossShare: most((r) => r.numbers.lossShare),
      p99Ms: most((r) => r.numbers.p99Ms),
      pointsPerHour: most((r) => r.numbers.pointsPerHour),
    },
  };
}
