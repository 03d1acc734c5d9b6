/** How a stream is drawn: plain functions on a canvas context, and the maths behind them. What moves is drawn by the stage. */
export * from './ink.ts';
export * from './laneScale.ts';
export * from './meters.ts';
export * from './paintLane.ts';
export * from './paintMeter.ts';
export * from './paintRuler.ts';
export * from './shardOrder.ts';
export * from './streamFrame.ts';
