import {
  noWrites,
  type AuditEntry,
  type BatchResult,
  type BatchWork,
  type BatchWrites,
  type IgnoredReply,
  type PresenceStore,
  type PulseStore,
  type SagaStore,
} from '#ports';
import { randomUUID } from 'node:crypto';
import { decide, type SagaInput, type SagaState } from '#engine';
import { newSagaId } from '#runtime';
import { compile } from '#testing-sagas';

/** What a store holds, past its port. */
export interface StoreInspection {
  historyVersions(sagaId: string): Promise<readonly number[]>;
  outboxIds(sagaId: string): Promise<readonly string[]>;
  /** How often, by reason. */
  ignoredReplies(sagaId: string): Promise<Readonly<Record<string, number>>>;
  deadMessageIds(): Promise<readonly string[]>;
}

/** Definitions beside the sagas; any replica's. */
export interface DefinitionPosting {
  /** Gives the new version. */
  post(name: string): Promise<number>;
  retire(name: string, version: number): Promise<void>;
}

export interface SagaStoreFixture {
  /** Two stores on the same sagas, as two replicas have. */
  readonly store: SagaStore;
  readonly otherStore: SagaStore;
  /** Whose new commands may be claimed at once. */
  readonly unleasedStore: SagaStore;
  /** Of the same installation. */
  readonly presence: PresenceStore;
  readonly pulse: PulseStore;
  readonly definitions: DefinitionPosting;
  readonly inspection: StoreInspection;
  dispose(): Promise<void>;
}

/** The only definition that fixtures know. */
export const CONTRACT_DOCUMENT = {
  name: 'contract',
  steps: [
    { name: 'first', command: 'one.do', compensation: 'one.undo' },
    { name: 'second', command: 'two.do', compensation: 'two.undo' },
  ],
};

export const NOTHING: BatchWrites = noWrites();
export const LONG_AGO = Date.UTC(2020, 0, 1);
export const FAR_AWAY = Date.UTC(2090, 0, 1);
export const LEASE_MS = 3_600_000;

const definition = compile(CONTRACT_DOCUMENT);

export interface StartOptions {
  readonly key?: string;
  readonly fingerprint?: string;
  readonly wakeAt?: number;
  readonly on?: SagaStore;
  /** Of its input, which is kept. */
  readonly chars?: number;
}

/** The store under test, and what tests do with it all the time. */
export class StoreAccess {
  constructor(readonly fixture: SagaStoreFixture) {}

  get store(): SagaStore {
    return this.fixture.store;
  }

  async start(options: StartOptions = {}): Promise<Begun & { readonly result: BatchResult }> {
    const begun = begin(options);
    const result = await (options.on ?? this.store).transact(workOf({}, () => begun.writes));
    return { ...begun, result };
  }

  /** null: there is no such saga. */
  async read(sagaId: string): Promise<SagaState | null> {
    let found: SagaState | null = null;
    await this.store.transact(
      workOf({ sagaIds: [sagaId] }, ({ sagas }) => {
        found = sagas.get(sagaId)?.state ?? null;
        return NOTHING;
      }),
    );
    return found;
  }
}

export interface Begun {
  readonly state: SagaState;
  readonly writes: BatchWrites;
}

/** What a start writes. */
export function begin(options: StartOptions = {}): Begun {
  const sagaId = newSagaId();
  const text = 'x'.repeat(options.chars ?? 0);
  const input: SagaInput = { type: 'start', at: Date.now(), sagaId, key: null, input: { text } };
  const decision = decide(definition, null, input);
  if (decision.type !== 'transition') throw new Error(`a start was ${decision.type}`);
  const { state, events, commands } = decision;
  const writes: BatchWrites = {
    ...NOTHING,
    starts: [
      {
        state,
        wakeAt: options.wakeAt ?? FAR_AWAY,
        idempotencyKey: options.key ?? null,
        fingerprint: options.fingerprint ?? null,
      },
    ],
    history: [
      {
        ...{ sagaId, version: 1, at: input.at, input: { type: 'start' }, events },
        ...{ statusBefore: null, status: state.status },
      },
    ],
    outgoing: commands,
  };
  return { state, writes };
}

/** What one batch writes that begins all of them. */
export function together(sagas: readonly Begun[]): BatchWrites {
  return {
    ...NOTHING,
    starts: sagas.flatMap(({ writes }) => writes.starts),
    history: sagas.flatMap(({ writes }) => writes.history),
    outgoing: sagas.flatMap(({ writes }) => writes.outgoing),
  };
}

/** Any transition at all. */
export function move(state: SagaState): BatchWrites {
  const next = { ...state, version: state.version + 1 };
  const wakeAt = next.endedAt === null ? FAR_AWAY : null;
  const statuses = { statusBefore: state.status, status: next.status };
  const entry = { sagaId: state.id, version: next.version, at: next.updatedAt, events: [] };
  return {
    ...NOTHING,
    updates: [{ state: next, versionBefore: state.version, wakeAt }],
    history: [{ ...entry, ...statuses, input: { type: 'timer' } }],
  };
}

export function workOf(part: Partial<BatchWork>, decideBatch: BatchWork['decide']): BatchWork {
  const empty = { families: [], sagaIds: [], withWaits: [], actionKeys: [], wanted: [] };
  const readBytesMax = Number.MAX_SAFE_INTEGER;
  const sent = { messageIds: [], batchIds: [] };
  return { ...empty, sent, readBytesMax, ...part, decide: decideBatch };
}

export function ignored(sagaId: string, reason: IgnoredReply['reason']): IgnoredReply {
  const attempt = { step: 'first', iteration: 0, direction: 'execute', attempt: 1 } as const;
  return { sagaId, ...attempt, outcome: 'succeeded', reason };
}

export function auditEntry(state: SagaState): AuditEntry {
  return {
    id: randomUUID(),
    at: Date.now(),
    actor: 'someone',
    action: 'cancel',
    sagaId: state.id,
    reason: 'a test',
    request: { name: 'cancel' },
    origin: { via: 'api', credential: null, previewHash: null, operationId: null },
    idempotencyKey: randomUUID(),
    fingerprint: 'print',
    statusBefore: 'running',
    versionBefore: 1,
    statusAfter: 'compensating',
    versionAfter: 2,
  };
}

/** An id that is smaller, and greater than those of the tests before. */
export function before(id: string | undefined): string {
  return `${(id ?? '').slice(0, -4)}0000`;
}
