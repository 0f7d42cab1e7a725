import type { Sample } from './samples.js';

/** One kind of message, and which schemas its parts have. */
export interface MessageKind {
  readonly title: string;
  readonly summary: string;
  /** Names of schemas. */
  readonly payload: string;
  readonly headers: string | null;
  readonly properties: string;
  /** Left out: JSON. */
  readonly contentType?: string;
  readonly samples: readonly NamedSample[];
}

export interface NamedSample extends Sample {
  readonly name: string;
  readonly summary: string;
}

export const named = (name: string, summary: string, sample: Sample): NamedSample => ({
  name,
  summary,
  ...sample,
});
