import type { ChangeLog, ChangesSince, LoggedChange } from '../changes/change-log.js';
import type { SagaChange } from '../changes/saga-change.js';
import { unseenBy, type StreamPosition } from '../changes/stream-position.js';

interface Transaction {
  readonly id: number;
  readonly changes: readonly SagaChange[];
  isCommitted: boolean;
}

/** A log as PostgreSQL has it: ids are given when a transaction begins, and it commits whenever. */
export class MemoryChangeLog implements ChangeLog {
  private readonly transactions: Transaction[] = [];
  isPartial = false;
  server = '1';
  looks = 0;
  described = 0;
  /** Set: the database does not answer. */
  fault: Error | null = null;
  /** Called while it describes. */
  onDescribe: () => void = () => undefined;

  constructor(private readonly now: () => number) {}

  /** The returned function commits it. */
  begin(changes: readonly SagaChange[]): () => readonly SagaChange[] {
    const transaction = { id: this.transactions.length + 1, changes, isCommitted: false };
    this.transactions.push(transaction);
    return () => {
      transaction.isCommitted = true;
      return changes;
    };
  }

  async since(position: StreamPosition | null, batchesMax: number): Promise<ChangesSince> {
    this.looks++;
    if (this.fault !== null) throw this.fault;
    const found = position === null ? [] : this.unseen(position.snapshot);
    return {
      position: { at: this.now(), server: this.server, snapshot: this.snapshot() },
      changes: found.slice(0, batchesMax).flatMap(({ changes }) => changes.map(logged)),
      isCut: found.length > batchesMax,
      isPartial: this.isPartial,
    };
  }

  async describe(wanted: readonly LoggedChange[]): Promise<readonly SagaChange[]> {
    this.described++;
    this.onDescribe();
    const all = this.transactions.flatMap(({ changes }) => changes);
    return wanted.flatMap(({ sagaId, version }) => {
      return all.filter((change) => change.sagaId === sagaId && change.version === version);
    });
  }

  private snapshot(): string {
    const open = this.transactions.filter(({ isCommitted }) => !isCommitted).map(({ id }) => id);
    const next = this.transactions.length + 1;
    return `${open[0] ?? next}:${next}:${open.join(',')}`;
  }

  private unseen(snapshot: string): readonly Transaction[] {
    const { from, among } = unseenBy(snapshot);
    return this.transactions.filter(({ id, isCommitted }) => {
      return isCommitted && (id >= Number(from) || among.includes(String(id)));
    });
  }
}

function logged({ sagaId, version, statusBefore, status }: SagaChange): LoggedChange {
  return { sagaId, version, statusBefore, status };
}

let made = 0;

/** A change of a saga of its own, or as it says. */
export function change(part: Partial<SagaChange> = {}): SagaChange {
  const { sagaId = `saga-${++made}`, status = 'running', key = null } = part;
  const { definition = { name: 'order', version: 1 } } = part;
  const moves = { activeSteps: [], participants: [], error: null, waiting: null, attempts: 0 };
  const times = { startedAt: 0, updatedAt: 0 };
  return {
    sagaId,
    version: 1,
    at: 0,
    definition,
    key,
    statusBefore: null,
    status,
    kinds: ['saga-started'],
    steps: [],
    waiting: null,
    saga: { id: sagaId, status, definition, key, ...moves, ...times },
    ...part,
  };
}
