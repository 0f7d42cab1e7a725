import { dataOf, type ConductorApi, type Schemas } from '../api/api-client.js';
import type { CallOptions } from '../sagas/sagas.js';
import { given } from '../sagas/sagas.js';
import { carryOut, type ActOptions, type Acted } from './carry-out.js';
import type { PreviewableAction, SagaAction } from './saga-action.js';

/** What an action would do to a saga, and the way to have just that done. */
export interface SeenAction {
  readonly preview: Schemas['SagaPreview'];
  /**
   * Does it, as it was previewed and not otherwise.
   * @throws PreviewOutdatedError, with the preview of now, when it would do something else by now
   */
  act(options: Omit<ActOptions, 'previewHash'>): Promise<Acted>;
}

/** What people do about sagas. Every change needs a reason, and is in the audit log. */
export class Operations {
  constructor(private readonly api: ConductorApi) {}

  /** Which actions this caller may do to the saga now; why not the others. */
  actions(sagaId: string, { signal }: CallOptions = {}): Promise<Schemas['SagaActions']> {
    const params = { path: { id: sagaId } };
    return dataOf(this.api.GET('/v1/sagas/{id}/actions', { params, ...given(signal) }));
  }

  /** Decided by the engine on the saga as it is; changes nothing. */
  async preview(
    sagaId: string,
    action: PreviewableAction,
    { signal }: CallOptions = {},
  ): Promise<SeenAction> {
    const call = { params: { path: { id: sagaId } }, body: action, ...given(signal) };
    const preview = await dataOf(this.api.POST('/v1/admin/sagas/{id}/preview', call));
    const { previewHash } = preview;
    return { preview, act: (options) => this.act(sagaId, action, { ...options, previewHash }) };
  }

  /**
   * Does it. Without a `previewHash` whatever it does by now; a migration is previewed first in any
   * case, so that it moves this saga alone.
   */
  async act(sagaId: string, action: SagaAction, options: ActOptions): Promise<Acted> {
    if (action.action === 'migrate' && options.previewHash === undefined) {
      return (await this.preview(sagaId, action, given(options.signal))).act(options);
    }
    return carryOut(this.api, sagaId, action, options);
  }
}
