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

/** The views of all nodes, their columns packed into one pooled buffer each. */
export function viewNodes(simulation: Simulation, at: ViewContext, pool: BufferPool): { nodes: NodeSnapshot[]; buffers: ArrayBuffer[] } {
  const buffers: ArrayBuffer[] = [];
  const nodes = simulation.nodes.map((node) => {
    const view: NodeView = node.model.view(node.state, at);
    const packed = view.columns ? pack(view.columns, pool, buffers) : undefined;
    return { id: node.id, kind: node.model.kind, fields: view.fields, ...(packed ? { columns: packed } : {}) };
  });
  return { nodes, buffers };
}

function pack(columns: Columns, pool: BufferPool, buffers: ArrayBuffer[]): Columns {
  const names = Object.keys(columns);
  let bytes = 0;
  for (const name of names) bytes += columns[name]!.length * 8;
  const buffer = pool.take(bytes);
  buffers.push(buffer);
  const packed: Record<string, Float64Array> = {};
  let offset = 0;
  for (const name of names) {
    const column = columns[name]!;
    const out = new Float64Array(buffer, offset, column.length);
    out.set(column);
    packed[name] = out;
    offset += column.length * 8;
  }
  return packed;
}
