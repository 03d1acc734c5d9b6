/** Which leases the leader of KCL 3.x gives to whom: free ones first, then from busy workers to idle ones. */

/** Exponential moving average: the newest figure has weight `alpha`; the first stands for itself. */
export function smoothed(before: number | null, sample: number, alpha: number): number {
  return before === null ? sample : alpha * sample + (1 - alpha) * before;
}

/** Utilisation in percent: work of `busyMs` in `elapsedMs` on so many processors, at most 100. */
export function utilizationOf(busyMs: number, elapsedMs: number, cores: number): number {
  return elapsedMs <= 0 ? 0 : Math.min(100, (busyMs * 100) / (elapsedMs * cores));
}

/** A worker that reports, with its smoothed metric in percent. */
export interface ReportingWorker {
  readonly id: string;
  readonly metric: number;
}

export interface AssignableLease {
  readonly shard: number;
  /** Who has it, or will have it when it has been handed over. */
  readonly owner: string | null;
  /** Nobody's, or expired. */
  readonly free: boolean;
  /** A handoff is under way, or the shard has ended: it stays where it is. */
  readonly fixed: boolean;
  /** Local time at which its counter was last seen to change. */
  readonly changedAt: number;
  readonly throughput: number;
}

export interface BalanceSettings {
  /** Distance from the mean, as a share of it, from which a worker is out of range. */
  readonly threshold: number;
  /** Share of the surplus that is moved. */
  readonly dampening: number;
  readonly maxLeases: number;
  /** Data rates are balanced, not the workers' own metric. */
  readonly byThroughput: boolean;
  /** False: only free leases are given away. */
  readonly rebalances: boolean;
}

export interface Assignment {
  readonly shard: number;
  readonly from: string | null;
  readonly to: string;
}

export interface AssignmentPlan {
  readonly assignments: readonly Assignment[];
  /** Mean, highest and lowest metric of the workers, percent or kB/s. */
  readonly mean: number;
  readonly highest: number;
  readonly lowest: number;
  /** Some worker is out of range. */
  readonly unbalanced: boolean;
}

interface Load {
  readonly id: string;
  metric: number;
  throughput: number;
  leases: number;
}

/** The workers' loads before anything is given away. Where no lease has a data rate, each counts alike; where no worker has a load, data rates are balanced. */
function loadsOf(workers: readonly ReportingWorker[], leases: readonly AssignableLease[], byThroughput: boolean) {
  const silent = leases.every(({ throughput }) => throughput === 0);
  const rate = (lease: AssignableLease) => (silent ? 1 : lease.throughput);
  const loads = workers.map(({ id, metric }): Load => ({ id, metric, throughput: 0, leases: 0 }));
  const byId = new Map(loads.map((load) => [load.id, load]));
  for (const lease of leases) {
    const load = lease.owner === null || lease.free ? undefined : byId.get(lease.owner);
    if (!load) continue;
    load.throughput += rate(lease);
    load.leases++;
  }
  if (byThroughput || loads.every(({ metric }) => metric === 0)) for (const load of loads) load.metric = load.throughput;
  return { loads, byId, rate };
}

/** Whom the next lease goes to: the lowest metric, then the fewest leases, then the first by id. [SIM] */
function idlest(loads: readonly Load[], maxLeases: number): Load | undefined {
  let found: Load | undefined;
  for (const load of loads) {
    if (load.leases >= maxLeases) continue;
    if (!found || load.metric < found.metric || (load.metric === found.metric && (load.leases < found.leases || (load.leases === found.leases && load.id < found.id)))) found = load;
  }
  return found;
}

/** Leases of one worker that make up at most so much throughput, by chance; the smallest one when none fits. */
export function leasesFor(throughput: number, leases: readonly AssignableLease[], rate: (lease: AssignableLease) => number, shuffle: <T>(list: readonly T[]) => readonly T[]): readonly AssignableLease[] {
  const picked: AssignableLease[] = [];
  let left = throughput;
  for (const lease of shuffle(leases)) {
    if (left - rate(lease) <= 0) continue;
    left -= rate(lease);
    picked.push(lease);
  }
  if (picked.length > 0) return picked;
  return leases.reduce<readonly AssignableLease[]>((least, lease) => (least.length === 0 || rate(lease) < rate(least[0]!) ? [lease] : least), []);
}

/** What the leader assigns after a scan. `shuffle` decides between equals. */
export function planAssignment(workers: readonly ReportingWorker[], leases: readonly AssignableLease[], settings: BalanceSettings, shuffle: <T>(list: readonly T[]) => readonly T[]): AssignmentPlan {
  const { loads, rate } = loadsOf(workers, leases, settings.byThroughput);
  if (loads.length === 0) return { assignments: [], mean: 0, highest: 0, lowest: 0, unbalanced: false };
  const mean = loads.reduce((sum, { metric }) => sum + metric, 0) / loads.length;
  const meanThroughput = leases.reduce((sum, lease) => sum + rate(lease), 0) / loads.length;
  const [highest, lowest] = [Math.max(...loads.map(({ metric }) => metric)), Math.min(...loads.map(({ metric }) => metric))];
  const [upper, lower] = [mean * (1 + settings.threshold), mean * (1 - settings.threshold)];
  const unbalanced = highest > upper || lowest < lower;
  // Who gives is settled before anything is given; what is given is not known by the load yet, so it is foretold.
  const surplus = loads
    .filter(({ metric }) => metric >= upper || (highest < upper && metric === highest))
    .map((load) => ({ id: load.id, take: load.metric === 0 ? 0 : load.throughput * ((load.metric - mean) / load.metric) * settings.dampening }))
    .sort((a, b) => b.take - a.take || (a.id < b.id ? -1 : 1));
  const added = (lease: AssignableLease) => (meanThroughput === 0 ? 0 : (mean * rate(lease)) / meanThroughput);
  const assignments: Assignment[] = [];
  const give = (lease: AssignableLease, to: Load) => {
    to.metric += added(lease);
    to.throughput += rate(lease);
    to.leases++;
    assignments.push({ shard: lease.shard, from: lease.owner, to: to.id });
  };
  for (const lease of leases.filter(({ free }) => free).sort((a, b) => a.changedAt - b.changedAt || a.shard - b.shard)) {
    const to = idlest(loads, settings.maxLeases);
    if (!to) break;
    give(lease, to);
  }
  if (!settings.rebalances || !unbalanced) return { assignments, mean, highest, lowest, unbalanced };
  for (const { id, take } of surplus) {
    const own = leases.filter((lease) => lease.owner === id && !lease.free && !lease.fixed);
    for (const lease of leasesFor(take, own, rate, shuffle)) {
      const to = idlest(loads, settings.maxLeases);
      // Nobody is lifted over the mean.
      if (!to || to.id === id || to.metric + added(lease) > mean) break;
      give(lease, to);
    }
  }
  return { assignments, mean, highest, lowest, unbalanced };
}
