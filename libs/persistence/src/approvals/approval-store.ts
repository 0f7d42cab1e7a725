import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '../access/in-transaction.js';
import type { Act, ActVia } from '../audit/act.js';
import { recordAct } from '../audit/record-act.js';
import {
  CLAIM_APPROVAL,
  COUNT_OPEN_APPROVALS,
  END_APPROVAL,
  FIND_APPROVAL,
  FIND_APPROVAL_OF_KEY,
  FIND_OPEN_APPROVAL_LIKE,
  FINISH_APPROVAL,
  FORGET_APPROVALS,
  HOLD_APPROVAL,
  INSERT_APPROVAL,
  LIST_APPROVALS,
  LOCK_ASKING,
  REOPEN_APPROVAL,
  SAGAS_OF_APPROVAL,
  SETTLE_APPROVALS,
} from '../sql/approvals/approvals.js';
import { StoreConnections } from '../store/store-connections.js';
import type { ApprovalRecord, ClaimedApproval, NewApproval } from './approval-record.js';

/** Who decides, how and why. */
export interface Decider {
  readonly actor: string;
  readonly via: ActVia;
  readonly credential: string | null;
  readonly reason: string;
}

export type Asked =
  | { readonly type: 'asked'; readonly approval: ApprovalRecord }
  | { readonly type: 'known'; readonly approval: ApprovalRecord }
  | { readonly type: 'key-reused' }
  | { readonly type: 'too-many' | 'too-many-own' };

type Known = Extract<Asked, { readonly type: 'known' | 'key-reused' }>;

export interface ApprovalPage {
  /** As people see it; null: any. */
  readonly state: string | null;
  /** null: of all, and those that concern none or several. Those of the actor are always there. */
  readonly definitions: readonly string[] | null;
  readonly actor: string;
  readonly before: { readonly at: string; readonly id: string } | null;
  readonly limit: number;
}

/** What waits for a second person, of all callers and of one. */
export const OPEN_APPROVALS_MAX = 200;
export const OPEN_APPROVALS_OF_CALLER_MAX = 20;
/** Those that ended are kept for so long, and no more than so many. */
const KEPT_DAYS = 90;
const KEPT_MAX = 10_000;
/** A confirmation that is carried out is kept up; one that is not is settled after this. */
export const APPROVAL_LEASE_MS = 30_000;

/** Requests for acts that a second person has to confirm. @throws StoreUnavailableError */
export class ApprovalStore {
  private readonly connections: StoreConnections;

  /** On the connections of `createStorePool`. */
  constructor(pool: Pool) {
    this.connections = new StoreConnections(pool);
  }

  /** What was asked for before under the key; null: nothing. */
  async asked(idempotencyKey: string, fingerprint: string): Promise<Known | null> {
    const { rows } = await this.connections.run<ApprovalRecord>({
      ...FIND_APPROVAL_OF_KEY,
      values: [idempotencyKey],
    });
    return rows[0] === undefined ? null : knownAs(rows[0], fingerprint);
  }

  /**
   * `openMs`: how long it may be confirmed. The same again with its key gives the one before, and
   * without it where it `isJoined`.
   */
  ask(approval: NewApproval, openMs: number): Promise<Asked> {
    return inTransaction(this.connections, async (client) => {
      await client.query({ ...LOCK_ASKING, values: [] });
      await settle(client);
      await client.query({ ...FORGET_APPROVALS, values: [KEPT_DAYS, KEPT_MAX] });
      const known = await ofKey(client, approval.idempotencyKey);
      if (known !== null) return knownAs(known, approval.fingerprint);
      const same = approval.isJoined === true ? await openLike(client, approval) : null;
      if (same !== null) return { type: 'known', approval: same };
      const counts = await client.query<{ all: number; own: number }>({
        ...COUNT_OPEN_APPROVALS,
        values: [approval.actor],
      });
      const { all = 0, own = 0 } = counts.rows[0] ?? {};
      if (all >= OPEN_APPROVALS_MAX) return { type: 'too-many' };
      if (own >= OPEN_APPROVALS_OF_CALLER_MAX) return { type: 'too-many-own' };
      const { rows } = await client.query<ApprovalRecord>({
        ...INSERT_APPROVAL,
        values: valuesOf(approval, openMs),
      });
      const [asked] = rows;
      if (asked === undefined) throw new Error('an inserted row is returned');
      await recordAct(client, actOn(asked, { action: 'ask-approval', by: approval }));
      return { type: 'asked', approval: asked };
    });
  }

  /**
   * Somebody confirms it: nobody else can now, until it is finished, opened again, or not held any
   * more. null: it is not open.
   */
  confirm(id: string, by: Decider): Promise<ClaimedApproval | null> {
    return inTransaction(this.connections, async (client) => {
      await settle(client);
      const { rows } = await client.query<ClaimedApproval>({
        ...CLAIM_APPROVAL,
        values: [id, APPROVAL_LEASE_MS, by.actor, by.credential, by.reason],
      });
      const [claimed] = rows;
      if (claimed === undefined) return null;
      await recordAct(client, actOn(claimed, { action: 'confirm-approval', by }));
      return claimed;
    });
  }

