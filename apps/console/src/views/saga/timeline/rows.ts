import type { SagaEvent } from '#engine';
import type { components } from '../../../api/schema';
import type { Happening } from '../history/happening';
import type { Kind, Row, Segment, Tick } from './kinds';
import { withPauses, type Pause } from './pauses';

type Awaited = components['schemas']['WaitingOn'];
type Reply = Extract<Happening['input'], { readonly type: 'reply' }>;
type Issued = Extract<SagaEvent, { readonly type: 'command-issued' }>;

/** What time went into, a row for each step and each undo, in the order in which they began. */
export function rowsOf(
  happenings: readonly Happening[],
  waitingOn: readonly Awaited[] = [],
): readonly Row[] {
  const rows = new Rows();
  for (const { events, at, input } of happenings) {
    if (input.type === 'reply') rows.answered(stepOf(input, events), input, at);
    for (const event of events) rows.take(event, at);
  }
  return rows.told(waitingOn);
}

interface OpenSegment {
  kind: Kind;
  from: number;
  note: string;
}

interface OpenRow {
  readonly step: string;
  readonly isUndo: boolean;
  readonly segments: Segment[];
  readonly ticks: Tick[];
  attempts: number;
  open: OpenSegment | null;
}

const AFTER: Readonly<Record<Issued['direction'], Kind>> = {
  execute: 'sent',
  compensate: 'undo',
  // it is asked what became of it
  inquire: 'unknown',
};

class Rows {
  private readonly rows = new Map<string, OpenRow>();
  private readonly pauses: Pause[] = [];

  /** How much of the time until an answer its participant worked; the queue had the rest. */
  answered(step: string, { tookMs }: Reply, at: number): void {
    const row = this.rows.get(`step ${step}`);
    if (tookMs === undefined || row?.open?.kind !== 'sent') return;
    const { from, note } = row.open;
    row.open.kind = 'queue';
    // its clock may run a little faster than ours
    this.begin(row, 'participant', { at: Math.max(from, at - tookMs), note });
  }

  take(event: SagaEvent, at: number): void {
    switch (event.type) {
      case 'locks-requested':
        return this.begin(this.row('', false), 'turn', { at, note: 'for its locks' });
      case 'locks-acquired':
        return this.end(this.row('', false), at);
      case 'saga-paused':
        this.pauses.push({ from: at, to: null });
        return;
      case 'pause-ended':
        return this.endPause(at);
      case 'saga-completed':
      case 'saga-compensated':
      case 'saga-abandoned':
        for (const row of this.rows.values()) this.end(row, at);
        return this.endPause(at);
      default:
        if ('step' in event && typeof event.step === 'string') this.ofStep(event, at);
    }
  }

  private ofStep(event: Extract<SagaEvent, { readonly step: string }>, at: number): void {
    const isUndo = 'direction' in event && event.direction === 'compensate';
    const row = (): OpenRow => this.row(event.step, isUndo);
    switch (event.type) {
      case 'command-issued':
        return this.issue(row(), event, at);
      case 'command-held':
      case 'step-held':
        return this.begin(row(), 'paused', { at, note: 'held' });
      case 'retry-held':
        return this.begin(row(), 'paused', { at, note: 'its retry is held' });
      case 'step-released':
        return this.end(row(), at);
      case 'wait-opened': {
        const { signal, event: awaited } = event;
        const what = awaited === undefined ? `the signal ${signal}` : `the event ${awaited.name}`;
        const isForTime = awaited === undefined && signal === null;
        return this.begin(row(), 'turn', { at, note: isForTime ? 'a delay' : `for ${what}` });
      }
      case 'timeout-postponed':
        return this.postpone(this.openRow(event.step), event.because, at);
      case 'attempt-failed':
        return this.fail(this.row(event.step, isUndo), event, at);
      case 'retry-scheduled':
        return this.begin(row(), 'back-off', { at, note: '' });
      case 'step-stuck':
        this.tick(row(), { at, text: `stuck: ${event.error.code}`, isError: true });
        return this.begin(row(), 'stuck', { at, note: event.error.code });
      case 'step-refused':
      case 'step-failed':
        this.tick(row(), { at, text: event.error.code, isError: true });
        return this.end(this.openRow(event.step), at);
      case 'step-succeeded':
      case 'step-compensated':
      case 'step-caught':
      case 'wait-closed':
      case 'signal-taken':
      case 'event-taken':
      case 'iteration-opened':
        return this.end(this.openRow(event.step), at);
      case 'event-published':
        return this.tick(row(), { at, text: `event ${event.event}`, isError: false });
      default:
    }
  }

