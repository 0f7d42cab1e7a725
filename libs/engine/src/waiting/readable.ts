import type { Waiting, WaitingOn } from './tell-waiting.js';

/** The same with instants in ISO 8601, as everything that leaves the conductor has them. */
export type ReadableWaiting = Readable<Omit<Waiting, 'on'>> & {
  readonly on: readonly Readable<WaitingOn>[];
};

type Readable<Told extends Instants> = Omit<Told, keyof Instants> & {
  readonly since: string;
  readonly until: string | null;
};

interface Instants {
  readonly since: number;
  readonly until: number | null;
}

export function readable({ on, ...waiting }: Waiting): ReadableWaiting {
  return { ...withTexts(waiting), on: on.map(withTexts) };
}

function withTexts<Told extends Instants>(told: Told): Readable<Told> {
  const { since, until, ...rest } = told;
  return { ...rest, since: toIso(since), until: until === null ? null : toIso(until) };
}

function toIso(at: number): string {
  return new Date(at).toISOString();
}
