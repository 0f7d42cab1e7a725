import type { JsonObject } from './json.js';

/** The input of every start; `fates.ts` says what must become of it. */
export interface SagaInput {
  /** How long each handler takes. */
  readonly workMs: number;
  /** The step whose participant refuses; null: none does. */
  readonly refuseAt: string | null;
  /** For sagas with locks: those of one shelf take turns. */
  readonly shelf: number;
}

/** A participant's command `do`, undone by its `undo`. */
function step(name: string, participant: string, more: JsonObject = {}): JsonObject {
  return {
    name,
    command: `${participant}.do`,
    compensation: `${participant}.undo`,
    input: inputFor(name),
    ...more,
  };
}

function inputFor(name: string, condition = ''): JsonObject {
  return {
    workMs: '${input.workMs}',
    refuses: `\${input.refuseAt == '${name}'${condition}}`,
  };
}

const THREE_STEPS = [step('first', 'stock'), step('second', 'payment'), step('third', 'shipping')];

/** In the order in which they must be posted: children first. */
export const DEFINITIONS: readonly JsonObject[] = [
  { name: 'default-retry', steps: THREE_STEPS },
  {
    name: 'one-attempt',
    defaults: { timeout: '5s', retry: { maxAttempts: 1 } },
    steps: THREE_STEPS,
  },
  {
    name: 'parallel',
    steps: [
      step('open', 'stock'),
      step('left', 'payment', { after: ['open'] }),
      step('middle', 'stock', { after: ['open'] }),
      step('right', 'shipping', { after: ['open'] }),
      step('close', 'payment', { after: ['left', 'middle', 'right'] }),
    ],
  },
  {
    name: 'each-line',
    steps: [
      step('lines', 'stock', {
        forEach: { items: '${[0, 1, 2, 3]}', as: 'line', maxParallel: 2 },
        input: inputFor('lines', ' && line == 2'),
      }),
      step('pay', 'payment'),
    ],
  },
  { name: 'parcel', steps: [step('pack', 'stock'), step('label', 'shipping')] },
  {
    name: 'with-child',
    steps: [
      step('pay', 'payment'),
      {
        name: 'parcels',
        saga: { definition: 'parcel' },
        forEach: { items: '${[0, 1]}', as: 'parcel' },
        input: {
          workMs: '${input.workMs}',
          refuseAt: "${input.refuseAt == 'label' && parcel == 1 ? 'label' : 'nothing'}",
        },
      },
      step('confirm', 'stock'),
    ],
  },
  {
    name: 'pivotal',
    steps: [
      step('reserve', 'stock'),
      { name: 'charge', command: 'payment.do', kind: 'pivot', input: inputFor('charge') },
      { name: 'ship', command: 'shipping.do', kind: 'retryable', input: inputFor('ship') },
    ],
  },
  {
    name: 'locked',
    locks: ['shelf:${input.shelf}'],
    steps: [step('take', 'stock'), step('book', 'shipping')],
  },
  { name: 'slip', mode: 'routing-slip', steps: THREE_STEPS },
  {
    name: 'signalled',
    steps: [
      step('first', 'stock'),
      { name: 'approval', wait: { signal: 'go', timeout: '1h', onTimeout: 'fail' } },
      step('second', 'payment'),
    ],
  },
];
