import { api } from '../api/client';
import type { components } from '../api/schema';
import type { Act, Additions, Preview } from './acts';

export type Approval = components['schemas']['Approval'];

export interface Given extends Additions {
  readonly reason: string;
  /** What was seen; null: the act has none. */
  readonly preview: Preview | null;
  /** Of the act: however often it is sent, it is done once. */
  readonly idempotencyKey: string;
}

/**
 * Does it once, however often it is sent. Refused when it would do something else than seen.
 * Returns what somebody else has to confirm first; null: it is done.
 */
export async function doAct(sagaId: string, act: Act, given: Given): Promise<Approval | null> {
  const { data, response } = await sendAct(api, { sagaId, act, given });
  return response.status === 202 ? (data as Approval) : null;
}

interface Answered {
  readonly data?: unknown;
  readonly response: Response;
}

interface Sent {
  readonly sagaId: string;
  readonly act: Act;
  readonly given: Given;
}

/** Makes the one call that the act is. */
export function sendAct(
  client: Pick<typeof api, 'POST'>,
  { sagaId, act, given }: Sent,
): Promise<Answered> {
  const { verb, step = '', toStep, result = 'succeeded', key = '' } = act;
  const { reason, preview, idempotencyKey, input, output } = given;
  const header = { 'Idempotency-Key': idempotencyKey };
  const params = { path: { id: sagaId }, header };
  const body = { reason, ...(preview !== null && { previewHash: preview.previewHash }) };
  switch (verb) {
    case 'retry': {
      const about = { ...(act.step !== undefined && { step }), ...withObject('input', input) };
      return client.POST('/v1/admin/sagas/{id}/retry', { params, body: { ...body, ...about } });
    }
    case 'compensate': {
      const about = toStep === undefined ? {} : { toStep };
      return client.POST('/v1/admin/sagas/{id}/compensate', {
        params,
        body: { ...body, ...about },
      });
    }
    case 'skip': {
      const about = { step, ...withObject('output', output) };
      return client.POST('/v1/admin/sagas/{id}/skip', { params, body: { ...body, ...about } });
    }
    case 'settle':
      return client.POST('/v1/admin/sagas/{id}/settle', {
        params,
        body: { ...body, step, result },
      });
    case 'cancel':
    case 'pause':
    case 'resume':
    case 'abandon':
    case 'exempt':
    case 'unexempt':
      return client.POST(`/v1/admin/sagas/{id}/${verb}`, { params, body });
    case 'release-lock':
      return client.POST('/v1/admin/locks/release', {
        params: { header },
        body: { ...body, sagaId, key },
      });
    case 'migrate':
      throw new Error('Sagas are moved to another version from their definition.');
  }
}

/** The API says what is wrong with a value that is no object. */
function withObject<Name extends string>(name: Name, value: unknown) {
  return (value === undefined ? {} : { [name]: value }) as {
    readonly [Key in Name]?: Record<string, unknown>;
  };
}
