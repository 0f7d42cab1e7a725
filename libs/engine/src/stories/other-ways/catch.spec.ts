import {
  errored,
  nothingToUndo,
  operatorAsks,
  refused,
  sagaSpecification,
  signalled,
  started,
  startedAsChild,
  succeeded,
  timerOf,
  undone,
} from '#testing-sagas';

function step(name: string, more: object = {}) {
  return { name, command: `part.${name}`, compensation: `part.un${name}`, ...more };
}
const once = { retry: { maxAttempts: 1, nonRetryable: ['FINAL'] } };

/** Pay by card, else by bank; then ship. */
const card = (more: object = {}) => ({
  name: 'order',
  steps: [
    step('hold'),
    step('card', { ...once, catch: ['NO_FUNDS', 'TIMEOUT', 'DOWN', 'FINAL'], ...more }),
    step('bank', { when: "${steps.card.status == 'caught'}", input: '${steps.card.error}' }),
    step('ship'),
  ],
  output: { paid: '${coalesce(steps.card.output, steps.bank.output)}' },
});

describe('A step with a `catch` that is refused', () => {
  const given = sagaSpecification(card());
  const held = [started(), succeeded('hold')] as const;

  it('is caught at once, and the saga goes on another way', () => {
    given(...held)
      .when(refused('card', 'NO_FUNDS'))
      .thenSends({ command: 'part.bank', data: { code: 'NO_FUNDS', message: 'NO_FUNDS' } })
      .andStatusIs('running')
      .andStepIs('card', 'caught');
  });

  it('takes the saga back for a code that is not listed', () => {
    given(...held)
      .when(refused('card', 'STOLEN'))
      .thenSends('part.uncard')
      .andStatusIs('compensating');
  });

  it('completes the saga, with an output of null', () => {
    given(...held, refused('card', 'NO_FUNDS'), succeeded('bank', 7))
      .when(succeeded('ship'))
      .thenTells('saga.completed.order')
      .andOutputIs({ paid: 7 });
  });

  it('is fenced when the saga goes back later: its command may still be on its way', () => {
    given(...held, refused('card', 'NO_FUNDS'), succeeded('bank'), refused('ship'), undone('ship'))
      .when(undone('bank'))
      .thenSends('part.uncard');
  });

  it('lets a late success of it have no effect on the saga', () => {
    given(...held, refused('card', 'NO_FUNDS'))
      .when(succeeded('card', 7))
      .thenNothingHappens('step-closed');
  });

  it('is undone first if an error with a final code may hide an attempt that worked', () => {
    given(...held)
      .when(errored('card', 'FINAL'))
      .thenSends('part.uncard')
      .andStatusIs('running')
      .andStepIs('card', 'compensating');
  });

  it('catches whatever code with "any", but no fault of the definition', () => {
    const any = sagaSpecification(card({ catch: 'any' }));
    any(...held)
      .when(refused('card', 'STOLEN'))
      .thenSends('part.bank')
      .andStepIs('card', 'caught');
    const broken = sagaSpecification(card({ catch: 'any', input: '${input.a.b}' }));
    broken(started({ a: 1 }))
      .when(succeeded('hold'))
      .thenSends('part.unhold')
      .andStatusIs('compensating');
  });
});

