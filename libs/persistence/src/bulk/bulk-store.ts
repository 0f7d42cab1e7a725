import { randomUUID } from 'node:crypto';
import type { OperatorAction } from '#engine';
import type { JsonValue } from '#protocol';
import { writeRows, type Reader } from '#database';
import type { ActVia } from '../audit/act.js';
import { makeBulk, type MadeRow } from '../sql/bulk/make-bulk.js';

/** Who has a hand in a bulk, for the audit log. */
export interface BulkOrigin {
  readonly actor: string;
  readonly via: ActVia;
  readonly credential: string | null;
  readonly idempotencyKey: string | null;
  /** A hash of the request. */
  readonly fingerprint: string;
}

/** A retry of what is stuck, with a JSON merge patch on what it sent: the same for all sagas. */
interface EditedRetry {
  readonly name: 'retry';
  readonly step?: string;
  readonly patch: JsonValue;
}

/** What is done to each saga. */
export type BulkAction = OperatorAction | EditedRetry;

export interface NewBulk extends BulkOrigin {
  readonly reason: string;
  /** The second person; null: nobody had to confirm it. */
  readonly confirmedBy: string | null;
  readonly action: BulkAction;
  /** As it was given; null: by ids. */
  readonly filter: string | null;
  /** The request as the audit log has it. */
  readonly request: JsonValue;
  readonly canary: number;
  readonly rate: number | null;
  readonly failureShareMax: number;
  readonly outcomeWithinMs: number;
  readonly sagasMax: number;
  /** As many may be running or paused, of all callers. */
  readonly unfinishedMax: number;
}

/** Gives ids of sagas as `id`, at most `sagasMax + 1` of them. */
export interface WantedSagas {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

export type MadeBulk =
  | { readonly type: 'made'; readonly id: string; readonly count: number }
  /** Nothing was made. */
  | { readonly type: 'none-found' | 'too-many' | 'too-many-bulks' | 'key-reused' };

export type BulkStatus = 'running' | 'paused' | 'stopped' | 'done';

/** What a person may do with a bulk: from which statuses to which one. */
const STEPS = {
  'pause-bulk': { from: ['running'], to: 'paused' },
  'resume-bulk': { from: ['paused'], to: 'running' },
  'stop-bulk': { from: ['running', 'paused'], to: 'stopped' },
} as const;

export type BulkVerb = keyof typeof STEPS;

/** Bulks that are kept after they have ended. */
const KEPT_DAYS = 30;

/** Bulks as people make, stop and resume them. */
export class BulkStore {
  /** Connections that readers cannot exhaust. */
  constructor(private readonly writer: Reader) {}

  /**
   * Makes a bulk of the sagas that are wanted now, in one statement. `key-reused`: a release before
   * made one with its key. @throws see `writeRows`
   */
  async make(bulk: NewBulk, wanted: WantedSagas): Promise<MadeBulk> {
    const values = [
      ...wanted.parameters,
      randomUUID(),
      bulk.actor,
      bulk.via,
      bulk.credential,
      bulk.reason,
      JSON.stringify(bulk.action),
      bulk.filter,
      bulk.canary,
      bulk.rate,
      bulk.failureShareMax,
      bulk.outcomeWithinMs,
      bulk.idempotencyKey,
      bulk.fingerprint,
      bulk.sagasMax,
      bulk.unfinishedMax,
      randomUUID(),
      JSON.stringify(bulk.request),
      bulk.confirmedBy,
    ];
    const sql = makeBulk(wanted.sql, wanted.parameters.length);
    const [row] = await writeRows<MadeRow>(this.writer, sql, values);
    const { id = null, found = 0, unfinished = 0 } = row ?? {};
    if (id !== null) return { type: 'made', id, count: found };
    if (unfinished >= bulk.unfinishedMax) return { type: 'too-many-bulks' };
    if (found === 0) return { type: 'none-found' };
    return { type: found > bulk.sagasMax ? 'too-many' : 'key-reused' };
  }

  /** Deletes those that ended long ago, a few at a time. */
  async forgetOld(): Promise<void> {
    await writeRows(
      this.writer,
      `delete from bulk where id in (
         select id from bulk where ended_at < clock_timestamp() - $1::int * interval '1 day'
          order by created_at limit 3)`,
      [KEPT_DAYS],
    );
  }

  /**
   * Pauses, resumes or stops a bulk, and records it. Gives the status it has then; null: there is
   * none. `isDone` false: its status did not allow it, or it was there already.
   */
  async act(
    id: string,
    verb: BulkVerb,
    by: BulkOrigin & { readonly reason: string },
  ): Promise<{ readonly isDone: boolean; readonly status: BulkStatus } | null> {
    const { from, to } = STEPS[verb];
    const { actor, via, credential, reason, idempotencyKey, fingerprint } = by;
    const who = [randomUUID(), actor, via, credential, reason];
    const values = [id, from, to, ...who, verb, idempotencyKey, fingerprint];
    const [row] = await writeRows<{ was: BulkStatus; is_done: boolean }>(this.writer, ACT, values);
    if (row === undefined) return null;
    return { isDone: row.is_done, status: row.is_done ? to : row.was };
  }
}

const ACT = `
  with found as (select id, status from bulk where id = $1::uuid for update),
  acted as (
    update bulk set status = $3, lease_until = clock_timestamp(), fence = fence + 1,
           ended_at = case when $3 = 'stopped' then clock_timestamp() end,
           stop_code = case when $3 = 'stopped' then 'STOPPED_BY_OPERATOR' end,
           stop_detail = case when $3 = 'stopped' then $8 end
      from found
     where bulk.id = found.id and found.status = any ($2::text[])
    returning bulk.id),
  audited as (
    insert into operator_audit (id, actor, via, credential, action, subject_kind, subject_id,
                                reason, request, idempotency_key, fingerprint, operation_id, before,
                                after)
    select $4::uuid, $5, $6, $7, $9, 'bulk', acted.id::text, $8, '{}', $10, $11, acted.id,
           json_build_object('status', found.status)::text,
           json_build_object('status', $3::text)::text
      from acted join found on found.id = acted.id)
  select found.status as was, exists (select from acted) as is_done from found`;
