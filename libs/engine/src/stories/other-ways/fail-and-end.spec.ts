import {
  operatorAsks,
  parentAsks,
  refused,
  sagaSpecification,
  started,
  startedAsChild,
  succeeded,
  undone,
} from '#testing-sagas';

function step(name: string, more: object = {}) {
  return { name, command: `part.${name}`, compensation: `part.un${name}`, ...more };
}

const LOAN = {
  name: 'loan',
  steps: [
    step('hold'),
    step('approve', { compensation: 'none' }),
    {
      name: 'declined',
      when: '${!steps.approve.output.approved}',
      fail: { code: 'NOT_APPROVED', message: 'declined by ${steps.approve.output.by}' },
    },
    step('pay', { kind: 'pivot', compensation: 'none' }),
  ],
};

describe('A step with a `fail`', () => {
  const given = sagaSpecification(LOAN);
  const held = [started(), succeeded('hold')] as const;

  it('takes the saga back when its `when` holds, with its `code` and `message`', () => {
    const then = given(...held)
      .when(succeeded('approve', { approved: false, by: 'ann' }))
      .thenSends('part.unhold')
      .andStatusIs('compensating')
      .andStepIs('declined', 'refused');
    expect(then.saga.error).toEqual({ code: 'NOT_APPROVED', message: 'declined by ann' });
    expect(then.saga.abort).toMatchObject({ reason: 'refused', step: 'declined' });
  });

  it('tells that error when the saga was taken back', () => {
    const then = given(...held, succeeded('approve', { approved: false, by: 'ann' }))
      .when(undone('hold'))
      .thenTells('saga.compensated.loan')
      .andStatusIs('compensated');
    expect(then.saga.error?.code).toBe('NOT_APPROVED');
  });

  it('is skipped otherwise', () => {
    given(...held)
      .when(succeeded('approve', { approved: true }))
      .thenSends('part.pay')
      .andStepIs('declined', 'skipped');
  });

  it('goes back all the same if its message cannot be evaluated, and says why', () => {
    const then = given(...held)
      .when(succeeded('approve', { approved: false }))
      .thenSends('part.unhold');
    expect(then.saga.error?.code).toBe('EXPRESSION_FAILED');
  });

  it('without a message has the code alone; a long message is cut', () => {
    const failing = (fail: object) =>
      sagaSpecification({ name: 'loan', steps: [{ name: 'a', fail }] });
    const short = failing({ code: 'NO' })().when(started()).andStatusIs('compensated');
    expect(short.saga.error).toEqual({ code: 'NO', message: '' });
    const long = failing({ code: 'NO', message: '${input.text}' })().when(
      started({ text: `${'x'.repeat(1999)}😀` }),
    );
    expect(long.saga.error?.message).toBe('x'.repeat(1999));
  });

  it('takes back what runs beside it', () => {
    const beside = sagaSpecification({
      name: 'loan',
      steps: [
        step('look', { after: [] }),
        step('hold', { after: [] }),
        { name: 'no', after: ['look'], fail: { code: 'NO' } },
      ],
    });
    beside(started()).when(succeeded('look')).thenSends('part.unhold', 'part.unlook');
  });
});

const PICKING = {
  name: 'picking',
  steps: [
    step('pick'),
    {
      name: 'nothing',
      when: '${steps.pick.output.count == 0}',
      end: { output: { parcels: '${steps.pick.output.count}' } },
    },
    step('pay', { kind: 'pivot', compensation: 'none' }),
    step('ship', { kind: 'retryable', compensation: 'none' }),
  ],
  output: { parcels: 'many' },
};