  private issue(row: OpenRow, { direction, attempt }: Issued, at: number): void {
    const other = this.openRow(row.step);
    if (other !== null && other !== row) this.end(other, at);
    const note = `${direction === 'inquire' ? 'asked, ' : ''}attempt ${attempt}`;
    this.begin(row, AFTER[direction], { at, note });
    this.tick(row, { at, text: note, isError: false });
    row.attempts++;
  }

  /** What was thought to be sent was not. */
  private postpone(row: OpenRow | null, because: string, at: number): void {
    const open = row?.open;
    if (!row || !open) return;
    const { kind, note } = open;
    if (because === 'unsent') {
      open.kind = 'outbox';
    } else if (because === 'sent-late') {
      open.kind = 'outbox';
      this.begin(row, row.isUndo ? 'undo' : kind === 'unknown' ? kind : 'sent', { at, note });
    } else if (because === 'lost') {
      this.tick(row, { at, text: 'lost on the way, sent again', isError: true });
    }
  }

  private fail(
    asked: OpenRow,
    event: Extract<SagaEvent, { readonly type: 'attempt-failed' }>,
    at: number,
  ): void {
    const row = asked.open === null ? (this.openRow(event.step) ?? asked) : asked;
    if (row.open !== null && event.outcome === 'unknown') row.open.kind = 'unknown';
    this.end(row, at);
    const text = `attempt ${event.attempt}: ${event.error.code}`;
    this.tick(row, { at, text, isError: true });
  }

  private begin(row: OpenRow, kind: Kind, { at, note }: { at: number; note: string }): void {
    this.end(row, at);
    row.open = { kind, from: at, note };
  }

  private end(row: OpenRow | null, at: number): void {
    if (!row?.open) return;
    if (at > row.open.from) row.segments.push({ ...row.open, to: at });
    row.open = null;
  }

  private endPause(at: number): void {
    const last = this.pauses.at(-1);
    if (last?.to === null) this.pauses[this.pauses.length - 1] = { ...last, to: at };
  }

  private tick(row: OpenRow, tick: Tick): void {
    row.ticks.push(tick);
  }

  private row(step: string, isUndo: boolean): OpenRow {
    const name = `${isUndo ? 'undo' : 'step'} ${step}`;
    const known = this.rows.get(name);
    if (known !== undefined) return known;
    const row: OpenRow = { step, isUndo, segments: [], ticks: [], attempts: 0, open: null };
    this.rows.set(name, row);
    return row;
  }

  /** The row of a step in which something is under way; null: nothing is. */
  private openRow(step: string): OpenRow | null {
    const rows = [this.rows.get(`undo ${step}`), this.rows.get(`step ${step}`)];
    return rows.find((row) => row !== undefined && row.open !== null) ?? null;
  }

  told(waitingOn: readonly Awaited[]): readonly Row[] {
    for (const awaited of waitingOn) this.refine(awaited);
    return [...this.rows.values()].map(({ open, ...row }) => {
      const now = open === null ? [] : [{ ...open, to: null }];
      return { ...row, segments: withPauses([...row.segments, ...now], this.pauses) };
    });
  }

  /** What goes on now is known better than the history tells. */
  private refine({ code, step, direction, since }: Awaited): void {
    const kind = KNOWN_NOW[code];
    if (kind === undefined || step === null) return;
    const row = this.row(step, direction === 'compensate');
    if (row.open !== null) row.open.kind = kind;
    else if (kind === 'limit') row.open = { kind, from: Date.parse(since), note: '' };
  }
}

/** Of a loop, the iteration that the reply was for: `reserve[1]`. */
function stepOf({ step }: Reply, events: readonly SagaEvent[]): string {
  const steps = events.map((event) => ('step' in event ? event.step : ''));
  return steps.find((name) => name.startsWith(`${step}[`)) ?? step;
}

const KNOWN_NOW: Partial<Record<Awaited['code'], Kind>> = {
  'no-consumer': 'queue',
  outbox: 'outbox',
  limit: 'limit',
};
