import type { Columns, NodeView, ViewContext } from '../sim/serviceModel.ts';
import type { Simulation } from '../sim/simulation.ts';
import type { NodeSnapshot } from './protocol.ts';

/** Buffers that travel to the page and come back with `ack`. */
export class BufferPool {
  #free: ArrayBuffer[] = [];

  /** A buffer of at least this many bytes. */
  take(bytes: number): ArrayBuffer {
    const at = this.#free.findIndex((buffer) => buffer.byteLength >= bytes);
    if (at >= 0) return this.#free.splice(at, 1)[0]!;
    return new ArrayBuffer(Math.max(1024, 2 ** Math.ceil(Math.log2(bytes))));
  }

  give(buffers: readonly ArrayBuffer[]): void {
    for (const buffer of buffers) if (buffer.byteLength > 0 && this.#free.length < 8) this.#free.push(buffer);
  }
}

/** The views of all nodes, the columns of all in one pooled buffer, since each buffer that travels costs the page time. */
export function viewNodes(
  simulation: Simulation,
  at: ViewContext,
  pool: BufferPool,
): { nodes: NodeSnapshot[]; buffers: ArrayBuffer[] } {
  const views = simulation.nodes.map((node) => node.model.view(node.state, at));
  const length = views.reduce(
    (sum, { columns = {} }) => Object.values(columns).reduce((all, column) => all + column.length, sum),
    0,
  );
  const buffer = length > 0 ? pool.take(length * 8) : undefined;
  let offset = 0;
  const pack = (columns: Columns): Columns => {
    const packed: Record<string, Float64Array> = {};
    for (const [name, column] of Object.entries(columns)) {
      const out = buffer ? new Float64Array(buffer, offset, column.length) : new Float64Array();
      out.set(column);
      packed[name] = out;
      offset += column.length * 8;
    }
    return packed;
  };
  const nodes = simulation.nodes.map((node, i): NodeSnapshot => {
    const { fields, columns }: NodeView = views[i]!;
    return { id: node.id, kind: node.model.kind, fields, ...(columns ? { columns: pack(columns) } : {}) };
  });
  return { nodes, buffers: buffer ? [buffer] : [] };
}
