/**
 * Written by hand, and not derived from the definitions: what each kind of saga must have done when
 * it has completed, and in which order. The checker relies on nothing else.
 */
export interface Fate {
  /** The effects of a completed saga. */
  readonly effects: readonly Effect[];
  /** `[a, b]`: b is done after a, and undone before it. */
  readonly order: readonly (readonly [string, string])[];
  /** Steps that the input may refuse: they have no effect, and the saga goes back. */
  readonly refusable: readonly string[];
  readonly children?: { readonly definition: string; readonly count: number };
  /** It waits for the signal `go`. */
  readonly isSignalled?: true;
  /** Two sagas with the same `shelf` never have effects at the same time. */
  readonly isLocked?: true;
  /** In a loop only this iteration is refused; the others may be done, and undone. */
  readonly refusedIterationOf?: Readonly<Record<string, number>>;
}

export interface Effect {
  readonly step: string;
  readonly participant: string;
  /** Iterations; 1: a step without a loop. */
  readonly times: number;
}

const THREE_STEPS: Fate = {
  effects: [effect('first', 'stock'), effect('second', 'payment'), effect('third', 'shipping')],
  order: [
    ['first', 'second'],
    ['second', 'third'],
  ],
  refusable: ['first', 'second', 'third'],
};

export const FATES: Readonly<Record<string, Fate>> = {
  'default-retry': THREE_STEPS,
  'one-attempt': THREE_STEPS,
  slip: THREE_STEPS,
  parallel: {
    effects: [
      effect('open', 'stock'),
      effect('left', 'payment'),
      effect('middle', 'stock'),
      effect('right', 'shipping'),
      effect('close', 'payment'),
    ],
    order: [
      ['open', 'left'],
      ['open', 'middle'],
      ['open', 'right'],
      ['left', 'close'],
      ['middle', 'close'],
      ['right', 'close'],
    ],
    refusable: ['left', 'right', 'close'],
  },
  'each-line': {
    effects: [effect('lines', 'stock', 4), effect('pay', 'payment')],
    order: [['lines', 'pay']],
    refusable: ['lines', 'pay'],
    refusedIterationOf: { lines: 2 },
  },
  parcel: {
    effects: [effect('pack', 'stock'), effect('label', 'shipping')],
    order: [['pack', 'label']],
    refusable: [],
  },
  'with-child': {
    effects: [effect('pay', 'payment'), effect('confirm', 'stock')],
    order: [['pay', 'confirm']],
    refusable: ['pay', 'label', 'confirm'],
    children: { definition: 'parcel', count: 2 },
  },
  pivotal: {
    effects: [effect('reserve', 'stock'), effect('charge', 'payment'), effect('ship', 'shipping')],
    order: [
      ['reserve', 'charge'],
      ['charge', 'ship'],
    ],
    refusable: ['reserve', 'charge'],
  },
  locked: {
    effects: [effect('take', 'stock'), effect('book', 'shipping')],
    order: [['take', 'book']],
    refusable: ['book'],
    isLocked: true,
  },
  signalled: {
    effects: [effect('first', 'stock'), effect('second', 'payment')],
    order: [['first', 'second']],
    refusable: ['second'],
    isSignalled: true,
  },
};

/** Sagas that are started over REST; the others are children. */
export const STARTED = Object.keys(FATES).filter((name) => name !== 'parcel');

function effect(step: string, participant: string, times = 1): Effect {
  return { step, participant, times };
}
