import type { Pause } from '../pausing/pauses.js';
import type { Direction, SagaError } from '../state/saga-state.js';

/**
 * What an open saga waits for, the most telling first: what needs a person, then what is in
 * trouble, then what comes from outside, then what goes on by itself.
 *
 * - `stuck`: nothing happens to the step until a person acts
 * - `paused`: an operator stopped it, and its clocks stand still
 * - `no-consumer`: the command is on a queue that nobody takes from, or that does not exist
 * - `outbox`: the command has not left, because the broker is away or does not take it
 * - `back-off`: an attempt failed, and the next one has its time
 * - `lock`: another saga holds it
 * - `signal`, `event`: something outside of the saga
 * - `inquiry`: a participant was asked what became of a command
 * - `child`: a saga that a step of this one started
 * - `executing`: a participant has the command
 * - `timer`: lets time pass
 * - `limit`: iterations of a loop wait until others of it are done
 */
export const CODES = [
  'stuck',
  'paused',
  'no-consumer',
  'outbox',
  'back-off',
  'lock',
  'signal',
  'event',
  'inquiry',
  'child',
  'executing',
  'timer',
  'limit',
] as const;

export type Code = (typeof CODES)[number];

const RANKS = Object.fromEntries(CODES.map((code, rank) => [code, rank])) as Record<Code, number>;

/** Below 0: the first one tells a person more. */
export function compareCodes(one: Code, other: Code): number {
  return RANKS[one] - RANKS[other];
}

/** One thing that a saga waits for, as far as its own state says it. Instants in ms. */
export interface Wait {
  readonly code: Code;
  /** A step or an iteration of a loop, as the state names it; null: the saga as a whole. */
  readonly step: string | null;
  /** null: no command is in question. */
  readonly direction: Direction | null;
  /** The step's, as it is on the wire. */
  readonly iteration: number;
  /** The latest attempt in this direction, from 1; 0: none was made. */
  readonly attempt: number;
  /** When it began; of a state of an earlier release: when the saga last changed. */
  readonly since: number;
  /** When it ends by itself, or something else happens by itself; null: never. */
  readonly until: number | null;
  /** What went wrong last; null: nothing did. */
  readonly error: SagaError | null;
  /** The signal's, the event's or the lock's; null: none, or not known. */
  readonly name: string | null;
  /** The key of the event that it waits for; left out: it waits for none. */
  readonly key?: string;
  /** With `limit`: how many wait for their turn. */
  readonly count?: number;
  /** With `paused`: all that holds it, what ends last first. Left out: it is not known. */
  readonly pauses?: readonly Holding[];
}

/** A pause that holds something of a saga: what is paused, by whom, and why. */
export interface Holding extends PausedBy {
  /** null: the saga itself is paused. */
  readonly pause: Pick<Pause, 'id' | 'scope'> | null;
}

export interface PausedBy {
  readonly actor: string;
  readonly reason: string;
  /**
   * The conductor did, and lets one attempt through then; null: it is not known when. Left out: a
   * person did.
   */
  readonly probeAt?: number | null;
}

/** All that an open saga waits for. */
export interface Waits {
  /** At most 20 for steps, and those of the saga as a whole. Never empty. */
  readonly waits: readonly Wait[];
  /** How many steps wait beside them. */
  readonly more: number;
  /** null: it has none. */
  readonly deadlineAt: number | null;
  /** How far it has come with undoing everything; null: it is not about to. */
  readonly undo: Undo | null;
}

/** Steps that may have happened, and those of them that are undone or fenced by now. */
export interface Undo {
  readonly done: number;
  readonly of: number;
}
