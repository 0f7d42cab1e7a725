import { participantOfCommand } from '#protocol';
import type { SagaEvent } from '../state/saga-event.js';
import type { Direction, SagaError } from '../state/saga-state.js';
import type { ActedBy, Entry, Happening } from './entry.js';
import { textOf } from './event-texts.js';

/** What was begun and has not ended, by step. */
interface Begun {
  readonly at: number;
  readonly direction: Direction | null;
  readonly attempt: number | null;
  readonly command: string | null;
}

export interface TimelineContext {
  /** When the saga started, in ms since the epoch. */
  readonly startedAt: number;
  /** What happened just before: in it are the beginnings of what now ends. Default: nothing. */
  readonly earlier?: readonly Happening[];
}

/** Tells what happened to a saga, line by line, from its history alone. */
export function timelineOf(
  happenings: readonly Happening[],
  { startedAt, earlier = [] }: TimelineContext,
): readonly Entry[] {
  const begun = new Map<string, Begun>();
  for (const { at, events } of earlier) {
    for (const event of events) follow(begun, event, at);
  }
  return happenings.flatMap((happening) =>
    happening.ignored === null
      ? entriesOf(happening, { begun, startedAt })
      : ignoredEntry(happening, happening.ignored),
  );
}

function entriesOf(
  { version, at, events }: Happening,
  { begun, startedAt }: { readonly begun: Map<string, Begun>; readonly startedAt: number },
): readonly Entry[] {
  const by = actedBy(events);
  return events.flatMap((event): readonly Entry[] => {
    const text = textOf(event);
    const step = stepOf(event);
    const open = step === null ? undefined : begun.get(step);
    follow(begun, event, at);
    if (text === null) return [];
    // of a command its own event says more than what was begun before it
    const about = event.type === 'command-issued' ? commandIn(event, at) : open;
    const command = about?.command ?? null;
    return [
      {
        at,
        version,
        step,
        direction: directionOf(event) ?? about?.direction ?? null,
        what: event.type,
        attempt: 'attempt' in event ? event.attempt : (about?.attempt ?? null),
        participant: command === null ? null : participantOfCommand(command),
        command,
        durationMs: durationOf(event, at, { open, startedAt }),
        by,
        error: errorOf(event),
        text,
      },
    ];
  });
}

function ignoredEntry(
  { at, version, input }: Happening,
  { reason, times }: NonNullable<Happening['ignored']>,
): readonly Entry[] {
  if (input.type !== 'reply') return [];
  const { step, direction, attempt, outcome } = input;
  const often = times > 1 ? ` (${times} times)` : '';
  const text = `late reply for ${step} ignored${often}: ${outcome}, ${reason}`;
  const of = { participant: null, command: null, durationMs: null, by: null, error: null };
  return [{ at, version, step, direction, what: 'reply-ignored', attempt, ...of, text }];
}

/** An operator's act and all that followed from it are one transition. */
function actedBy(events: readonly SagaEvent[]): ActedBy | null {
  for (const event of events) {
    if (event.type !== 'operator-acted') continue;
    const { action, actor, reason, confirmedBy = null } = event;
    return { actor, action: action.name, reason, confirmedBy };
  }
  return null;
}

/** Remembers what began, and forgets what ended. */
function follow(begun: Map<string, Begun>, event: SagaEvent, at: number): void {
  switch (event.type) {
    case 'command-issued':
      begun.set(event.step, commandIn(event, at));
      return;
    case 'wait-opened':
      begun.set(event.step, { at, direction: null, attempt: null, command: null });
      return;
    default:
      if (ENDS.has(event.type) && 'step' in event) begun.delete(event.step);
  }
}

function commandIn(event: Extract<SagaEvent, { type: 'command-issued' }>, at: number): Begun {
  const { direction, attempt, command } = event;
  return { at, direction, attempt, command };
}

/** Events with which an attempt, a wait or an undo is over. */
const ENDS: ReadonlySet<SagaEvent['type']> = new Set<SagaEvent['type']>([
  'attempt-failed',
  'step-succeeded',
  'step-refused',
  'step-compensated',
  'step-caught',
  'signal-taken',
  'event-taken',
  'wait-closed',
]);

const SAGA_ENDS: ReadonlySet<SagaEvent['type']> = new Set<SagaEvent['type']>([
  'saga-completed',
  'saga-compensated',
  'saga-abandoned',
]);

function durationOf(
  { type }: SagaEvent,
  at: number,
  { open, startedAt }: { readonly open: Begun | undefined; readonly startedAt: number },
): number | null {
  if (SAGA_ENDS.has(type)) return at - startedAt;
  return open !== undefined && ENDS.has(type) ? at - open.at : null;
}

function stepOf(event: SagaEvent): string | null {
  if ('step' in event) return event.step;
  if (event.type !== 'operator-acted') return null;
  const { action } = event;
  if (action.name === 'compensate') return action.toStep ?? null;
  return 'step' in action ? (action.step ?? null) : null;
}

function directionOf(event: SagaEvent): Direction | null {
  return 'direction' in event ? event.direction : null;
}

function errorOf(event: SagaEvent): SagaError | null {
  if ('error' in event) return event.error;
  return event.type === 'abort-decided' ? event.abort.error : null;
}
