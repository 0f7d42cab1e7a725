import type { BulkStore } from '#persistence';
import type { JsonValue } from '#protocol';
import { wantedSagas, type BulkRecord, type LookOutside } from '#queries';
import { readRows, type Reader } from '#database';
import type { BulkAction } from '../../workers/bulk/edited-retry.js';
import type { BulkRunner } from '../../workers/bulk/bulk-runner.js';
import { visibleDefinitions, type Identity } from '../edge/access/identity.js';
import { ApiError } from '../edge/api-error.js';
import type { Caller } from '../edge/request-parts.js';
import { readBulkFilter } from './bulk-filter.js';
import { bulkHash, type BulkOutlooks } from './bulk-outlook.js';
import type { BulkJoinedView, MadeBulkView } from './bulk-view.js';
import { fault, invalid, outcomeWithinOf, toBulkAction, type MakeBulkDto } from './bulk.dto.js';
import type { ReasonDto } from '../edge/text-length.js';

/** Sagas of one bulk. */
export const BULK_SAGAS_MAX = 10_000;
/** Bulks that are running or paused, of all callers. */
const UNFINISHED_MAX = 20;
const CANARY_DEFAULT = 1;
const FAILURE_SHARE_DEFAULT = 0.1;

type NewBulk = Parameters<BulkStore['make']>[0];
type WantedSagas = Parameters<BulkStore['make']>[1];
type MadeBulk = Awaited<ReturnType<BulkStore['make']>>;
export type BulkVerb = Parameters<BulkStore['act']>[1];

interface Asked {
  readonly action: BulkAction;
  readonly wanted: WantedSagas;
  readonly outcomeWithinMs: number;
}

/** Makes bulks, and pauses, resumes and stops them. */
export class BulkCalls {
  constructor(
    private readonly parts: {
      readonly store: BulkStore;
      readonly runner: Pick<BulkRunner, 'wake'>;
      readonly lists: Reader;
      readonly outlooks: BulkOutlooks;
      readonly look: LookOutside;
    },
  ) {}

  /** `isNew` false: it was made before, or it is a dry run. @throws ApiError */
  async make(
    body: MakeBulkDto,
    caller: Caller,
  ): Promise<MadeBulkView & { readonly isNew: boolean }> {
    const asked: Asked = {
      action: toBulkAction(body),
      wanted: await this.wantedBy(body, caller),
      outcomeWithinMs: outcomeWithinOf(body),
    };
    if (body.dryRun === true) return this.dryRun(asked);
    const { store } = this.parts;
    await store.forgetOld();
    const bulk = toNewBulk(body, asked, caller);
    const made = await store.make(bulk, await this.confirmed(body, asked));
    if (made.type !== 'made') throw refusalOf(made.type);
    this.parts.runner.wake();
    const { id, count } = made;
    const looked = { sample: [], outlook: null, previewHash: null };
    return { id, count, ...looked, isNew: true };
  }

  /** Does nothing when it is as wanted already. @throws ApiError */
  async act(id: string, verb: BulkVerb, by: Caller & ReasonDto): Promise<void> {
    const acted = await this.parts.store.act(id, verb, by);
    if (acted === null) throw new ApiError('BULK_NOT_FOUND', `There is no bulk ${id}.`);
    const { isDone, status } = acted;
    if (isDone) this.parts.runner.wake();
    else if (status !== WANTED[verb]) {
      throw new ApiError('BULK_STATE_CONFLICT', `The bulk is ${status}.`);
    }
  }

  /** The sagas that it would be about if it were made now, and its hash. @throws ApiError */
  async freeze(
    body: MakeBulkDto,
    caller: Identity,
  ): Promise<{ readonly ids: readonly string[]; readonly previewHash: string }> {
    outcomeWithinOf(body);
    const ids = await this.find(await this.wantedBy(body, caller));
    const { sample, previewHash } = await this.look(body, ids);
    if (body.previewHash === undefined || body.previewHash === previewHash) {
      return { ids, previewHash };
    }
    throw outdated(ids, sample, previewHash);
  }

  /** Sagas that its filter means now and that are not in it. @throws ApiError */
  async joined(
    { id, filter }: Pick<BulkRecord, 'id' | 'filter'>,
    caller: Identity,
  ): Promise<BulkJoinedView> {
    if (filter === null) return { count: null, isExact: true };
    const { sql, parameters } = await this.wantedBy({ filter } as MakeBulkDto, caller);
    const rows = await readRows<{ readonly found: number; readonly joined: number }>(
      this.parts.lists,
      `select count(*)::int as found,
              (count(*) filter (where id not in (
                select saga_id from bulk_saga where bulk_id = $${parameters.length + 1})))::int
                as joined
         from (${sql}) as wanted`,
      [...parameters, id],
    );
    const { found = 0, joined = 0 } = rows[0] ?? {};
    return { count: joined, isExact: found <= BULK_SAGAS_MAX };
  }

  /** What the action would do with the first of these sagas. @throws ApiError */
  async look(
    body: MakeBulkDto,
    ids: readonly string[],
  ): Promise<Pick<MadeBulkView, 'sample'> & { readonly previewHash: string }> {
    const action = toBulkAction(body);
    const sample = await this.parts.outlooks.sampleOf(ids, action);
    return { sample, previewHash: bulkHash(ids, action, sample) };
  }

