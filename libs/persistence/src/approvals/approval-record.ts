import type { Act, ActVia } from '../audit/act.js';

export type ApprovalState =
  | 'open'
  /** Somebody confirmed it, and it is being carried out. */
  | 'confirming'
  | 'confirmed'
  | 'rejected'
  | 'withdrawn'
  | 'expired';

/** A request for an act, as it is asked for. */
export interface NewApproval {
  readonly actor: string;
  readonly via: ActVia;
  readonly credential: string | null;
  readonly role: string;
  /** What the caller may see; null: all. */
  readonly definitions: readonly string[] | null;
  /** The name of the act. */
  readonly act: string;
  /** The least role that may do it. */
  readonly needs: string;
  /** The one definition that it concerns; null: it concerns several, or none. */
  readonly definition: string | null;
  readonly subject: Act['subject'];
  readonly reason: string;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** JSON; null: there is none. */
  readonly body: string | null;
  /** null: there are no previews of this act. */
  readonly previewHash: string | null;
  /** The sagas that it is about; null: it is no bulk. */
  readonly sagaIds: readonly string[] | null;
  readonly idempotencyKey: string | null;
  readonly fingerprint: string;
  /** The same request of the same caller that is open is given instead. Default: it is not. */
  readonly isJoined?: boolean;
}

/** A request for an act, and what became of it. */
export interface ApprovalRecord extends Omit<
  NewApproval,
  'subject' | 'sagaIds' | 'idempotencyKey' | 'isJoined'
> {
  readonly id: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly state: ApprovalState;
  readonly fence: number;
  /** How many sagas a bulk is about; null: it is none. */
  readonly sagas: number | null;
  /** null: nobody has decided. */
  readonly decidedAt: Date | null;
  readonly decidedBy: string | null;
  readonly decidedReason: string | null;
  /** To the microsecond, for cursors. */
  readonly positionAt: string;
}

/** One that this process carries out. */
export interface ClaimedApproval extends ApprovalRecord {
  readonly sagaIds: readonly string[] | null;
}
