import type { TransitionPipeline } from '../pipeline/transition-pipeline.js';
import type { ReportFault } from '#resilience';
import type { SagaStore } from '#ports';

const PAGE_SIZE = 200;

export interface ResendParts {
  readonly store: Pick<SagaStore, 'openSagaIds'>;
  readonly pipeline: Pick<TransitionPipeline, 'resend'>;
  readonly report: ReportFault;
}

/**
 * A bus without durable queues lost what was in flight when the process ended: the commands of all
 * open sagas go out again. To be awaited at start-up, before timers run. A durable bus needs none
 * of it. Gives the number of sagas.
 */
export async function recoverOpenSagas(
  parts: ResendParts & { readonly bus: { readonly durable: boolean } },
): Promise<number> {
  return parts.bus.durable ? 0 : resendOpenSagas(parts, null);
}

/**
 * Resends the commands in flight of all open sagas, as the same attempts: those to these
 * participants, or all (null). Returns the number of open sagas.
 * @throws StoreUnavailableError
 */
export async function resendOpenSagas(
  parts: ResendParts,
  participants: readonly string[] | null,
): Promise<number> {
  let count = 0;
  let afterId: string | null = null;
  for (;;) {
    const page: readonly string[] = await parts.store.openSagaIds({ afterId, limit: PAGE_SIZE });
    // one saga that fails must not keep the others from continuing
    const resent = await Promise.allSettled(
      page.map((id) => parts.pipeline.resend(id, participants)),
    );
    resent.forEach((result, index) => {
      if (result.status === 'fulfilled') return;
      const sagaId = page[index] ?? '';
      parts.report({ during: 'send commands again', error: result.reason, sagaId });
    });
    count += page.length;
    afterId = page.at(-1) ?? null;
    if (page.length < PAGE_SIZE) return count;
  }
}
