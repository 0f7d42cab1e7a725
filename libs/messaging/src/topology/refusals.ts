import { amqpCodeOf } from '../reporting/bus-errors.js';
import type { BusLogger } from '../reporting/bus-logger.js';

/** AMQP's ACCESS_REFUSED. */
const ACCESS_REFUSED = 403;

export interface Refusal {
  /** The one topic that is refused; null: the whole exchange or queue is. */
  readonly topic: string | null;
  readonly brokerSays: string;
}

/** What the broker refused the account; null: the error is another one. */
export function refusalIn(error: unknown): Refusal | null {
  if (!(error instanceof Error) || amqpCodeOf(error) !== ACCESS_REFUSED) return null;
  const [, topic = null] = /access to topic '(.*)' in exchange/.exec(error.message) ?? [];
  return { topic, brokerSays: error.message };
}

export type Permission = 'configure' | 'write' | 'read';

/** What was refused is not tried again for so long. */
const REFUSED_FOR_MS = 2_000;
/** Topics are whatever somebody publishes to: with more than this the oldest are forgotten. */
const REFUSALS_MAX = 200;

interface Noted {
  /** null: it is no trouble, as what was refused goes another way. */
  readonly sentence: string | null;
  /** By `performance.now()`. */
  tryAgainAt: number;
}

/**
 * What the broker does not let this account do. Each is logged once, however often it is tried, and
 * anew only after it was allowed in between.
 */
export class Refusals {
  private readonly noted = new Map<string, Noted>();

  constructor(
    private readonly account: string,
    private readonly log: BusLogger,
  ) {}

  /** `on`: `queue conductor.replies`. What is no trouble is remembered, and not told. */
  note(
    permission: Permission,
    on: string,
    { brokerSays, isTrouble }: { readonly brokerSays: string; readonly isTrouble: boolean },
  ): void {
    const { account } = this;
    const sentence = `the account ${account} has no ${permission} permission on the ${on}`;
    const facts = { code: 'ACCESS_REFUSED', account, permission, on, brokerSays };
    this.remember({ permission, on, sentence: isTrouble ? sentence : null, facts });
  }

  /** Somebody declared it in another way meanwhile: it is `allow`ed once it can be declared. */
  noteChanged(on: string, brokerSays: string): void {
    const sentence = `the ${on} exists with other properties`;
    const facts = { code: 'TOPOLOGY_MISMATCH', on, brokerSays };
    this.remember({ permission: 'configure', on, sentence, facts });
  }

  private remember(refused: {
    readonly permission: Permission;
    readonly on: string;
    readonly sentence: string | null;
    readonly facts: object;
  }): void {
    const { permission, on, sentence, facts } = refused;
    const key = `${permission} ${on}`;
    const tryAgainAt = performance.now() + REFUSED_FOR_MS;
    const known = this.noted.get(key);
    if (known && (known.sentence !== null || sentence === null)) {
      known.tryAgainAt = tryAgainAt;
      return;
    }
    const [oldest] = this.noted.keys();
    if (this.noted.size >= REFUSALS_MAX && oldest !== undefined) this.noted.delete(oldest);
    this.noted.set(key, { sentence, tryAgainAt });
    if (sentence !== null) this.log.warn(facts, sentence);
  }

  /** It went well. */
  allow(permission: Permission, on: string): void {
    this.noted.delete(`${permission} ${on}`);
  }

  has(permission: Permission): boolean {
    return [...this.noted.keys()].some((key) => key.startsWith(`${permission} `));
  }

  get isEmpty(): boolean {
    return this.noted.size === 0;
  }

  /** It was refused a moment ago: asking again would only cost a channel. */
  isRecent(permission: Permission, on: string): boolean {
    const noted = this.noted.get(`${permission} ${on}`);
    return noted !== undefined && performance.now() < noted.tryAgainAt;
  }

  /** There is a new connection, which may have been given what it lacked. */
  tryAllAgain(): void {
    for (const noted of this.noted.values()) noted.tryAgainAt = 0;
  }

  list(): readonly string[] {
    return [...this.noted.values()].flatMap(({ sentence }) => sentence ?? []).sort();
  }
}
