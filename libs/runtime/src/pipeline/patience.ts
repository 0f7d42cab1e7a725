import { type Clock } from '#resilience';
import { StoreUnavailableError } from '#ports';
import { inputKindOf } from '../inputs/input-kinds.js';
import type { PendingInput } from '../planning/pending-input.js';

export interface PatienceParts {
  readonly clock: Clock;
  /** How long a start or an operator waits for the store before being told that it is away. */
  readonly patienceMs: number;
  /** Removes expired inputs from the queues. */
  readonly removeExpired: (
    isImpatient: (input: PendingInput) => boolean,
  ) => readonly PendingInput[];
}

/** How late somebody may be told. */
const LOOK_EVERY_MS = 500;

/**
 * Tells callers who hold a connection open that the store is away, even while an attempt at their
 * batch is still running: then the work may have been done.
 */
export class Patience {
  private tried: readonly PendingInput[] | null = null;
  private isWithStore = false;
  private isLooking = false;

  constructor(private readonly parts: PatienceParts) {}

  /** The store is working on these inputs now. */
  begin(batch: readonly PendingInput[]): void {
    this.tried = batch;
    this.isWithStore = true;
    this.lookLater();
  }

  /** It did not do them, as far as is known; they wait for the next try. */
  fail(): void {
    this.isWithStore = false;
  }

  /** The inputs are done, or given up. */
  end(): void {
    this.tried = null;
  }

  /** Those that are to be tried again; the others are told. */
  without(batch: readonly PendingInput[]): readonly PendingInput[] {
    const { removeExpired } = this.parts;
    const isOver = this.isOver();
    const isImpatient = (input: PendingInput): boolean => isOver(input) && !input.inDoubt;
    tell([...batch.filter(isImpatient), ...removeExpired(isImpatient)], { inDoubt: false });
    tell(batch.filter(isOver), { inDoubt: true });
    return batch.filter((input) => !isImpatient(input));
  }

  private lookLater(): void {
    if (this.isLooking) return;
    this.isLooking = true;
    this.parts.clock.after(LOOK_EVERY_MS, () => {
      this.isLooking = false;
      this.look();
    });
  }

  private look(): void {
    if (this.tried === null) return;
    const isOver = this.isOver();
    const over = this.tried.filter(isOver);
    const isInDoubt = (input: PendingInput): boolean => this.isWithStore || input.inDoubt;
    tell(over.filter(isInDoubt), { inDoubt: true });
    tell([...over, ...this.parts.removeExpired(isOver)], { inDoubt: false });
    this.lookLater();
  }

  private isOver(): (input: PendingInput) => boolean {
    const before = this.parts.clock.now() - this.parts.patienceMs;
    return (input) => inputKindOf(input).isAwaited && input.queuedAt <= before;
  }
}

/** Who was told before, and what is answered afterwards, changes nothing. */
function tell(inputs: readonly PendingInput[], { inDoubt }: { readonly inDoubt: boolean }): void {
  if (inputs.length === 0) return;
  const error = new StoreUnavailableError('the store does not answer', { inDoubt });
  for (const input of inputs) input.reject(error);
}
