import { amqpCodeOf, REPLY_CODE } from '../reporting/bus-errors.js';
import type { BusLogger } from '../reporting/bus-logger.js';

export interface Refusal {
  /** The refused topic; null: the whole exchange or queue is refused. */
  readonly topic: string | null;
  readonly brokerSays: string;
}

/** What the broker refused to the account; null: it is another error. */
export function refusalIn(error: unknown): Refusal | null {
  if (!(error instanceof Error) || amqpCodeOf(error) !== REPLY_CODE.accessRefused) return null;
  const [, topic = null] = /access to topic '(.*)' in exchange/.exec(error.message) ?? [];
  return { topic, brokerSays: error.message };
}

export type Permission = 'configure' | 'write' | 'read';

/** How long something refused is not retried. */
const REFUSED_FOR_MS = 2_000;
/** Publishers choose the topics: with more than this, the oldest are dropped. */
const REFUSALS_MAX = 200;

interface Noted {
  /** null: it is not reported, because the message takes another way. */
  readonly sentence: string | null;
  /** A time of `performance.now()`. */
  tryAgainAt: number;
}

/**
 * What the broker refuses to this account. Each refusal is logged once, however often it is
 * retried, and again only after it was allowed in between.
 */
export class Refusals {
  private readonly noted = new Map<string, Noted>();

  constructor(
    private readonly account: string,
    private readonly log: BusLogger,
  ) {}

  /** `on`: `queue conductor.replies`. A refusal that does no harm is remembered, but not logged. */
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

  /** Somebody declared it differently meanwhile. `allow` clears this once it can be declared. */
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

  /** The operation succeeded. */
  allow(permission: Permission, on: string): void {
    this.noted.delete(`${permission} ${on}`);
  }

  has(permission: Permission): boolean {
    return [...this.noted.keys()].some((key) => key.startsWith(`${permission} `));
  }

  get isEmpty(): boolean {
    return this.noted.size === 0;
  }

  /** Whether it was refused a moment ago: trying again would only cost a channel. */
  isRecent(permission: Permission, on: string): boolean {
    const noted = this.noted.get(`${permission} ${on}`);
    return noted !== undefined && performance.now() < noted.tryAgainAt;
  }

  /** A new connection may have the permissions that were missing. */
  tryAllAgain(): void {
    for (const noted of this.noted.values()) noted.tryAgainAt = 0;
  }

  list(): readonly string[] {
    return [...this.noted.values()].flatMap(({ sentence }) => sentence ?? []).sort();
  }
}
