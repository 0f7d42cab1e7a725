import type { OnModuleDestroy } from '@nestjs/common';
import type { BulkWork } from '#persistence';
import { fingerprintOf, type Pulse } from '#runtime';
import { RepeatingTask, systemClock, type ReportFault } from '#resilience';
import type { JsonValue } from '#protocol';
import type { SagaQueries } from '#queries';
import type { EngineHost } from '../engine-host.js';
import type { ActionOnSaga, EditedRetries } from './edited-retry.js';
import { nextMove } from './bulk-plan.js';

type ClaimedBulk = NonNullable<Awaited<ReturnType<BulkWork['claim']>>>;
type HeldBulk = NonNullable<Awaited<ReturnType<BulkWork['hold']>>>;
type BulkResult = Parameters<BulkWork['write']>[1][number];

export interface BulkRunnerParts {
  readonly work: BulkWork;
  readonly engine: Pick<EngineHost, 'operate' | 'queued'> & {
    readonly pulse: Pick<Pulse, 'listen'>;
  };
  /** Uses connections that readers cannot exhaust. */
  readonly sagas: Pick<SagaQueries, 'find'>;
  readonly edited: Pick<EditedRetries, 'on'>;
  readonly report: ReportFault;
}

/** How often a bulk is looked at: what people see of a pause, or of it stopping by itself. */
const TICK_MS = 250;
/** At once carried out by a replica; others wait for their turn. */
const HELD_MAX = 4;
/** Sagas a second of each bulk, if nothing else is said: a tenth of what a replica can do. */
const RATE_MAX = 100;
/** Actions on their way at once: what a batch of the pipeline hardly feels. */
const AT_ONCE_MAX = 10;
/** With more inputs waiting than these, a bulk waits, too. */
const QUEUE_MAX = 500;
const OUTCOMES_EVERY_MS = 500;

interface Running {
  readonly bulk: ClaimedBulk;
  /** Sagas that may be acted on now. */
  allowance: number;
  refilledAt: number;
  lookedAt: number;
}

/** After these nothing is awaited: the saga need not come to rest. */
const ENDS_AT_ONCE: ReadonlySet<string> = new Set(['release-lock', 'migrate', 'pause', 'resume']);

/**
 * Carries out bulks. Whatever it does can be done again by another process: an action on a saga has
 * an idempotency key of the bulk and the saga, so that it is done once, whoever repeats it.
 */
export class BulkRunner implements OnModuleDestroy {
  private readonly task: RepeatingTask;
  private readonly running = new Map<string, Running>();

  constructor(private readonly parts: BulkRunnerParts) {
    this.task = new RepeatingTask(systemClock, () => this.tick());
    this.task.start(Infinity);
    parts.engine.pulse.listen((reading) => {
      if (reading?.areBulksDue === true) this.wake();
    });
  }

  /** There is a bulk to carry out. */
  wake(): void {
    this.task.hurry(0);
  }

  /** Others go on with its bulks at once. */
  async onModuleDestroy(): Promise<void> {
    await this.task.stop();
    for (const { bulk } of this.running.values()) {
      await this.parts.work.release(bulk).catch((error: unknown) => this.report(error));
    }
  }

  private async tick(): Promise<number> {
    try {
      await this.claim();
      for (const running of this.running.values()) await this.move(running);
    } catch (error) {
      // it goes on where it was, here or elsewhere
      this.report(error);
      this.running.clear();
    }
    return this.running.size > 0 ? TICK_MS : Infinity;
  }

  private async claim(): Promise<void> {
    while (this.running.size < HELD_MAX) {
      const bulk = await this.parts.work.claim();
      if (bulk === null) return;
      const now = systemClock.now();
      const running = { bulk, allowance: 1, refilledAt: now, lookedAt: -Infinity };
      this.running.set(bulk.id, running);
    }
  }

