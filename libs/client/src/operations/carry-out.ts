import { dataOf, type ConductorApi, type Schemas } from '../api/api-client.js';
import { classOf } from '../errors/class-of.js';
import { given, keyHeader, type KeyedOptions } from '../sagas/sagas.js';
import type { SagaAction } from './saga-action.js';

export interface ActOptions extends KeyedOptions {
  /** Why; goes into the audit log. */
  readonly reason: string;
  /** Of the preview that is confirmed: it is done only as previewed. */
  readonly previewHash?: string;
  /** The version of the saga that was seen; another one is refused. */
  readonly expectedVersion?: number;
}

/**
 * `asked`: nothing was done, somebody else has to confirm it. Asked again by the same key it tells
 * what became of that: `done` once it is confirmed; `asked` with the `state` of one that is open,
 * or that has ended without being done.
 */
export type Acted =
  | { readonly outcome: 'done'; readonly saga: Schemas['Saga'] }
  | { readonly outcome: 'asked'; readonly approval: Schemas['Approval'] };

type Answer = Promise<{ readonly data?: unknown; readonly response: Response }>;

/** @throws ConductorError */
export async function carryOut(
  api: ConductorApi,
  sagaId: string,
  action: SagaAction,
  options: ActOptions,
): Promise<Acted> {
  const answer = await send(api, sagaId, action, options);
  if (answer.response.status === 202) {
    const approval = answer.data as Schemas['Approval'];
    // the key is that of an earlier call, which somebody has confirmed since
    const isDone = approval.state === 'confirmed';
    if (!isDone) return { outcome: 'asked', approval };
    return { outcome: 'done', saga: await readSaga(api, sagaId, options.signal) };
  }
  if (action.action === 'migrate') assertMigrated(sagaId, answer.data as Schemas['Migration']);
  const answersSaga = !['migrate', 'exempt', 'unexempt'].includes(action.action);
  const saga = answersSaga
    ? (answer.data as Schemas['Saga'])
    : await readSaga(api, sagaId, options.signal);
  return { outcome: 'done', saga };
}

async function send(
  api: ConductorApi,
  sagaId: string,
  { action, ...fields }: SagaAction,
  options: ActOptions,
): Answer {
  const { reason, previewHash, expectedVersion, idempotencyKey, signal } = options;
  const seen = {
    ...(previewHash !== undefined && { previewHash }),
    ...(expectedVersion !== undefined && { expectedVersion }),
  };
  const header = keyHeader(idempotencyKey);
  if (action === 'migrate') {
    const { toVersion: version } = fields as { readonly toVersion: number };
    const { definition } = await readSaga(api, sagaId, signal);
    return api.POST('/v1/definitions/{name}/versions/{version}/migrate', {
      params: { path: { name: definition.name, version }, ...header },
      body: { reason, previewHashes: { [sagaId]: previewHash ?? '' } },
      ...given(signal),
    });
  }
  if (action === 'release-lock') {
    const { key } = fields as { readonly key: string };
    const body = { reason, ...seen, key, sagaId };
    return api.POST('/v1/admin/locks/release', { params: header, body, ...given(signal) });
  }
  const params = { path: { id: sagaId }, ...header };
  // the fields of an action are those of its body: the compiler does not tie one to the other
  const body = { reason, ...seen, ...fields } as never;
  return api.POST(`/v1/admin/sagas/{id}/${action}`, { params, body, ...given(signal) });
}

function assertMigrated(sagaId: string, { sagas }: Schemas['Migration']): void {
  const found = sagas.find(({ id }) => id === sagaId);
  if (found?.fits === true) return;
  const { code, detail } = found?.reasons[0] ?? {
    code: 'DEFINITION_DOES_NOT_FIT',
    detail: `The saga ${sagaId} is not open, or of this version already.`,
  };
  throw new (classOf(code))({ code, status: 409, detail });
}

function readSaga(api: ConductorApi, id: string, signal: AbortSignal | undefined) {
  return dataOf(api.GET('/v1/sagas/{id}', { params: { path: { id } }, ...given(signal) }));
}
