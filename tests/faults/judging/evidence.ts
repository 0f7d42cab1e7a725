import type { Json, JsonObject } from '../json.js';
import type { Start } from '../load.js';
import type { PlannedFault } from '../planning/plan.js';
import type { ReadinessLook } from '../readiness-watch.js';
import type { Death } from '../supervised.js';

/**
 * Everything that a run left behind, from which the checker decides. Instants are ms since the
 * epoch.
 */
export interface Evidence {
  readonly beganAt: number;
  readonly endedAt: number;
  readonly starts: readonly Start[];
  readonly sagas: readonly SagaRow[];
  readonly ledger: readonly LedgerRow[];
  readonly faults: readonly FaultRecord[];
  readonly deaths: readonly Death[];
  readonly looks: readonly ReadinessLook[];
  readonly leftovers: Leftovers;
  /** For sagas that went back without being refused, and all that did not end. */
  readonly histories: ReadonlyMap<string, readonly HistoryEntry[]>;
  /** Instants at which an attempt was called unanswered, or failed for technical reasons. */
  readonly failedAttempts: readonly FailedAttempts[];
}

export interface SagaRow {
  readonly id: string;
  readonly definition: string;
  readonly key: string | null;
  readonly parentId: string | null;
  readonly status: string;
  readonly version: number;
  readonly createdAt: number;
  /** Null: it has not ended. */
  readonly endedAt: number | null;
  readonly error: string | null;
  /** Rows of its history, and the first and last version in it. */
  readonly entries: number;
  readonly firstEntry: number;
  readonly lastEntry: number;
}

/** An effect, or its undoing, as a participant wrote it in the transaction of its work. */
export interface LedgerRow {
  readonly participant: string;
  /** In the order in which one participant wrote them. */
  readonly id: number;
  readonly at: number;
  readonly what: 'do' | 'undo';
  readonly key: string;
  readonly sagaId: string;
  readonly step: string;
  readonly iteration: number;
}

export interface FaultRecord extends PlannedFault {
  /** When the fault was caused, and when the action that ends it was complete. */
  readonly beganAt: number;
  readonly endedAt: number;
}

export interface HistoryEntry {
  readonly sagaId: string;
  readonly version: number;
  readonly at: number;
  readonly input: Json;
  readonly events: readonly JsonObject[];
}

export interface FailedAttempts {
  readonly at: number;
  /** `unknown`: nobody answered in time. */
  readonly outcome: string;
}

export interface Leftovers {
  readonly outbox: number;
  readonly locks: number;
  /** Commands in the participants' inboxes that began and neither ended nor were undone. */
  readonly inboxOpen: number;
  readonly deadMessages: readonly DeadMessage[];
  readonly queues: readonly { readonly name: string; readonly messages: number }[];
}

export interface DeadMessage {
  readonly at: number;
  readonly reason: string;
  readonly detail: string;
}
