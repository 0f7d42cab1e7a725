import type { Delivery } from '#bus';
import { parseCommand, type ParsedCommand } from '#contracts';

type CommandCheck = ReturnType<typeof parseCommand>;

/** A command in hand. */
export interface Taken {
  readonly delivery: Delivery;
  /** It came in an envelope. */
  readonly isCarried: boolean;
  readonly check: CommandCheck;
  /** It was in a batch of which nothing was kept. */
  readonly goesAlone: boolean;
}

/** It is read when its turn comes. */
type Waiting = Omit<Taken, 'check'> & Partial<Pick<Taken, 'check'>>;

/** How many commands share a transaction at most: PostgreSQL remembers 64 savepoints cheaply. */
const BATCH_MAX = 32;

/**
 * Delivered commands until they are done, first come, first served. Neighbours that may share a
 * transaction are taken together, as many as wait: never two with one key, nor one whose key
 * another slot of this process has in hand, which would make all of them wait for it.
 */
export class WaitingCommands {
  private readonly waiting: Waiting[] = [];
  /** How many commands of a key are being answered. */
  private readonly keysInHand = new Map<string, number>();

  constructor(private readonly mayShare: (command: ParsedCommand) => boolean) {}

  add(delivery: Delivery, { isCarried }: Pick<Taken, 'isCarried'>): void {
    this.waiting.push({ delivery, isCarried, goesAlone: false });
  }

  /** These are the next ones again. */
  putBack(commands: readonly Taken[]): void {
    this.waiting.unshift(...commands);
  }

  /**
   * What is to be answered next, in one transaction. Give it to `release`. Empty: none waits, or
   * with `fullOnly` those that would share a transaction are fewer than it takes.
   */
  next({ fullOnly = false } = {}): readonly Taken[] {
    const first = this.take();
    if (!first) return [];
    const group = [first];
    let isShared = this.isFree(first);
    if (isShared && fullOnly && this.waiting.length + 1 < BATCH_MAX) {
      this.putBack(group);
      return [];
    }
    this.hold(first);
    while (isShared && group.length < BATCH_MAX) {
      const follower = this.take();
      if (!follower) break;
      isShared = this.isFree(follower);
      if (isShared) {
        this.hold(follower);
        group.push(follower);
      } else this.waiting.unshift(follower);
    }
    return group;
  }

  /** They are answered, or not to be answered now. */
  release(group: readonly Taken[]): void {
    for (const { check } of group) {
      if (!check.ok) continue;
      const key = check.command.idempotencyKey;
      const left = (this.keysInHand.get(key) ?? 0) - 1;
      if (left > 0) this.keysInHand.set(key, left);
      else this.keysInHand.delete(key);
    }
  }

  private take(): Taken | null {
    const waiting = this.waiting.shift();
    if (!waiting) return null;
    return { ...waiting, check: waiting.check ?? parseCommand(waiting.delivery) };
  }

  private isFree({ check, goesAlone }: Taken): boolean {
    if (!check.ok || goesAlone || !this.mayShare(check.command)) return false;
    return !this.keysInHand.has(check.command.idempotencyKey);
  }

  private hold({ check }: Taken): void {
    if (!check.ok) return;
    const key = check.command.idempotencyKey;
    this.keysInHand.set(key, (this.keysInHand.get(key) ?? 0) + 1);
  }
}