  /** Those that it was asked for, where a second person confirmed it. */
  private async wantedBy(body: MakeBulkDto, caller: Identity): Promise<WantedSagas> {
    const seen = visibleDefinitions(caller);
    const { sagaIds = null } = caller.approval ?? {};
    if (sagaIds !== null) return theseSagas(sagaIds, seen);
    return wantedOf(body, { seen, look: this.parts.look });
  }

  /** The sagas that the caller saw, if they are still the same and would do the same. */
  private async confirmed(
    { previewHash }: MakeBulkDto,
    { action, wanted }: Asked,
  ): Promise<WantedSagas> {
    if (previewHash === undefined) return wanted;
    const ids = await this.find(wanted);
    const sample = await this.parts.outlooks.sampleOf(ids, action);
    const now = bulkHash(ids, action, sample);
    if (now === previewHash) return theseSagas(ids, null);
    throw outdated(ids, sample, now);
  }

  private async dryRun({ action, wanted }: Asked) {
    const ids = await this.find(wanted);
    const sample = await this.parts.outlooks.sampleOf(ids, action);
    const outlook = await this.parts.outlooks.countOf(ids, action);
    const previewHash = bulkHash(ids, action, sample);
    return { id: null, count: ids.length, sample, outlook, previewHash, isNew: false };
  }

  /** In their order. @throws ApiError there are none, or too many */
  private async find({ sql, parameters }: WantedSagas): Promise<readonly string[]> {
    const rows = await readRows<{ id: string }>(
      this.parts.lists,
      `select id from (${sql}) as wanted order by id`,
      parameters,
    );
    if (rows.length === 0) throw refusalOf('none-found');
    if (rows.length > BULK_SAGAS_MAX) throw refusalOf('too-many');
    return rows.map(({ id }) => id);
  }
}

const WANTED = {
  'pause-bulk': 'paused',
  'resume-bulk': 'running',
  'stop-bulk': 'stopped',
} as const;

/** `seen`: sagas of these definitions only; null: of all. What is of another one is not there. */
async function wantedOf(
  { filter, ids }: MakeBulkDto,
  { seen, look }: { readonly seen: readonly string[] | null; readonly look: LookOutside },
): Promise<WantedSagas> {
  if (ids !== undefined && filter !== undefined) {
    const message = 'give a filter or ids, not both';
    throw invalid(message, [fault('ids', 'either', message)]);
  }
  if (ids !== undefined) return theseSagas(ids, seen);
  const wanted = { limit: BULK_SAGAS_MAX + 1, definitions: seen, look };
  return wantedSagas(readBulkFilter(filter ?? ''), wanted);
}

/** `seen` null: of all definitions. */
function theseSagas(ids: readonly string[], seen: readonly string[] | null): WantedSagas {
  if (seen === null) {
    return { sql: `select distinct id from unnest($1::uuid[]) as given (id)`, parameters: [ids] };
  }
  return {
    sql: `select id from saga
           where id = any($1::uuid[]) and definition_name = any($2::text[])`,
    parameters: [ids, seen],
  };
}

function toNewBulk(
  body: MakeBulkDto,
  { action, outcomeWithinMs }: Asked,
  { actor, via, credential, idempotencyKey, fingerprint, approval }: Caller,
): NewBulk {
  const { reason, filter, ids, canary = CANARY_DEFAULT, rate = null } = body;
  const { failureShareMax = FAILURE_SHARE_DEFAULT } = body;
  const which = filter === undefined ? { ids: ids?.length ?? 0 } : { filter };
  const pace = { canary, rate, failureShareMax, outcomeWithinMs };
  return {
    ...{ actor, via, credential, reason, action, ...pace },
    filter: filter ?? null,
    confirmedBy: approval?.confirmedBy ?? null,
    request: { ...which, action, ...pace } as unknown as JsonValue,
    sagasMax: BULK_SAGAS_MAX,
    unfinishedMax: UNFINISHED_MAX,
    ...{ idempotencyKey, fingerprint },
  };
}

/** It carries what a dry run of now says, but for what takes seconds to count. */
function outdated(
  ids: readonly string[],
  sample: MadeBulkView['sample'],
  previewHash: string,
): ApiError {
  const detail = `Other sagas, or they would do something else. There are ${ids.length} now.`;
  const bulk: MadeBulkView = { id: null, count: ids.length, sample, outlook: null, previewHash };
  return new ApiError('PREVIEW_OUTDATED', detail, { bulk });
}

function refusalOf(type: Exclude<MadeBulk['type'], 'made'>): ApiError {
  switch (type) {
    case 'none-found':
      return new ApiError('BULK_FINDS_NOTHING', 'No saga is as the filter says.');
    case 'too-many': {
      const detail = `There are more than ${BULK_SAGAS_MAX} such sagas: make the filter narrower.`;
      return new ApiError('BULK_TOO_LARGE', detail);
    }
    case 'too-many-bulks': {
      const detail = `${UNFINISHED_MAX} bulks are running or paused: stop one, or wait.`;
      return new ApiError('TOO_MANY_BULKS', detail);
    }
    case 'key-reused':
      return new ApiError('IDEMPOTENCY_KEY_REUSED', 'Use a new key for a new bulk.');
    default:
      return type satisfies never;
  }
}
