import { describeInput, nextWakeAt, type Command, type SagaInput } from '#engine';
import type { pausePorts } from '#ports';
import { replyOf, VirtualSaga } from '#simulation';
import { ManualClock } from '#testing-internal';
import { compile } from '#testing-sagas';
import { AutomaticPauses } from './automatic-pauses.js';
import type { AutomaticPauseRules } from './streaks.js';

/* Sagas, replicas and one participant that is away for a while, in virtual time. */

const TICK_MS = 40;
const BEGIN = Date.UTC(2030, 0, 1);
export const RETRY = { maxAttempts: 3, initialInterval: '200ms', jitter: 'none' };
const DEFINITION = compile({
  name: 'trip',
  defaults: { retry: RETRY, timeout: '1s', compensation: { retry: RETRY } },
  steps: [
    { name: 'book', command: 'hotel.book', compensation: 'hotel.cancel' },
    { name: 'pay', command: 'bank.pay', kind: 'pivot' },
    { name: 'mail', command: 'mail.send', kind: 'retryable' },
  ],
});

export interface World {
  readonly replicas: number;
  readonly sagas: number;
  /** When `bank` is away, in ms since the beginning; what it is sent then is lost. */
  readonly away: { readonly from: number; readonly to: number };
  /** How long a replica knows nothing of a change of the pauses. */
  readonly lagMs: number;
  /** A replica starts anew so often, and has forgotten what it counted; 0: never. */
  readonly restartMs: number;
  readonly rules: AutomaticPauseRules;
}

type Row = pausePorts.KnownPause & { nextProbeAt: number; after: number; probes: number };

/** The rows of `pause` and `pause_hold`, as all replicas share them. */
export class PauseRows implements Pick<
  pausePorts.AutomaticPauseStore,
  'beginAutomatic' | 'endAutomatic'
> {
  readonly rows: Row[] = [];
  private readonly versions: { readonly at: number; readonly rows: readonly Row[] }[] = [];

  constructor(private readonly now: () => number) {}

  get active(): readonly Row[] {
    return this.rows.filter(({ to }) => to === null);
  }

  beginAutomatic({ scope, reason, since, probeMs }: pausePorts.Suspicion): Promise<boolean> {
    const key = JSON.stringify(scope);
    const same = this.rows.filter((row) => JSON.stringify(row.scope) === key);
    if (same.some(({ to }) => to === null || to > since)) return Promise.resolve(false);
    const from = this.now();
    const pause = { scope, reason, from, to: null, withCompensations: false, isAutomatic: true };
    const probing = { nextProbeAt: from + probeMs, after: -1, probes: 0 };
    this.rows.push({ id: `pause-${this.rows.length}`, by: 'conductor', ...pause, ...probing });
    this.note();
    return Promise.resolve(true);
  }

  endAutomatic({ id }: { readonly id: string }): Promise<boolean> {
    const index = this.rows.findIndex((row) => row.id === id && row.to === null);
    const row = this.rows[index];
    if (row === undefined) return Promise.resolve(false);
    this.rows[index] = { ...row, to: this.now() };
    this.note();
    return Promise.resolve(true);
  }

  /** As they were so long ago. */
  known(lagMs: number): readonly Row[] {
    const at = this.now() - lagMs;
    return this.versions.findLast((version) => version.at <= at)?.rows ?? [];
  }

  private note(): void {
    this.versions.push({ at: this.now(), rows: [...this.rows] });
  }
}

interface Delivery {
  readonly at: number;
  readonly saga: number;
  readonly command: Command;
}

export class PauseWorld {
  at = BEGIN;
  readonly rows = new PauseRows(() => this.at);
  readonly sagas: readonly VirtualSaga[];
  /** Commands that `bank` was sent while it was away. */
  lost = 0;
  private replicas: AutomaticPauses[];
  private readonly replies: Delivery[] = [];
  private turn = 0;

  constructor(private readonly world: World) {
    this.sagas = Array.from({ length: world.sagas }, () => {
      return new VirtualSaga(DEFINITION, { at: this.at });
    });
    this.replicas = Array.from({ length: world.replicas }, () => this.newReplica());
    for (const index of this.sagas.keys()) {
      const sagaId = `01940000-0000-7000-8000-${String(index).padStart(12, '0')}`;
      this.take(index, { type: 'start', at: this.at, sagaId, key: null, input: {} });
    }
  }

