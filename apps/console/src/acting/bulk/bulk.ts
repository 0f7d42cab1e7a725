import { api, dataOf } from '../../api/client';
import { ApiProblem } from '../../api/problem';
import type { components } from '../../api/schema';

type MakeBulk = components['schemas']['MakeBulkDto'];

/** What a dry run answers. */
export type BulkLook = components['schemas']['MadeBulkView'];
export type Bulk = components['schemas']['Bulk'];

/** One act on many sagas: those that a filter means, or these. */
export type BulkAsk = Pick<MakeBulk, 'filter' | 'ids' | 'action' | 'step' | 'toStep' | 'result'>;

/** How it goes. */
export interface Pace {
  /** How many go first; what comes of them is awaited. */
  readonly canary: number;
  /** Sagas a second after the canary; null: in steps, each awaited. */
  readonly rate: number | null;
  /** In percent: it stops when more fail. */
  readonly failuresMax: number;
  /** A saga that is not at rest within this counts as failed. */
  readonly outcomeWithin: string;
}

export const USUAL_PACE: Pace = { canary: 1, rate: null, failuresMax: 10, outcomeWithin: '5m' };

/** Looking is no act; the API wants a reason all the same. */
const REASON_OF_LOOK = 'a look at what it would do';

export async function lookAt(ask: BulkAsk, signal: AbortSignal): Promise<BulkLook> {
  const body = { ...ask, ...paceOf(USUAL_PACE), reason: REASON_OF_LOOK, dryRun: true };
  const look = await dataOf(api.POST('/v1/admin/bulk', { body, signal }));
  if ('sample' in look) return look;
  throw new ApiProblem('UNREACHABLE', 0, 'What answered is not the conductor.');
}

/** As the API takes it. */
export function paceOf({ canary, rate, failuresMax, outcomeWithin }: Pace) {
  const pace = { canary, outcomeWithin, failureShareMax: failuresMax / 100 };
  return rate === null ? pace : { ...pace, rate };
}

export interface Given {
  readonly reason: string;
  readonly pace: Pace;
  /** What was seen. */
  readonly look: BulkLook;
  /** Of the bulk: however often it is sent, it is made once. */
  readonly idempotencyKey: string;
}

/** The id of the bulk that was made; null: somebody else has to confirm it first. */
export async function makeBulk(ask: BulkAsk, given: Given): Promise<string | null> {
  const made = await dataOf(sendBulk(api, ask, given));
  return 'sample' in made ? made.id : null;
}

/** Makes the one call that the bulk is. */
export function sendBulk(client: Pick<typeof api, 'POST'>, ask: BulkAsk, given: Given) {
  const { reason, pace, look, idempotencyKey } = given;
  const { previewHash } = look;
  const seen = previewHash === null ? {} : { previewHash };
  const body = { ...ask, ...paceOf(pace), reason, ...seen };
  const params = { header: { 'Idempotency-Key': idempotencyKey } };
  return client.POST('/v1/admin/bulk', { params, body });
}
