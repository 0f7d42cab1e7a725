import { isAtRest, type SagaState } from '#engine';
import type { SagaQueries } from '#queries';
import type { DefinitionSource } from '#ports';
import type { AtRestWaiter } from '../../workers/at-rest-waiter.js';
import { isReadTrouble } from '../edge/after-commit.js';
import type { SagaView } from './saga-view.js';
import { toSagaView } from './to-saga-view.js';

/** Shows sagas once they are at rest or the time is up. */
export class RestingSagas {
  constructor(
    private readonly parts: {
      readonly sagas: Pick<SagaQueries, 'find' | 'childrenOf'>;
      readonly definitions: DefinitionSource;
      readonly atRestWaiter: AtRestWaiter;
    },
  ) {}

  /** null: the saga no longer exists. @throws the error that kept it from being read */
  async show(state: SagaState, waitMs: number): Promise<SagaView | null> {
    const rested = await this.waitForRest(state, waitMs);
    return rested && this.view(rested);
  }

  /**
   * For a saga whose commit is being answered. When it cannot be read now, the answer shows it as
   * last known: an error would suggest that nothing was done.
   */
  async showCommitted(committed: SagaState, waitMs: number): Promise<SagaView> {
    const rested = await orElse(
      () => committed,
      () => this.waitForRest(committed, waitMs),
    );
    const state = rested ?? committed;
    return orElse(
      () => toSagaView(state),
      () => this.view(state),
    );
  }

  private async waitForRest(state: SagaState, waitMs: number): Promise<SagaState | null> {
    if (waitMs === 0 || isAtRest(state)) return state;
    const { atRestWaiter, sagas } = this.parts;
    return (await atRestWaiter.wait(state.id, waitMs)) ?? sagas.find(state.id);
  }

  /** Children are read only where there can be some, because callers wait for this. */
  private async view(state: SagaState): Promise<SagaView> {
    const { sagas, definitions } = this.parts;
    const { name, version } = state.definition;
    const definition = await definitions.load(name, version);
    const canHave = definition?.steps.some(
      (step) => step.type === 'command' && step.child !== null,
    );
    return toSagaView(state, definition, canHave ? await sagas.childrenOf(state.id) : []);
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
