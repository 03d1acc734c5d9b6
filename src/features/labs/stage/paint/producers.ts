import { countText, drawText, outlineBox, shortCount, type Box } from '../../../../services/kinesis-streams/view/index.ts';
import { formatBytes } from '../../../../ui/quantity.ts';
import type { ProducerFrame } from '../frame.ts';
import type { Scene } from '../scene.ts';

/** The producers, each with its rate and the size of its records. */
export function paintProducers(scene: Scene): void {
  const { ink, layout, frame } = scene;
  if (layout.compact) {
    paintOne(scene, layout.producers[0]!);
    return;
  }
  if (layout.headings) drawText(ink, frame.producers.length === 1 ? 'Producer' : `${frame.producers.length} producers`, layout.headings.producers.x, layout.headings.producers.y, { weight: 650 });
  layout.producers.forEach((box, i) => {
    const producer = frame.producers[i];
    if (producer) paintBlock(scene, box, producer, frame.producers.length > 1);
  });
}

function linesOf(producer: ProducerFrame, named: boolean): readonly string[] {
  const lines = [`${countText(producer.recordsPerSecond)} rec/s`];
  if (producer.payloadBytes > 0) lines.push(`${formatBytes(producer.payloadBytes).replace(' bytes', ' B')} each`);
  if (named) lines.unshift(producer.name);
  if (producer.waiting > 0) lines.push(`${shortCount(producer.waiting)} waiting`);
  return lines;
}

function paintBlock({ ink }: Scene, box: Box, producer: ProducerFrame, named: boolean): void {
  const { tokens, scale } = ink;
  outlineBox(ink, box, tokens.controlBorder, 8, tokens.surface);
  const step = 17 * scale;
  const lines = linesOf(producer, named).slice(0, Math.max(1, Math.floor((box.h - 4) / step)));
  const from = box.y + (box.h - lines.length * step) / 2 + 12.5 * scale;
  lines.forEach((line, i) => {
    const first = i === 0;
    drawText(ink, line, box.x + 10, from + i * step, { px: 12, weight: first ? 650 : 450, colour: first ? tokens.text : tokens.textMuted, max: box.w - 16 });
  });
}

/** All producers in one line, for a narrow stage. */
function paintOne({ ink, frame }: Scene, box: Box): void {
  const { tokens, scale } = ink;
  outlineBox(ink, box, tokens.controlBorder, 8, tokens.surface);
  const rate = frame.producers.reduce((sum, producer) => sum + producer.recordsPerSecond, 0);
  const waiting = frame.producers.reduce((sum, producer) => sum + producer.waiting, 0);
  const y = box.y + box.h / 2 + 4.5 * scale;
  const name = frame.producers.length === 1 ? 'Producer' : `${frame.producers.length} producers`;
  const width = drawText(ink, name, box.x + 10, y, { px: 12, weight: 650, max: box.w });
  const size = frame.producers[0]?.payloadBytes ?? 0;
  const said = `${countText(rate)} rec/s${size > 0 ? `, ${formatBytes(size)} each` : ''}${waiting > 0 ? `, ${shortCount(waiting)} waiting` : ''}`;
  drawText(ink, said, box.x + 18 + width, y, { px: 12, colour: tokens.textMuted, max: box.w - width - 26 });
}