  private async move(running: Running): Promise<void> {
    const { bulk } = running;
    await this.look(running);
    const held = await this.parts.work.hold(bulk);
    if (held === null) {
      this.running.delete(bulk.id);
      return;
    }
    const move = nextMove(bulk, held);
    switch (move.type) {
      case 'act':
        return this.act(running, held);
      case 'wait':
        return;
      case 'next-stage':
        await this.parts.work.nextStage(bulk, { after: held.stage, stageEnd: move.stageEnd });
        return;
      case 'stop':
      case 'done':
        this.running.delete(bulk.id);
        return this.parts.work.end(bulk, held, move.type === 'stop' ? move : null);
      default:
        return move satisfies never;
    }
  }

  private async look(running: Running): Promise<void> {
    const now = systemClock.now();
    if (now < running.lookedAt + OUTCOMES_EVERY_MS) return;
    running.lookedAt = now;
    await this.parts.work.noteOutcomes(running.bulk);
  }

  private async act(running: Running, { stageEnd }: HeldBulk): Promise<void> {
    if (this.parts.engine.queued() > QUEUE_MAX) return;
    const { bulk } = running;
    const limit = this.allow(running);
    if (limit === 0) return;
    const sagas = await this.parts.work.next(bulk, { place: stageEnd, limit });
    running.allowance -= sagas.length;
    for (let from = 0; from < sagas.length; from += AT_ONCE_MAX) {
      const part = sagas.slice(from, from + AT_ONCE_MAX);
      const results = await Promise.all(part.map((saga) => this.operate(bulk, saga)));
      await this.parts.work.write(bulk, results);
    }
  }

  /** How many may be acted on now: of one second at most. */
  private allow(running: Running): number {
    const rate = Math.min(running.bulk.rate ?? RATE_MAX, RATE_MAX);
    const now = systemClock.now();
    const gained = ((now - running.refilledAt) / 1000) * rate;
    running.allowance = Math.min(running.allowance + gained, rate);
    running.refilledAt = now;
    return Math.floor(running.allowance);
  }

  private async operate(
    bulk: ClaimedBulk,
    { place, sagaId }: { readonly place: number; readonly sagaId: string },
  ): Promise<BulkResult> {
    const { id, action, actor, reason, credential, confirmedBy } = bulk;
    const own = await this.actionOn(bulk, sagaId);
    if ('code' in own) return refused(place, own.code, own.detail);
    const result = await this.parts.engine.operate({
      sagaId,
      ...own,
      actor,
      reason,
      ...(confirmedBy === null ? {} : { confirmedBy }),
      origin: { via: 'bulk', credential, operationId: id },
      // no caller can have it: theirs begin with where they came from
      idempotencyKey: `bulk:${id}/${sagaId}`,
      fingerprint: fingerprintOf({ bulk: id, sagaId, action } as unknown as JsonValue),
    });
    switch (result.type) {
      case 'done': {
        const outcome = ENDS_AT_ONCE.has(action.name) ? 'good' : null;
        return { place, state: 'done', code: null, detail: null, outcome };
      }
      case 'rejected':
        return refused(place, result.code, result.detail);
      case 'not-found':
        return refused(place, 'SAGA_NOT_FOUND', 'There is no such saga.');
      case 'outdated':
        return refused(place, 'PREVIEW_OUTDATED', 'It would not do what was previewed.');
      case 'key-reused':
        return refused(place, 'IDEMPOTENCY_KEY_REUSED', 'Something else has its key.');
    }
  }

  /** What an edit makes of it depends on what the saga's own step sent. */
  private async actionOn({ action }: ClaimedBulk, sagaId: string): Promise<ActionOnSaga> {
    if (!('patch' in action)) return { action };
    const state = await this.parts.sagas.find(sagaId);
    if (state === null) return { code: 'SAGA_NOT_FOUND', detail: 'There is no such saga.' };
    return this.parts.edited.on(state, action);
  }

  private report(error: unknown): void {
    this.parts.report({ during: 'carry out a bulk', error });
  }
}

function refused(place: number, code: string, detail: string): BulkResult {
  return { place, state: 'refused', code, detail, outcome: null };
}
