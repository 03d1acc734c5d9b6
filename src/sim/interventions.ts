import type { Limits } from './limits.ts';
import type { NodeRuntime } from './runTypes.ts';
import type { Intervention } from './serviceModel.ts';

/** What is wrong with a command, in one sentence; undefined when nothing is. */
export function interventionProblem(what: Intervention, nodes: readonly NodeRuntime[], limits: Limits): string | undefined {
  const node = nodes.find((n) => n.id === what.node);
  if (!node) return `there is no node "${what.node}"`;
  switch (what.type) {
    case 'setConfig': {
      const parsed = node.model.parseConfig({ ...node.config, ...what.config }, limits);
      return parsed.ok ? undefined : parsed.error.map((issue) => `${what.node}.${issue.path}: ${issue.problem}`).join('; ');
    }
    case 'operate':
      return node.model.operations.some((op) => op.name === what.operation)
        ? undefined
        : `${node.model.kind} has no operation "${what.operation}"; it has ${node.model.operations.map((op) => op.name).join(', ') || 'none'}`;
    default:
      return node.model.faults.some((fault) => fault.name === what.name)
        ? undefined
        : `${node.model.kind} has no fault "${what.name}"; it has ${node.model.faults.map((fault) => fault.name).join(', ') || 'none'}`;
  }
}
