import { Fifo } from '../queues/fifo.js';
import type { Clock } from '#resilience';
import { Turns } from '../queues/turns.js';
import { inputKindOf } from '../inputs/input-kinds.js';
import { BatchLimit } from './batch-limit.js';
import type { Awaited } from './definition-cache.js';
import type { PendingInput } from '../planning/pending-input.js';
import type { Leftover } from '../planning/planned-batch.js';

export interface LaneOptions {
  /** Inputs that share a transaction at most. */
  readonly batchMax: number;
  readonly clock: Clock;
  /** Returns the inputs it did not process; it processes at least one. Never rejects. */
  readonly execute: (batch: readonly PendingInput[]) => Promise<Leftover>;
  readonly onIdle: () => void;
}

/** Those of a saga that wait, and where. */
interface Waiting {
  count: number;
  readonly family: string | typeof AHEAD;
}

/** Inputs that wait for one definition. */
interface Held extends Pick<Awaited, 'isMissing'> {
  readonly inputs: PendingInput[];
}

const AHEAD = Symbol('ahead');
/** That wait for missing definitions; a consumer takes 500 replies at a time. */
const HELD_MAX = 250;

/**
 * A queue of inputs, processed batch by batch. The inputs of one saga always come to the same lane,
 * and stay in order. Families take turns, and operators' actions go first: a root saga with
 * thousands of descendants gets only its share, and can be cancelled.
 *
 * The lane never waits for more inputs: a batch is whatever has arrived when the lane is free, up
 * to what takes a moment to process.
 */
export class Lane {
  private readonly ahead = new Fifo<PendingInput>();
  private readonly turns = new Turns<PendingInput>();
  private readonly waiting = new Map<string, Waiting>();
  private readonly held = new Map<Promise<void>, Held>();
  private isBusy = false;
  private readonly batchLimit: BatchLimit;

  constructor(private readonly options: LaneOptions) {
    this.batchLimit = new BatchLimit(options.batchMax);
  }

  get length(): number {
    return this.queued + countOf([...this.held.values()]);
  }

  get isIdle(): boolean {
    return !this.isBusy && this.length === 0;
  }

  push(input: PendingInput): void {
    if (inputKindOf(input).goesAhead) this.pushAhead(input);
    else this.pushInTurn(input);
    this.begin();
  }

  /**
   * Keeps an input until its definition is there, or was looked for; then it goes before others.
   * false: too many wait for definitions that are missing.
   */
  hold(input: PendingInput, { until, isMissing }: Awaited): boolean {
    if (isMissing && this.missingCount >= HELD_MAX) return false;
    const waiting = this.held.get(until);
    if (waiting) {
      waiting.inputs.push(input);
      return true;
    }
    this.held.set(until, { inputs: [input], isMissing });
    void until.then(() => this.takeUp(until));
    return true;
  }

  private get missingCount(): number {
    return countOf([...this.held.values()].filter(({ isMissing }) => isMissing));
  }

  /** Removes a held input; false: it is not held any more. */
  release(input: PendingInput): boolean {
    for (const { inputs } of this.held.values()) {
      const index = inputs.indexOf(input);
      if (index === -1) continue;
      inputs.splice(index, 1);
      return true;
    }
    return false;
  }

  /** Takes out those that `leaves` says, and gives them. */
  takeOut(leaves: (input: PendingInput) => boolean): readonly PendingInput[] {
    const taken = [...this.ahead.takeOut(leaves), ...this.turns.takeOut(leaves)];
    for (const { sagaId } of taken) this.forget(sagaId);
    return taken;
  }

  /** Takes out those that are held. */
  takeHeld(): readonly PendingInput[] {
    const taken = [...this.held.values()].flatMap(({ inputs }) => inputs);
    this.held.clear();
    return taken;
  }

  private get queued(): number {
    return this.ahead.length + this.turns.length;
  }