describe('A step with a `catch` that is silent, or out of attempts', () => {
  const given = sagaSpecification(card());
  const held = [started(), succeeded('hold')] as const;

  it('is undone first, while nothing after it begins', () => {
    given(...held)
      .when(timerOf('card'))
      .thenSends('part.uncard')
      .andStatusIs('running')
      .andStepIs('bank', 'pending');
  });

  it.each([undone('card'), nothingToUndo('card')])('is caught when it is undone', (answer) => {
    const then = given(...held, errored('card', 'DOWN'))
      .when(answer)
      .thenSends({ command: 'part.bank', data: { code: 'DOWN', message: 'DOWN' } })
      .andStepIs('card', 'caught');
    expect(then.saga.steps['card']).not.toHaveProperty('catching');
  });

  it('is not undone a second time when the saga goes back later', () => {
    given(
      ...held,
      timerOf('card'),
      undone('card'),
      succeeded('bank'),
      refused('ship'),
      undone('ship'),
    )
      .when(undone('bank'))
      .thenSends('part.unhold');
  });

  it('is stuck with its compensation, as everywhere, and goes on when that is settled', () => {
    const stuck = [...held, timerOf('card'), refused('card', 'NO')] as const;
    given(...held, timerOf('card'))
      .when(refused('card', 'NO'))
      .thenSends()
      .andStatusIs('stuck');
    given(...stuck)
      .when(operatorAsks({ name: 'settle', step: 'card', result: 'undone' }))
      .thenSends('part.bank')
      .andStatusIs('running')
      .andStepIs('card', 'caught');
    given(...stuck, operatorAsks({ name: 'retry' }))
      .when(undone('card'))
      .thenSends('part.bank')
      .andStepIs('card', 'caught');
  });

  it('is caught at once where there is nothing to undo', () => {
    const none = sagaSpecification(card({ compensation: 'none' }));
    none(...held)
      .when(timerOf('card'))
      .thenSends('part.bank')
      .andStepIs('card', 'caught');
  });

  it('catches nothing any more when the saga goes back meanwhile', () => {
    given(...held, timerOf('card'), operatorAsks({ name: 'cancel' }))
      .when(undone('card'))
      .thenSends('part.unhold')
      .andStepIs('card', 'compensated');
  });

  it('runs anew after a rewind that includes it', () => {
    given(...held, timerOf('card'), operatorAsks({ name: 'compensate', toStep: 'card' }))
      .when(undone('card'))
      .thenSends({ command: 'part.card', iteration: 1 });
  });

  it('lets what runs beside it go on, and fail', () => {
    const beside = sagaSpecification({
      name: 'order',
      steps: [
        step('card', { after: [], ...once, catch: 'any' }),
        step('pack', { after: [] }),
        step('ship', { after: ['card', 'pack'] }),
      ],
    });
    beside(started(), timerOf('card'), succeeded('pack'))
      .when(undone('card'))
      .thenSends('part.ship');
    beside(started(), timerOf('card'))
      .when(refused('pack'))
      .thenSends('part.unpack')
      .andStatusIs('compensating');
  });
});

describe('A step with a `catch` past the pivot', () => {
  const given = sagaSpecification({
    name: 'order',
    steps: [
      step('pay', { kind: 'pivot', compensation: 'none' }),
      step('mail', { kind: 'retryable', compensation: 'none', ...once, catch: 'any' }),
      step('ship', { kind: 'retryable', compensation: 'none' }),
    ],
  });

  it.each([refused('mail'), errored('mail'), timerOf('mail')])(
    'is caught, and not stuck',
    (fails) => {
      given(started(), succeeded('pay'))
        .when(fails)
        .thenSends('part.ship')
        .andStatusIs('running')
        .andStepIs('mail', 'caught');
    },
  );
});

describe('A wait with a `catch`', () => {
  const wait = { signal: 'approval', timeout: '1h' };
  const given = sagaSpecification({
    name: 'loan',
    steps: [
      step('ask'),
      { name: 'approve', wait, catch: ['SIGNAL_TIMEOUT'] },
      step('remind', { when: '${steps.approve.error != null}', requires: 'done' }),
      step('pay', { after: ['approve'], requires: 'succeeded' }),
    ],
  });

  it('is caught when no signal comes; what requires it is skipped', () => {
    given(started(), succeeded('ask'))
      .when(timerOf('approve'))
      .thenSends('part.remind')
      .andStepIs('approve', 'caught')
      .andStepIs('pay', 'skipped');
  });

  it('is not caught when its timeout gives no time: that is a fault of the definition', () => {
    const steps = [{ name: 'approve', wait: { ...wait, timeout: '${input.soon}' }, catch: 'any' }];
    sagaSpecification({ name: 'loan', steps })()
      .when(started({ soon: 'soon' }))
      .andStatusIs('compensated')
      .andStepIs('approve', 'failed');
  });

  it('waits anew after an operator had the saga go back to before it', () => {
    const rewound = operatorAsks({ name: 'compensate', toStep: 'approve' });
    given(started(), succeeded('ask'), timerOf('approve'), rewound)
      .when(undone('remind'))
      .andStatusIs('running')
      .andStepIs('approve', 'waiting');
  });

  it('takes the signal that comes in time', () => {
    given(started(), succeeded('ask'))
      .when(signalled('approval'))
      .thenSends('part.pay')
      .andStepIs('remind', 'skipped');
  });
});

describe('A child saga with a `catch`', () => {
  it('is caught when it ended compensated', () => {
    const given = sagaSpecification({
      name: 'order',
      steps: [
        { name: 'part', saga: { definition: 'parcel' }, catch: 'any' },
        step('other', { when: "${steps.part.status == 'caught'}" }),
      ],
    });
    given(startedAsChild())
      .when(refused('part', 'NO_TRUCK'))
      .thenSends('part.other')
      .andStepIs('part', 'caught');
  });
});
