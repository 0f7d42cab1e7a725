import fc from 'fast-check';
import { SIGNALS } from './schedule-arbitraries.js';

/** What a step does. */
export type ActionChoice =
  | { readonly type: 'command' }
  | { readonly type: 'saga' }
  | { readonly type: 'forEach'; readonly items: number; readonly maxParallel: number }
  | {
      readonly type: 'repeat';
      readonly maxIterations: number;
      readonly collect: boolean;
      /** A signal ends it too; null: none does. */
      readonly endsBy: string | null;
    }
  | {
      readonly type: 'wait';
      readonly signal: string;
      readonly timeout: keyof typeof TIMES;
      /** It takes only some of the signals of a schedule. */
      readonly isChoosy: boolean;
      readonly onTimeout: 'fail' | 'continue';
    }
  | {
      readonly type: 'event';
      readonly key: keyof typeof EVENT_KEYS;
      readonly where: keyof typeof WHERE;
      readonly timeout: keyof typeof TIMES;
      readonly onTimeout: 'fail' | 'continue';
    }
  | { readonly type: 'fail' }
  | {
      readonly type: 'publish';
      /** `broken`: it cannot be evaluated. */
      readonly data: 'sound' | 'broken';
      /** What it is undone by. `same`: with the same data. */
      readonly undo: 'none' | 'same' | 'own' | 'broken';
    }
  | { readonly type: 'delay'; readonly delay: keyof typeof TIMES };

/** Of a `delay`, or the timeout of a wait. `broken`: what it maps to is neither of both forms. */
const TIMES = {
  fixed: '10s',
  given: '${"15s"}',
  past: '${"2020-01-01T00:00:00Z"}',
  broken: '${saga.id}',
};
/** Longer than a delay, so that time can pass without the end of a wait. */
const TIMEOUTS = { ...TIMES, fixed: '1m', given: '${"2m"}' };
const EVEN = { properties: { id: { enum: [0, 2, 4] } } };
/** Of a wait for an event: its saga's own, or one that cannot be evaluated, or is none. */
const EVENT_KEYS = { own: '${saga.id}', broken: '${input.nothing}', none: '${input}' };
/** Which of the events with its key a wait takes. */
const WHERE = {
  all: {},
  even: { where: '${data.id % 2 == 0}' },
  broken: { where: '${data.nothing}' },
};
const TIME_KINDS = ['fixed', 'given', 'past', 'broken'] as const;

export const action: fc.Arbitrary<ActionChoice> = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ type: 'command' as const }) },
  { weight: 1, arbitrary: fc.constant({ type: 'saga' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('forEach' as const),
      items: fc.nat(3),
      maxParallel: fc.integer({ min: 1, max: 2 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('repeat' as const),
      maxIterations: fc.integer({ min: 1, max: 3 }),
      collect: fc.boolean(),
      endsBy: fc.constantFrom(null, ...SIGNALS),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('wait' as const),
      signal: fc.constantFrom(...SIGNALS),
      timeout: fc.constantFrom('fixed' as const, 'fixed' as const, ...TIME_KINDS),
      onTimeout: fc.constantFrom('fail' as const, 'continue' as const),
      isChoosy: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('event' as const),
      key: fc.oneof(
        { weight: 10, arbitrary: fc.constant('own' as const) },
        { weight: 1, arbitrary: fc.constantFrom('broken' as const, 'none' as const) },
      ),
      where: fc.constantFrom('all', 'all', 'all', 'even', 'even', 'even', 'broken'),
      timeout: fc.oneof(
        { weight: 5, arbitrary: fc.constant('fixed' as const) },
        { weight: 1, arbitrary: fc.constantFrom(...TIME_KINDS) },
      ),
      onTimeout: fc.constantFrom('fail' as const, 'continue' as const),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ type: 'fail' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('publish' as const),
      data: fc.constantFrom(
        'sound' as const,
        'sound' as const,
        'sound' as const,
        'broken' as const,
      ),
      undo: fc.constantFrom('none' as const, 'same' as const, 'own' as const, 'broken' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('delay' as const),
      delay: fc.constantFrom('fixed' as const, ...TIME_KINDS),
    }),
  },
);

/** A step, as far as its action depends on it. */
export interface ActionShape {
  readonly action: ActionChoice;
  readonly hasCompensation: boolean;
  readonly attempts: number;
}

export function actionOf({ action, attempts }: ActionShape, name: string) {
  const command = {
    command: 'part.act',
    input: { who: name, given: '${input}' },
    retry: retryOf(attempts),
  };
  switch (action.type) {
    case 'command':
      return command;
    case 'saga':
      return { saga: { definition: 'child' }, input: { who: name } };
    case 'forEach': {
      const { items, maxParallel } = action;
      const list = Array.from({ length: items }, (_, index) => index);
      const forEach = { items: `\${${JSON.stringify(list)}}`, as: 'each', maxParallel };
      return { ...command, input: { who: name, each: '${each}', index: '${index}' }, forEach };
    }
    case 'repeat': {
      const { maxIterations, collect, endsBy } = action;
      const bySignal = endsBy === null ? '' : ` || signals.${endsBy} != null`;
      const until = `\${coalesce(output.id, 0) == 1${bySignal}}`;
      const input = { who: name, previous: '${previous}', iteration: '${iteration}' };
      return { ...command, input, repeat: { until, interval: '5s', maxIterations, collect } };
    }
    case 'wait':
      return {
        wait: {
          signal: action.signal,
          timeout: TIMEOUTS[action.timeout],
          onTimeout: action.onTimeout,
          ...(action.isChoosy ? { payloadSchema: EVEN } : {}),
        },
      };
    case 'event': {
      const key = EVENT_KEYS[action.key];
      const taken = { event: 'part.came', key, eventKey: '${data.saga}', ...WHERE[action.where] };
      return { wait: { ...taken, timeout: TIMEOUTS[action.timeout], onTimeout: action.onTimeout } };
    }
    case 'fail':
      return { fail: { code: 'NOT_WANTED', message: 'saga ${saga.id}' } };
    case 'publish': {
      const data = action.data === 'broken' ? '${input.nothing}' : { who: name };
      return { publish: { event: 'thing.done', data } };
    }
    case 'delay':
      return { delay: TIMES[action.delay] };
  }
}

export function compensationOf({ action, attempts, hasCompensation }: ActionShape) {
  if (action.type === 'publish') return publishUndoOf(action.undo);
  return hasCompensation ? { command: 'part.undo', retry: retryOf(attempts) } : ('none' as const);
}

function publishUndoOf(undo: Extract<ActionChoice, { type: 'publish' }>['undo']) {
  if (undo === 'none') return 'none';
  const data = { same: {}, own: { data: { own: true } }, broken: { data: '${input.nothing}' } };
  return { publish: { event: 'thing.undone', ...data[undo] } };
}

export function retryOf(maxAttempts: number) {
  return { maxAttempts, initialInterval: '1s', nonRetryable: ['FINAL'] };
}
