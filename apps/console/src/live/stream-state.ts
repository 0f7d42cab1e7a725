/** How current is what is seen. */
export type StreamState =
  /** The first connection is under way. */
  | { readonly is: 'starting' }
  | { readonly is: 'live' }
  /** There is no stream, by the browser's clock since then; lists are asked for again and again. */
  | { readonly is: 'lost'; readonly since: number };

/** What a stream tells. */
export type StreamNews =
  | { readonly kind: 'change'; readonly change: unknown }
  /** What was read before may be wrong: everything is to be read again. */
  | { readonly kind: 'reset' }
  | { readonly kind: 'state'; readonly state: StreamState };