  /** With those of its saga that came before it: their order stays. */
  private pushAhead(input: PendingInput): void {
    const { sagaId } = input;
    this.ahead.push(...this.takeFromTurns(sagaId), input);
    this.note(sagaId, AHEAD);
  }

  /** What comes of this saga from now on goes ahead as well, until all of it is taken. */
  private takeFromTurns(sagaId: string): readonly PendingInput[] {
    const known = this.waiting.get(sagaId);
    if (!known || known.family === AHEAD) return [];
    this.waiting.set(sagaId, { count: known.count, family: AHEAD });
    return this.turns.takeOut((each) => each.sagaId === sagaId, known.family);
  }

  private pushInTurn(input: PendingInput): void {
    const { sagaId } = input;
    const family = this.note(sagaId, input.family ?? sagaId);
    if (family === AHEAD) this.ahead.push(input);
    else this.turns.push(family, input);
  }

  /** Where it is to wait: with the others of its saga. */
  private note(sagaId: string, family: Waiting['family']): Waiting['family'] {
    const known = this.waiting.get(sagaId);
    if (known) known.count++;
    else this.waiting.set(sagaId, { count: 1, family });
    return known?.family ?? family;
  }

  private forget(sagaId: string): void {
    const known = this.waiting.get(sagaId);
    if (known && --known.count === 0) this.waiting.delete(sagaId);
  }

  private takeUp(until: Promise<void>): void {
    const ready = this.held.get(until)?.inputs ?? [];
    this.held.delete(until);
    this.putBack(ready);
    this.begin();
  }

  /** Before what came later of its family; a family that `hadItsTurn` waits for another one. */
  private putBack(
    inputs: readonly PendingInput[],
    hadItsTurn: (family: string) => boolean = () => false,
  ): void {
    const families = new Set(inputs.map(({ family, sagaId }) => family ?? sagaId));
    for (const family of families) if (hadItsTurn(family)) this.turns.lineUp(family);
    for (const input of inputs.toReversed()) {
      const { sagaId } = input;
      const isAhead = inputKindOf(input).goesAhead;
      if (isAhead) this.ahead.unshift(this.takeFromTurns(sagaId));
      const family = this.note(sagaId, isAhead ? AHEAD : (input.family ?? sagaId));
      if (family === AHEAD) this.ahead.unshift([input]);
      else this.turns.giveBack(family, input);
    }
  }

  private begin(): void {
    if (this.isBusy || this.queued === 0) return;
    this.isBusy = true;
    // what arrives with the same read of a socket comes into the same batch
    setImmediate(() => void this.work());
  }

  private async work(): Promise<void> {
    const { clock, execute, onIdle } = this.options;
    while (this.queued > 0) {
      const begunAt = clock.now();
      const batch = this.nextBatch();
      const { postponed, unread, bytes } = await execute(batch);
      if (postponed.length > 0) this.putBack(postponed, turnsHad(batch, { postponed, unread }));
      const done = batch.length - postponed.length;
      this.batchLimit.note(done, { tookMs: clock.now() - begunAt, bytes });
    }
    this.isBusy = false;
    onIdle();
  }

  private nextBatch(): readonly PendingInput[] {
    const batch: PendingInput[] = [];
    while (batch.length < this.batchLimit.current) {
      const input = this.ahead.shift() ?? this.turns.shift();
      if (input === undefined) break;
      this.forget(input.sagaId);
      batch.push(input);
    }
    return batch;
  }
}

function countOf(held: readonly Held[]): number {
  return held.reduce((count, { inputs }) => count + inputs.length, 0);
}

/** Families that something was done of, or whose states did not fit: others are next. */
function turnsHad(
  batch: readonly PendingInput[],
  { postponed, unread }: Pick<Leftover, 'postponed' | 'unread'>,
): (family: string) => boolean {
  const waiting = new Set(postponed);
  const had = batch.filter((input) => !waiting.has(input) || unread.has(input.sagaId));
  const families = new Set(had.map(({ family, sagaId }) => family ?? sagaId));
  return (family) => families.has(family);
}
