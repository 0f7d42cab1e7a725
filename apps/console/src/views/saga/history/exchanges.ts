import type { SagaEvent, SagaError } from '#engine';
import { keyOf, type Happening } from './happening';

type Issued = Extract<SagaEvent, { readonly type: 'command-issued' }>;

/** How an attempt ended. */
export interface Answer {
  readonly at: number;
  /** Of the happening with the answer. */
  readonly key: string;
  readonly outcome: 'succeeded' | 'refused' | 'errored' | 'no answer' | 'given up';
  /** undefined: an outcome without one. */
  readonly output?: unknown;
  readonly error: SagaError | null;
}

/** A command that was sent, and what came back. */
export interface Exchange {
  readonly step: string;
  readonly direction: Issued['direction'];
  readonly iteration: number;
  readonly attempt: number;
  readonly command: string;
  /** undefined: the history has none, as with an inquiry. Later attempts have that of the first. */
  readonly data: unknown;
  readonly sentAt: number;
  /** Of the happening that sent it. */
  readonly key: string;
  /** null: none yet, as far as the history has been read. */
  readonly answer: Answer | null;
}

/** All commands of a saga with their answers, in the order in which they were sent. */
export function exchangesOf(happenings: readonly Happening[]): readonly Exchange[] {
  const exchanges: Exchange[] = [];
  const open = new Map<string, number>();
  const data = new Map<string, unknown>();
  for (const happening of happenings) {
    for (const event of happening.events) {
      if (event.type === 'command-held' && event.data !== undefined) {
        data.set(event.step, event.data);
      }
      if (event.type === 'command-issued') {
        if (event.data !== undefined) data.set(event.step, event.data);
        open.set(event.step, exchanges.length);
        exchanges.push(sent(event, happening, data.get(event.step)));
        continue;
      }
      if (!('step' in event)) continue;
      const at = open.get(event.step);
      const exchange = at === undefined ? undefined : exchanges[at];
      if (at === undefined || exchange === undefined) continue;
      const answer = answerIn(event, happening, exchange);
      if (answer === null) continue;
      exchanges[at] = { ...exchange, answer };
      open.delete(event.step);
    }
  }
  return exchanges;
}

function sent(event: Issued, happening: Happening, data: unknown): Exchange {
  const { step, direction, iteration, attempt, command } = event;
  const own = { step, direction, iteration, attempt, command };
  const carried = direction === 'execute' ? data : undefined;
  return { ...own, data: carried, sentAt: happening.at, key: keyOf(happening), answer: null };
}

/** null: it does not end the attempt. */
function answerIn(event: SagaEvent, happening: Happening, sent: Exchange): Answer | null {
  const at = { at: happening.at, key: keyOf(happening) };
  switch (event.type) {
    case 'step-succeeded':
      return { ...at, outcome: 'succeeded', output: event.output, error: null };
    case 'step-compensated':
      return { ...at, outcome: 'succeeded', output: { result: event.result }, error: null };
    case 'step-refused':
      return { ...at, outcome: 'refused', error: event.error };
    case 'attempt-failed': {
      const outcome = event.outcome === 'unknown' ? 'no answer' : 'errored';
      return { ...at, outcome, error: event.error };
    }
    case 'step-failed':
    case 'step-caught':
    case 'step-stuck':
      return { ...at, outcome: 'given up', error: event.error };
    case 'iteration-opened':
      // an inquiry found that nothing had happened, and the step starts over
      return sent.direction === 'inquire' ? { ...at, outcome: 'succeeded', error: null } : null;
    default:
      return null;
  }
}
