import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { StatementTooLateError } from '../errors/transaction-errors.js';

/** How a part of a transaction begins and ends: with a savepoint. */
export interface NestedSteps {
  begin(depth: number): Promise<unknown>;
  commit(depth: number): Promise<unknown>;
  rollback(depth: number): Promise<unknown>;
}

/**
 * Which nested transaction the current code runs in. Statements do not carry this: a library's
 * nested transaction returns the same connection as the outer one. It costs nothing until one is
 * nested.
 */
const scopes = new AsyncLocalStorage<Scope>();

/**
 * Runs the statements of one transaction one at a time, each where it belongs. A nested transaction
 * takes a turn like a statement does: its siblings' statements wait for its end, so that savepoints
 * do not interleave. It does not depend on a database or a library.
 */
export class StatementGuard {
  /** The transaction was given up: nobody waits for the rest. */
  isGivenUp = false;
  private readonly root: Scope;

  /** `name` is for messages: the transaction of which command this is. */
  constructor(name: string) {
    this.root = new Scope(this, 0, name);
  }

  /** @throws StatementTooLateError */
  run<Result>(statement: () => Promise<Result>): Promise<Result> {
    return this.scope().turn(statement);
  }

  /**
   * Inside a nested one it begins at once; beside another one it waits for that one's end.
   *
   * @throws StatementTooLateError
   */
  nest<Result>(steps: NestedSteps, work: () => Promise<Result>): Promise<Result> {
    const outer = this.scope();
    return outer.turn(async () => {
      const depth = outer.depth + 1;
      const inner = new Scope(this, depth, 'the nested transaction');
      await steps.begin(depth);
      try {
        const result = await scopes.run(inner, work);
        await inner.settle();
        await steps.commit(depth);
        return result;
      } catch (error) {
        await inner.settle();
        await steps.rollback(depth);
        throw error;
      }
    });
  }

  /** Waits for everything that has begun and for what that begins; later statements are refused. */
  settle(): Promise<void> {
    return this.root.settle();
  }

  /** From now on every statement is refused, including those that wait for their turn. */
  shut(): void {
    this.isGivenUp = true;
  }

  get isIdle(): boolean {
    return this.root.isIdle;
  }

  private scope(): Scope {
    const scope = scopes.getStore();
    return scope?.guard === this ? scope : this.root;
  }
}

class Scope {
  private isShut = false;
  /** Turns that run or wait. */
  private pending = 0;
  private tail: Promise<unknown> = Promise.resolve();

  constructor(
    readonly guard: StatementGuard,
    readonly depth: number,
    private readonly name: string,
  ) {}

  get isIdle(): boolean {
    return this.pending === 0;
  }

  async turn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.isShut) throw new StatementTooLateError(this.name);
    this.pending++;
    const result = this.tail.then(() => {
      // Its turn may come after the transaction was given up.
      if (this.guard.isGivenUp) throw new StatementTooLateError(this.name);
      return work();
    });
    const end = () => void this.pending--;
    this.tail = result.then(end, end);
    return result;
  }

  /**
   * Yields to the event loop, so that code woken by the last answer can begin its next statement:
   * even a chain of statements that nobody awaits is followed to its end.
   */
  async settle(): Promise<void> {
    for (;;) {
      while (this.pending > 0) await this.tail;
      await turnOfTheLoop();
      if (this.pending === 0) break;
    }
    this.isShut = true;
  }
}
