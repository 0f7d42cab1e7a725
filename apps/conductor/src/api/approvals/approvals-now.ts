import type { OperatorAction } from '#engine';
import type { operatorStores } from '#persistence';
import { isObject, type JsonObject, type JsonValue } from '#protocol';
import type { BulkCalls } from '../bulk/bulk-calls.js';
import type { MakeBulkDto } from '../bulk/bulk.dto.js';
import { ApiError } from '../edge/api-error.js';
import type { Previews } from '../verbs/previews.js';
import { actionOnSaga } from './asked-act.js';
import type { ApprovalNowView } from './approval-views.js';

type Now = Pick<ApprovalNowView, 'preview' | 'holds' | 'refusal' | 'sample'>;

const NOTHING: Now = { preview: null, holds: null, refusal: null, sample: [] };

/** Says what an act that waits would do now. Reads only. */
export class ApprovalsNow {
  constructor(
    private readonly parts: {
      readonly store: Pick<operatorStores.ApprovalStore, 'sagasOf'>;
      readonly previews: Pick<Previews, 'preview'>;
      readonly bulks: Pick<BulkCalls, 'look'>;
    },
  ) {}

  async of(approval: operatorStores.ApprovalRecord): Promise<Now> {
    if (approval.state !== 'open') return NOTHING;
    const { id, act, body: text, sagas, previewHash } = approval;
    const parsed = text === null ? null : (JSON.parse(text) as JsonValue);
    const body: JsonObject = isObject(parsed) ? parsed : {};
    if (sagas !== null) {
      const ids = await this.parts.store.sagasOf(id, sagas);
      const now = await this.parts.bulks.look(body as unknown as MakeBulkDto, ids);
      return { ...NOTHING, sample: now.sample, holds: now.previewHash === previewHash };
    }
    const onSaga = previewHash === null ? null : actionOnSaga(act, approval, body);
    return onSaga === null ? NOTHING : this.preview(onSaga, { previewHash, body });
  }

  private async preview(
    { sagaId, action }: { readonly sagaId: string; readonly action: OperatorAction },
    asked: { readonly previewHash: string | null; readonly body: JsonObject },
  ): Promise<Now> {
    const { expectedVersion } = asked.body as { readonly expectedVersion?: number };
    const options = expectedVersion === undefined ? {} : { expectedVersion };
    try {
      const preview = await this.parts.previews.preview(sagaId, action, options);
      return { ...NOTHING, preview, holds: preview.previewHash === asked.previewHash };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const { code, detail } = error;
      return { ...NOTHING, holds: false, refusal: { code, detail } };
    }
  }
}
