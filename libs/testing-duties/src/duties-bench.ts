import type { MessageBus } from '#bus';
import type { TestConductor } from './test-conductor.js';
import type { Halt } from './steps.js';

/** What the next run of a key's handler does after its effect. */
export type Plan =
  /** A business no, `NOT_VOIDABLE`, "it was captured". */
  | 'refuses'
  /** The same, after a statement of its own failed. */
  | 'refuses after a statement failed'
  /** Goes on as if a statement of its own had not failed. */
  | 'hides a failed statement'
  /** `BANK_CLOSED`, "the bank is closed", again after 1,500 ms. */
  | 'errs';

export interface PaymentOptions {
  /** Default: one of its own. */
  readonly bus?: MessageBus;
  readonly closeTimeoutMs?: number;
}

/**
 * A participant `payment` under test with its conductor, on a real database and a real broker.
 * `payment.authorize` writes the effect `authorized`, waits at its halt, goes by its plan, refuses
 * an `amount` above 100 with `LIMIT_EXCEEDED`, "too much", and gives `{ authorizationId:
 * "authorization of <step>", amount }`. `payment.void` writes `voided`, and gives `{ voided:
 * <authorizationId> }`.
 */
export interface DutiesBench {
  readonly conductor: TestConductor;
  /** Starts one; another one competes for its commands. Resolves to what stops it. */
  startPayment(options?: PaymentOptions): Promise<() => Promise<unknown>>;
  plan(key: string, ...plans: readonly Plan[]): void;
  haltAt(key: string, halt: Halt): void;
  /** The effects of a key, in order. */
  effectsOf(key: string): Promise<string[]>;
  inboxRow(key: string): Promise<Record<string, unknown> | undefined>;
  /** Waits until a transaction waits for another one's lock. */
  untilBlocked(): Promise<void>;
  ask(text: string, values: readonly unknown[]): Promise<readonly unknown[]>;
  onClose(closer: () => Promise<unknown>): void;
  close(): Promise<void>;
}
