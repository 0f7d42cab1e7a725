import { isAtRest, type SagaState } from '#engine';
import type { SagaQueries } from '#queries';
import type { DefinitionSource } from '#ports';
import type { AtRestWaiter } from '../../workers/at-rest-waiter.js';
import { isReadTrouble } from '../edge/after-commit.js';
import type { SagaView } from './saga-view.js';
import type { WaitingTeller } from '../waiting/waiting-teller.js';
import { toSagaView } from './to-saga-view.js';

/** Shows sagas once they are at rest or the time is up. */
export class RestingSagas {
  constructor(
    private readonly parts: {
      readonly sagas: Pick<SagaQueries, 'find' | 'childrenOf'>;
      readonly definitions: DefinitionSource;
      readonly atRestWaiter: AtRestWaiter;
      /** Left out: what a saga waits for is told by its state and its definition alone. */
      readonly teller?: WaitingTeller;
    },
  ) {}

  /**
   * null: the saga no longer exists. Other sagas are shown only where their definitions are `seen`;
   * null: all are. @throws the error that kept it from being read
   */
  async show(
    state: SagaState,
    waitMs: number,
    seen: readonly string[] | null,
  ): Promise<SagaView | null> {
    const rested = await this.waitForRest(state, waitMs);
    return rested && this.view(rested, seen);
  }

  /** For a saga that was started just now: nothing but its definition is read, once. */
  async showStarted(state: SagaState): Promise<SagaView> {
    return orElse(
      () => toSagaView(state),
      async () => toSagaView(state, await this.definitionOf(state)),
    );
  }

  /**
   * For a saga whose commit is being answered. When it cannot be read now, the answer shows it as
   * last known: an error would suggest that nothing was done.
   */
  async showCommitted(
    committed: SagaState,
    waitMs: number,
    seen: readonly string[] | null,
  ): Promise<SagaView> {
    const rested = await orElse(
      () => committed,
      () => this.waitForRest(committed, waitMs),
    );
    const state = rested ?? committed;
    return orElse(
      () => toSagaView(state),
      () => this.view(state, seen),
    );
  }

  private async waitForRest(state: SagaState, waitMs: number): Promise<SagaState | null> {
    if (waitMs === 0 || isAtRest(state)) return state;
    const { atRestWaiter, sagas } = this.parts;
    return (await atRestWaiter.wait(state.id, waitMs)) ?? sagas.find(state.id);
  }

  private definitionOf({ definition: { name, version } }: SagaState) {
    return this.parts.definitions.load(name, version);
  }

  /** Children are read only where there can be some, because callers wait for this. */
  private async view(state: SagaState, seen: readonly string[] | null): Promise<SagaView> {
    const { sagas, teller } = this.parts;
    const definition = await this.definitionOf(state);
    const canHave = definition?.steps.some(
      (step) => step.type === 'command' && step.child !== null,
    );
    const children = canHave ? sagas.childrenOf(state.id, seen) : [];
    // what has ended waits for nothing
    if (state.endedAt !== null) return toSagaView(state, definition, await children);
    const outside = teller?.outsideOf(state, definition, seen);
    return toSagaView(state, definition, ...(await Promise.all([children, outside])));
  }
}

/** Answers with what is known when the database does not answer. */
async function orElse<Result>(known: () => Result, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    if (isReadTrouble(error)) return known();
    throw error;
  }
}
