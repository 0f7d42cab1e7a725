import type { components } from '../../api/schema';

type Saga = components['schemas']['Saga'];
type Step = Saga['steps'][number];
export type HistoryEntry = components['schemas']['HistoryEntry'];

/** What became of one step, or of one iteration of a loop. */
export interface StepTrace {
  readonly name: string;
  readonly status: string;
  /** When it began among the steps of its saga, from 1; null: it has not begun. */
  readonly place: number | null;
  /** Attempts to execute and to undo it. */
  readonly attempts: number;
  /** From its beginning to its first outcome, in ms; null: it has none. */
  readonly durationMs: number | null;
  /** What its command was sent with; undefined: it was sent none. */
  readonly input: unknown;
  readonly output: unknown;
  readonly error: { readonly code: string; readonly message: string } | null;
}

interface Told {
  begunAt: number | null;
  place: number | null;
  endedAt: number | null;
  input: unknown;
}

/** What became of the steps of a saga, in the order of its definition. */
export function tracesOf(saga: Saga, history: readonly HistoryEntry[]): readonly StepTrace[] {
  const told = toldBy(history);
  const steps = saga.steps.flatMap((step) => [step, ...step.iterations]);
  return steps.map((step) => traceOf(step, told.get(step.name)));
}

function traceOf({ name, status, attempts, output, error }: Step, told?: Told): StepTrace {
  const { begunAt = null, endedAt = null, place = null, input } = told ?? {};
  const durationMs = begunAt === null || endedAt === null ? null : endedAt - begunAt;
  const all = attempts.execute + attempts.compensate;
  return { name, status, place, attempts: all, durationMs, input, output, error };
}

const BEGINS: ReadonlySet<string> = new Set([
  ...['command-issued', 'command-held', 'wait-opened', 'event-published', 'iterations-opened'],
]);
const ENDS: ReadonlySet<string> = new Set([
  ...['step-succeeded', 'step-refused', 'step-failed', 'step-stuck', 'step-caught', 'catch-begun'],
  ...['signal-taken', 'event-taken'],
]);

function toldBy(history: readonly HistoryEntry[]): ReadonlyMap<string, Told> {
  const told = new Map<string, Told>();
  const items = new Map<string, number>();
  let places = 0;
  const of = (name: string): Told => {
    const known = told.get(name) ?? { begunAt: null, place: null, endedAt: null, input: undefined };
    told.set(name, known);
    return known;
  };
  for (const { at, events } of history) {
    for (const event of events) {
      if (!('step' in event) || typeof event.step !== 'string') continue;
      const { step: name, type } = event;
      const known = of(name);
      if (BEGINS.has(type) && known.begunAt === null) {
        known.begunAt = Date.parse(at);
        known.place = places += 1;
      }
      // of what it was sent anew, the latest counts
      if ('data' in event && type === 'command-issued') known.input = event.data;
      if (type === 'iterations-opened') {
        const opened = items.get(name) ?? 0;
        event.items.forEach(({ data }, place) => (of(`${name}[${opened + place}]`).input = data));
        items.set(name, opened + event.items.length);
      }
      if (type === 'iterations-dropped') items.delete(name);
      if (ENDS.has(type) && known.begunAt !== null) known.endedAt ??= Date.parse(at);
    }
  }
  return told;
}