describe('A step with an `end`', () => {
  const given = sagaSpecification(PICKING);

  it('completes the saga with its `output`, and skips what has not begun', () => {
    given(started())
      .when(succeeded('pick', { count: 0 }))
      .thenSends()
      .thenTells('saga.completed.picking')
      .andStatusIs('completed')
      .andStepIs('nothing', 'succeeded')
      .andStepIs('pay', 'skipped')
      .andStepIs('ship', 'skipped')
      .andOutputIs({ parcels: 0 })
      .andNextTimerIsIn(null);
  });

  it('is skipped when its condition does not hold, and the saga goes on', () => {
    given(started())
      .when(succeeded('pick', { count: 2 }))
      .thenSends('part.pay')
      .andStepIs('nothing', 'skipped');
  });

  it('lets nothing happen any more', () => {
    given(started(), succeeded('pick', { count: 0 }))
      .when(operatorAsks({ name: 'retry' }))
      .thenIsRejected('SAGA_ENDED');
    given(started(), succeeded('pick', { count: 0 }))
      .when(operatorAsks({ name: 'cancel' }))
      .thenIsRejected('SAGA_ENDED');
  });

  it('takes the saga back if its output cannot be evaluated', () => {
    const broken = sagaSpecification({
      name: 'picking',
      steps: [step('pick'), { name: 'out', end: { output: '${steps.pick.output.a.b}' } }],
    });
    broken(started())
      .when(succeeded('pick', { a: 1 }))
      .thenSends('part.unpick');
  });

  it('before the pivot leaves a child that its parent can still have undone', () => {
    given(startedAsChild(), succeeded('pick', { count: 0 }))
      .when(parentAsks('compensate'))
      .thenSends('part.unpick')
      .andStatusIs('compensating');
    given(startedAsChild(), succeeded('pick', { count: 2 }), succeeded('pay'), succeeded('ship'))
      .when(parentAsks('compensate'))
      .thenNothingHappens('nothing-due');
  });

  it('past the pivot that is stuck ends the saga when an operator skips or settles it', () => {
    const late = sagaSpecification({
      name: 'picking',
      steps: [
        step('pay', { kind: 'pivot', compensation: 'none' }),
        { name: 'out', kind: 'retryable', end: { output: '${steps.pay.output.a.b}' } },
        step('ship', { kind: 'retryable', compensation: 'none' }),
      ],
    });
    late(started(), succeeded('pay', { a: 1 }))
      .when(operatorAsks({ name: 'skip', step: 'out', output: { by: 'hand' } }))
      .thenSends()
      .andStatusIs('completed')
      .andOutputIs({ by: 'hand' });
    late(started(), succeeded('pay', { a: 1 }))
      .when(operatorAsks({ name: 'settle', step: 'out', result: 'succeeded' }))
      .thenSends()
      .andStatusIs('completed')
      .andStepIs('ship', 'skipped')
      .andOutputIs(null);
  });
});

describe('A step that `requires` that those before it succeeded', () => {
  const steps = (requires: string) => [
    step('a', { when: '${input.a}' }),
    step('b', { after: ['a'], requires }),
    step('c', { after: ['b'], requires }),
    step('d', { after: ['c'] }),
  ];
  const given = sagaSpecification({ name: 'chain', steps: steps('succeeded') });

  it('is skipped when one of them was, and so are those after it that say the same', () => {
    given()
      .when(started({ a: false }))
      .thenSends('part.d')
      .andStepIs('b', 'skipped')
      .andStepIs('c', 'skipped');
  });

  it('runs when they succeeded', () => {
    given(started({ a: true }))
      .when(succeeded('a'))
      .thenSends('part.b');
  });

  it('runs after a skipped one when it says `done`', () => {
    const done = sagaSpecification({ name: 'chain', steps: steps('done') });
    done()
      .when(started({ a: false }))
      .thenSends('part.b');
  });

  it('looks past a `fail` and an `end` that were not taken, at what comes before them', () => {
    const asked = sagaSpecification({
      name: 'loan',
      steps: [
        step('approve', { catch: 'any' }),
        { name: 'no', when: '${input.no}', fail: { code: 'NO' } },
        { name: 'out', when: '${input.out}', end: {} },
        step('pay', { requires: 'succeeded' }),
      ],
    });
    const goesOn = started({ no: false, out: false });
    asked(goesOn).when(succeeded('approve')).thenSends('part.pay');
    asked(goesOn).when(refused('approve')).andStatusIs('completed').andStepIs('pay', 'skipped');
    const first = { name: 'no', when: '${input.no}', fail: { code: 'NO' } };
    sagaSpecification({ name: 'loan', steps: [first, step('pay', { requires: 'succeeded' })] })()
      .when(goesOn)
      .thenSends('part.pay');
  });

  it('changes nothing about going back', () => {
    given(started({ a: true }), succeeded('a'), succeeded('b'))
      .when(refused('c'))
      .thenSends('part.unc');
  });
});
