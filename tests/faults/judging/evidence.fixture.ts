import type { SagaInput } from '../definitions.js';
import type { Evidence, FaultRecord, HistoryEntry, LedgerRow, SagaRow } from './evidence.js';
import type { JsonObject } from '../json.js';
import type { Start } from '../load.js';

const BEGAN_AT = Date.parse('2026-01-01T00:00:00Z');
const INPUT: SagaInput = { workMs: 10, refuseAt: null, shelf: 1 };

/** Evidence of a run without any fault, made by hand; each test then spoils it. */
export class SampleRun {
  readonly starts: Start[] = [];
  readonly sagas: SagaRow[] = [];
  readonly ledger: LedgerRow[] = [];
  readonly histories = new Map<string, readonly HistoryEntry[]>();
  faults: FaultRecord[] = [];
  deaths: Evidence['deaths'] = [];
  leftovers: Evidence['leftovers'] = {
    outbox: 0,
    locks: 0,
    inboxOpen: 0,
    deadMessages: [],
    queues: [],
  };
  private tick = 0;

  /** The instant of the next event: a second after the previous one. */
  now(): number {
    return BEGAN_AT + 1_000 * ++this.tick;
  }

  /** A saga that was requested, acknowledged, and ended as it should. */
  saga(definition: string, status: string, input: Partial<SagaInput> = {}): SagaRow {
    const saga = this.row(definition, status, null);
    this.starts.push({
      key: saga.key ?? '',
      definition,
      input: { ...INPUT, ...input },
      wantedAt: saga.createdAt,
      sagaId: saga.id,
      acknowledgedAt: saga.createdAt,
      refusedWith: null,
    });
    return saga;
  }

  child(parent: SagaRow, definition: string, status: string): SagaRow {
    return this.row(definition, status, parent);
  }

  did(saga: SagaRow, ...deeds: readonly string[]): void {
    this.write('do', saga, deeds);
  }

  undid(saga: SagaRow, ...deeds: readonly string[]): void {
    this.write('undo', saga, deeds);
  }

  /** A step that was given up after one attempt. */
  gaveUp(saga: SagaRow, step: string, outcome: string): void {
    const attempt = { step, direction: 'execute', attempt: 1 };
    this.histories.set(saga.id, [
      this.entry(saga, { type: 'command-issued', ...attempt }),
      this.entry(saga, { type: 'attempt-failed', ...attempt, outcome }),
      this.entry(saga, { type: 'step-failed', step }),
    ]);
  }

  /** Lasts from the first instant of the run to now. */
  fault(name: FaultRecord['name'], target: string): void {
    const span = { beganAt: BEGAN_AT, endedAt: this.now() };
    this.faults.push({ number: 1, name, target, atS: 0, lastsS: 1, ...span });
  }

  evidence(): Evidence {
    const { starts, sagas, ledger, histories, faults, deaths, leftovers } = this;
    return {
      beganAt: BEGAN_AT,
      endedAt: this.now(),
      starts,
      sagas,
      ledger,
      histories,
      faults,
      deaths,
      leftovers,
      looks: [],
      failedAttempts: [],
    };
  }

  private row(definition: string, status: string, parent: SagaRow | null): SagaRow {
    const number = this.sagas.length + 1;
    const saga = {
      id: `id-${number}`,
      definition,
      key: parent?.key ?? `key-${number}`,
      parentId: parent?.id ?? null,
      status,
      version: 5,
      createdAt: this.now(),
      endedAt: this.now(),
      error: null,
      entries: 5,
      firstEntry: 1,
      lastEntry: 5,
    };
    this.sagas.push(saga);
    return saga;
  }

  /** `stock first`, or `stock lines 2` for an iteration. */
  private write(what: 'do' | 'undo', saga: SagaRow, deeds: readonly string[]): void {
    for (const deed of deeds) {
      const [participant = '', step = '', iteration = '0'] = deed.split(' ');
      this.ledger.push({
        participant,
        id: this.ledger.length,
        at: this.now(),
        what,
        step,
        key: `${saga.id}/${step}/${iteration}`,
        sagaId: saga.id,
        iteration: Number(iteration),
      });
    }
  }

  private entry(saga: SagaRow, event: JsonObject) {
    return { sagaId: saga.id, version: 1, at: this.now(), input: {}, events: [event] };
  }
}