  /** It is still being carried out. */
  async hold({ id, fence }: ClaimedApproval): Promise<void> {
    await this.connections.run({ ...HOLD_APPROVAL, values: [id, fence, APPROVAL_LEASE_MS] });
  }

  /** It was not done. */
  async reopen({ id, fence }: ClaimedApproval): Promise<void> {
    await this.connections.run({ ...REOPEN_APPROVAL, values: [id, fence] });
  }

  /** It was done. null: somebody else has settled that. */
  async finish({ id, fence }: ClaimedApproval): Promise<ApprovalRecord | null> {
    const { rows } = await this.connections.run<ApprovalRecord>({
      ...FINISH_APPROVAL,
      values: [id, fence],
    });
    return rows[0] ?? null;
  }

  /** null: it is not open. */
  end(id: string, to: 'rejected' | 'withdrawn', by: Decider): Promise<ApprovalRecord | null> {
    return inTransaction(this.connections, async (client) => {
      await settle(client);
      const { rows } = await client.query<ApprovalRecord>({
        ...END_APPROVAL,
        values: [id, to, by.actor, by.credential, by.reason],
      });
      const [ended] = rows;
      if (ended === undefined) return null;
      const action = to === 'rejected' ? 'reject-approval' : 'withdraw-approval';
      await recordAct(client, actOn(ended, { action, by }));
      return ended;
    });
  }

  /** null: there is none. */
  async find(id: string): Promise<ApprovalRecord | null> {
    await this.connections.run({ ...SETTLE_APPROVALS, values: [] });
    const { rows } = await this.connections.run<ApprovalRecord>({ ...FIND_APPROVAL, values: [id] });
    return rows[0] ?? null;
  }

  /** Newest first. */
  async list({ state, definitions, actor, before, limit }: ApprovalPage) {
    await this.connections.run({ ...SETTLE_APPROVALS, values: [] });
    const { rows } = await this.connections.run<ApprovalRecord>({
      ...LIST_APPROVALS,
      values: [state, definitions, before?.at ?? null, before?.id ?? null, limit, actor],
    });
    return rows;
  }

  /** The first sagas of a bulk. */
  async sagasOf(id: string, limit: number): Promise<readonly string[]> {
    const { rows } = await this.connections.run<{ ids: string[] }>({
      ...SAGAS_OF_APPROVAL,
      values: [id, limit],
    });
    return rows[0]?.ids ?? [];
  }
}

function knownAs(known: ApprovalRecord, fingerprint: string): Known {
  return known.fingerprint === fingerprint
    ? { type: 'known', approval: known }
    : { type: 'key-reused' };
}

async function settle(client: PoolClient): Promise<void> {
  await client.query({ ...SETTLE_APPROVALS, values: [] });
}

async function ofKey(client: PoolClient, key: string | null): Promise<ApprovalRecord | null> {
  if (key === null) return null;
  const { rows } = await client.query<ApprovalRecord>({ ...FIND_APPROVAL_OF_KEY, values: [key] });
  return rows[0] ?? null;
}

async function openLike(
  client: PoolClient,
  { actor, credential, fingerprint }: NewApproval,
): Promise<ApprovalRecord | null> {
  const values = [actor, credential, fingerprint];
  const { rows } = await client.query<ApprovalRecord>({ ...FIND_OPEN_APPROVAL_LIKE, values });
  return rows[0] ?? null;
}

function valuesOf(approval: NewApproval, openMs: number): unknown[] {
  const { subject, definitions, sagaIds } = approval;
  return [
    randomUUID(),
    ...[approval.actor, approval.via, approval.credential, approval.role, definitions],
    ...[approval.act, approval.needs, approval.definition, subject.kind, subject.id],
    ...[approval.reason, approval.method, approval.path, approval.body, approval.previewHash],
    openMs,
    ...[sagaIds, approval.idempotencyKey, approval.fingerprint],
  ];
}

/** What was asked for is in the approval; the audit log names it. */
function actOn(
  approval: ApprovalRecord,
  { action, by }: { readonly action: string; readonly by: Decider },
): Act {
  const { id, act, subjectKind, subjectId, previewHash, expiresAt } = approval;
  return {
    ...{ actor: by.actor, via: by.via, credential: by.credential, reason: by.reason },
    action,
    subject: { kind: 'approval', id },
    request: { act, subject: { kind: subjectKind, id: subjectId }, askedBy: approval.actor },
    before: action === 'ask-approval' ? null : { state: 'open' },
    after: { state: approval.state, expiresAt: expiresAt.toISOString() },
    outcome: { type: 'done' },
    previewHash,
    operationId: id,
  };
}