  get statuses(): ReadonlySet<string> {
    return new Set(this.sagas.map(({ state }) => state.status));
  }

  /** Lets time pass until this many ms after the beginning. */
  async passTo(ms: number): Promise<void> {
    while (this.at < BEGIN + ms) {
      this.at += TICK_MS;
      this.restart();
      for (const reply of this.replies.splice(0)) this.deliver(reply);
      for (const [index, saga] of this.sagas.entries()) this.fire(index, saga);
      for (const row of this.rows.active) this.probe(row);
      // whatever a replica found out is written before it takes the next input
      for (const replica of this.replicas) await replica.settled();
    }
  }

  private newReplica(): AutomaticPauses {
    const { rows, world } = this;
    return new AutomaticPauses({
      store: rows,
      book: {
        get all() {
          return rows.known(world.lagMs);
        },
        changed: () => Promise.resolve(),
      },
      definitions: { find: () => DEFINITION },
      rules: world.rules,
      clock: new ManualClock(),
      report: ({ error }) => {
        throw error;
      },
    });
  }

  private restart(): void {
    const { restartMs } = this.world;
    if (restartMs === 0 || (this.at - BEGIN) % restartMs >= TICK_MS) return;
    this.replicas = [...this.replicas.slice(1), this.newReplica()];
  }

  private deliver(reply: Delivery): void {
    if (reply.at > this.at) return void this.replies.push(reply);
    const outcome = { type: 'succeeded', output: {} } as const;
    this.take(reply.saga, replyOf(reply.command, outcome, this.at));
  }

  private fire(index: number, saga: VirtualSaga): void {
    if (saga.state.endedAt !== null) return;
    const pauses = this.rows.known(this.world.lagMs);
    const by = { definition: DEFINITION, pauses, at: this.at };
    const dueAt = nextWakeAt(saga.state, by);
    const isReleased = pauses.some(({ to }) => to !== null && to >= this.at - 2 * TICK_MS - 1_000);
    if ((dueAt === null || dueAt > this.at) && !isReleased) return;
    this.take(index, { type: 'timer', at: this.at, unsent: [] });
  }

  /** One process has the turn, and tries the sagas behind the last one. */
  private probe(row: Row): void {
    if (row.nextProbeAt > this.at) return;
    row.nextProbeAt = this.at + this.world.rules.probeMs;
    const order = [...this.sagas.keys()].map(
      (index) => (row.after + 1 + index) % this.sagas.length,
    );
    for (const mayResend of [false, true]) {
      for (const index of order) {
        const probe = { pauseId: row.id, mayResend };
        const events = this.take(index, { type: 'timer', at: this.at, unsent: [], probe });
        if (!events.some((event) => 'probe' in event && event.probe !== undefined)) continue;
        row.after = index;
        row.probes++;
        return;
      }
    }
  }

  private take(index: number, input: SagaInput) {
    const saga = this.sagas[index];
    if (saga === undefined) throw new RangeError(`there is no saga ${index}`);
    saga.pauses = this.rows.known(this.world.lagMs);
    const before = saga.stateOrNull;
    const decision = saga.take(input);
    if (decision.type !== 'transition') return [];
    const { events, state, commands } = decision;
    for (const command of commands) this.send(index, command);
    const entry = { sagaId: state.id, version: state.version, at: input.at, events };
    const status = { statusBefore: before?.status ?? null, status: state.status };
    const history = [{ ...entry, ...status, input: describeInput(input) }];
    const updates =
      before === null ? [] : [{ state, before, versionBefore: before.version, wakeAt: null }];
    const replica = this.replicas[this.turn++ % this.replicas.length];
    replica?.observe({ history, updates });
    return events;
  }

  private send(saga: number, command: Command): void {
    const { from, to } = this.world.away;
    const ms = this.at - BEGIN;
    const isLost = command.participant === 'bank' && ms >= from && ms < to;
    if (isLost) this.lost++;
    else this.replies.push({ at: this.at + TICK_MS, saga, command });
  }
}
