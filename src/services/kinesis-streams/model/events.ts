/** What a stream schedules for itself. */
export type StreamEvent =
  | { readonly type: 'sweep' }
  | { readonly type: 'control' }
  | { readonly type: 'push' }
  | { readonly type: 'scale' };
