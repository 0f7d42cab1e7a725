/** As people see it: what nobody decided in time has expired. */
const SHOWN_STATE = `case when state = 'open' and expires_at <= clock_timestamp() then 'expired'
  else state end`;

export const APPROVAL_COLUMNS = `id, created_at as "createdAt", expires_at as "expiresAt",
  actor, via, credential, role, definitions, act, needs, definition_name as definition,
  subject_kind as "subjectKind", subject_id as "subjectId", reason, method, path, body,
  preview_hash as "previewHash", ${SHOWN_STATE} as state, fence,
  cardinality(saga_ids) as sagas, decided_at as "decidedAt", decided_by as "decidedBy",
  decided_reason as "decidedReason", fingerprint,
  to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "positionAt"`;

/**
 * What was confirmed by a process that has died, or that hangs: confirmed if its act is on record,
 * else open again. An act, its record and a bulk are each one transaction.
 */
export const SETTLE_APPROVALS = {
  name: 'settle-approvals',
  text: `
    with due as (
      select approval.id,
             exists (select from operator_audit
                      where operation_id = approval.id and outcome = 'done'
                        and credential = 'approval:' || approval.id)
               or exists (select from bulk
                           where idempotency_key = 'approval:' || approval.id) as is_done
        from approval
       where state = 'confirming' and lease_until <= clock_timestamp()
       order by lease_until limit 50 for update skip locked)
    update approval
       set state = case when is_done then 'confirmed' else 'open' end, lease_until = null,
           fence = fence + 1,
           decided_at = case when is_done then decided_at end,
           decided_by = case when is_done then decided_by end,
           decided_credential = case when is_done then decided_credential end,
           decided_reason = case when is_done then decided_reason end
      from due where due.id = approval.id`,
};

/** $1 days, $2 how many are kept. Those that ended, a few at a time. */
export const FORGET_APPROVALS = {
  name: 'forget-approvals',
  text: `
    delete from approval where id in (
      select id from approval
       where (state not in ('open', 'confirming') or expires_at <= clock_timestamp())
         and state <> 'confirming'
         and (created_at < clock_timestamp() - $1::int * interval '1 day'
              or created_at < (select created_at from approval
                                order by created_at desc, id desc offset $2::int limit 1))
       order by created_at limit 100)`,
};

/** One at a time counts, so that two do not both find the last place. */
export const LOCK_ASKING = {
  name: 'lock-asking',
  text: `select pg_advisory_xact_lock(hashtext('conductor.approval'), 0)`,
};

/** $1 actor. */
export const COUNT_OPEN_APPROVALS = {
  name: 'count-open-approvals',
  text: `
    select count(*)::int as "all", (count(*) filter (where actor = $1))::int as "own"
      from approval
     where state = 'confirming' or (state = 'open' and expires_at > clock_timestamp())`,
};

/** $17 how long it stays open, in ms. */
export const INSERT_APPROVAL = {
  name: 'insert-approval',
  text: `
    insert into approval (id, actor, via, credential, role, definitions, act, needs,
                          definition_name, subject_kind, subject_id, reason, method, path, body,
                          preview_hash, expires_at, saga_ids, idempotency_key, fingerprint)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
            clock_timestamp() + $17::float8 * interval '1 millisecond', $18, $19, $20)
    returning ${APPROVAL_COLUMNS}`,
};

/** $1 id, $2 lease in ms, $3 to $5 who confirms, why. No row: it cannot be confirmed now. */
export const CLAIM_APPROVAL = {
  name: 'claim-approval',
  text: `
    update approval
       set state = 'confirming', fence = fence + 1, decided_at = clock_timestamp(),
           decided_by = $3, decided_credential = $4, decided_reason = $5,
           lease_until = clock_timestamp() + $2::float8 * interval '1 millisecond'
     where id = $1 and state = 'open' and expires_at > clock_timestamp()
    returning ${APPROVAL_COLUMNS}, saga_ids as "sagaIds"`,
};

/** $1 id, $2 fence, $3 lease in ms. */
export const HOLD_APPROVAL = {
  name: 'hold-approval',
  text: `
    update approval set lease_until = clock_timestamp() + $3::float8 * interval '1 millisecond'
     where id = $1 and fence = $2 and state = 'confirming'`,
};

/** $1 id, $2 fence. It was not done: others may confirm it again. */
export const REOPEN_APPROVAL = {
  name: 'reopen-approval',
  text: `
    update approval set state = 'open', lease_until = null, decided_at = null, decided_by = null,
           decided_credential = null, decided_reason = null
     where id = $1 and fence = $2 and state = 'confirming'`,
};

/** $1 id, $2 fence. */
export const FINISH_APPROVAL = {
  name: 'finish-approval',
  text: `
    update approval set state = 'confirmed', lease_until = null
     where id = $1 and fence = $2 and state = 'confirming'
    returning ${APPROVAL_COLUMNS}`,
};

/** $1 id, $2 `rejected` or `withdrawn`, $3 to $5 who, why. No row: it is not open. */
export const END_APPROVAL = {
  name: 'end-approval',
  text: `
    update approval
       set state = $2, decided_at = clock_timestamp(), decided_by = $3, decided_credential = $4,
           decided_reason = $5
     where id = $1 and state = 'open' and expires_at > clock_timestamp()
    returning ${APPROVAL_COLUMNS}`,
};

export const FIND_APPROVAL = {
  name: 'find-approval',
  text: `select ${APPROVAL_COLUMNS} from approval where id = $1`,
};

export const FIND_APPROVAL_OF_KEY = {
  name: 'find-approval-of-key',
  text: `select ${APPROVAL_COLUMNS} from approval where idempotency_key = $1`,
};

/** $1 who asked, $2 by which credential, $3 for what. */
export const FIND_OPEN_APPROVAL_LIKE = {
  name: 'find-open-approval-like',
  text: `
    select ${APPROVAL_COLUMNS} from approval
     where state = 'open' and expires_at > clock_timestamp() and actor = $1
       and credential is not distinct from $2 and fingerprint = $3
     order by created_at limit 1`,
};

/** $1 id, $2 how many. */
export const SAGAS_OF_APPROVAL = {
  name: 'sagas-of-approval',
  text: `
    select coalesce(saga_ids[1:$2::int], '{}')::text[] as ids from approval where id = $1`,
};

/**
 * $1 state or null, $2 definitions or null for all, $3 and $4 before which, $5 how many, $6 actor.
 */
export const LIST_APPROVALS = {
  name: 'list-approvals',
  text: `
    select ${APPROVAL_COLUMNS} from approval
     where ($1::text is null or ${SHOWN_STATE} = $1)
       and ($2::text[] is null or definition_name = any ($2) or actor = $6)
       and ($3::timestamptz is null or (created_at, id) < ($3, $4::uuid))
     order by created_at desc, id desc limit $5`,
};
