import type { SagaState } from '#engine';
import type { SagaQueries } from '#queries';
import type { DefinitionSource } from '#ports';
import type { SettledWaiter } from '../../workers/settled-waiter.js';
import { isReadTrouble } from '../edge/after-commit.js';
import type { SagaView } from './saga-view.js';
import { toSagaView } from './to-saga-view.js';

/** Shows sagas once they have come to rest, or the time is up. */
export class RestingSagas {
  constructor(
    private readonly parts: {
      readonly sagas: Pick<SagaQueries, 'find' | 'childrenOf'>;
      readonly definitions: DefinitionSource;
      readonly settledWaiter: SettledWaiter;
    },
  ) {}

  /** null: there is no such saga any more. @throws what keeps it from being read */
  async show(state: SagaState, waitMs: number): Promise<SagaView | null> {
    const rested = await this.waitForRest(state, waitMs);
    return rested && this.view(rested);
  }

  /**
   * Of one whose commit is being answered. What cannot be read now is left as it was known last:
   * an error would say that nothing was done.
   */
  async showCommitted(committed: SagaState, waitMs: number): Promise<SagaView> {
    const rested = await orElse(committed, () => this.waitForRest(committed, waitMs));
    const state = rested ?? committed;
    return orElse(toSagaView(state), () => this.view(state));
  }

  private async waitForRest(state: SagaState, waitMs: number): Promise<SagaState | null> {
    const isMoving = state.status === 'running' || state.status === 'compensating';
    if (waitMs === 0 || !isMoving) return state;
    const { settledWaiter, sagas } = this.parts;
    return (await settledWaiter.wait(state.id, waitMs)) ?? sagas.find(state.id);
  }

  /** Children are looked for only where there can be some: callers wait for this. */
  private async view(state: SagaState): Promise<SagaView> {
    const { sagas, definitions } = this.parts;
    const { name, version } = state.definition;
    const definition = await definitions.load(name, version);
    const canHave = definition?.steps.some(
      (step) => step.does === 'command' && step.child !== null,
    );
    return toSagaView(state, canHave ? await sagas.childrenOf(state.id) : []);
  }
}

/** `known`, should the database not answer. */
async function orElse<Result>(known: Result, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    if (isReadTrouble(error)) return known;
    throw error;
  }
}
