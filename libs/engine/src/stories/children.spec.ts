import type { JsonValue } from '#protocol';
import {
  errored,
  operatorAsks,
  parentAsks,
  refused,
  sagaSpecification,
  started,
  startedAsChild,
  succeeded,
  timerOf,
  undone,
} from '#testing-sagas';

const BOOK = { name: 'book', command: 'desk.book', compensation: 'desk.cancel' };
const PARCEL = { name: 'part', saga: { definition: 'ship-parcel' }, input: { to: '${input.to}' } };

describe('A step that has a child saga', () => {
  const given = sagaSpecification({
    name: 'order',
    steps: [BOOK, PARCEL, { name: 'close', command: 'desk.close', compensation: 'none' }],
  });
  const begun = [started({ to: 'Ulm' }, 'o-1'), succeeded('book')] as const;

  it('asks for the child `definition` as for any command, and names it once and for all', () => {
    const { saga } = given(started({ to: 'Ulm' }, 'o-1'))
      .when(succeeded('book'))
      .thenSends({
        command: 'saga.ship-parcel',
        direction: 'execute',
        data: { to: 'Ulm' },
        child: {
          sagaId: '01b8dac5-b402-7e60-8f88-2cfe4e8d4219',
          definition: 'ship-parcel',
          version: null,
          key: 'o-1',
          root: '01940000-0000-7000-8000-000000000001',
          depth: 1,
        },
      });
    expect(saga.steps['part']?.status).toBe('executing');
  });

  it('asks for the `version` that it names, whenever it is started', () => {
    const saga = { definition: 'ship-parcel', version: 2 };
    const pinned = sagaSpecification({ name: 'order', steps: [{ ...PARCEL, saga }] });
    const { decision } = pinned()
      .when(started({ to: 'Ulm' }))
      .thenSends('saga.ship-parcel');
    expect(decision).toMatchObject({
      commands: [{ child: { definition: 'ship-parcel', version: 2 } }],
    });
  });

  it("goes on with the child's output when it completed", () => {
    given(...begun)
      .when(succeeded('part', { parcel: 'p-1' }))
      .thenSends('desk.close')
      .andStepIs('part', 'succeeded');
  });

  it('goes back when the child was taken back, and lets no late child begin', () => {
    given(...begun)
      .when(refused('part', 'NO_CARRIER'))
      .thenSends({ command: 'saga.ship-parcel', direction: 'compensate' })
      .andStatusIs('compensating');
    given(...begun, refused('part', 'NO_CARRIER'))
      .when(undone('part'))
      .thenSends('desk.cancel');
  });

  it('undoes a completed child before what came before it', () => {
    given(...begun, succeeded('part'))
      .when(refused('close'))
      .thenSends({ command: 'saga.ship-parcel', direction: 'compensate' })
      .andStatusIs('compensating');
  });

  it('cancels a child that runs, and waits for it', () => {
    given(...begun)
      .when(operatorAsks({ name: 'cancel' }))
      .thenSends({ command: 'saga.ship-parcel', direction: 'compensate' })
      .andStepIs('part', 'compensating');
  });

  it('never gives the child up for its silence: it asks again, ever more seldom', () => {
    const asked = given(...begun).when(timerOf('part'));
    asked
      .thenSends({ messageId: '01940000-0000-7000-8000-000000000001/part/0/execute/1' })
      .andStepIs('part', 'executing')
      .andNextTimerIsIn(30_000);
    const hours = Array.from({ length: 20 }, () => timerOf('part'));
    given(...begun, ...hours)
      .when(timerOf('part'))
      .andStepIs('part', 'executing')
      .andNextTimerIsIn(60 * 60 * 1000);
  });

  it('is stuck with a child that was abandoned: nobody knows what it left', () => {
    given(...begun, operatorAsks({ name: 'cancel' }))
      .when(refused('part', 'CHILD_ABANDONED', { direction: 'compensate' }))
      .andStatusIs('stuck');
  });

  it('has children five deep, and no deeper: a cycle that nobody saw ends there', () => {
    given(startedAsChild('execute', 4)).when(succeeded('book')).thenSends('saga.ship-parcel');
    given(startedAsChild('execute', 5))
      .when(succeeded('book'))
      .thenSends('desk.cancel')
      .andStatusIs('compensating');
  });
});

describe('A child saga past the pivot', () => {
  const given = sagaSpecification({
    name: 'order',
    steps: [
      { name: 'pay', command: 'desk.pay', kind: 'pivot' },
      { ...PARCEL, kind: 'retryable' },
    ],
  });

  it('that was taken back needs a person, whose retry starts another one', () => {
    const stuck = [started({ to: 'Ulm' }), succeeded('pay'), refused('part')] as const;
    given(...stuck.slice(0, 2))
      .when(refused('part'))
      .andStatusIs('stuck');
    given(...stuck)
      .when(operatorAsks({ name: 'retry' }))
      .thenSends({ iteration: 1, attempt: 1, data: { to: 'Ulm' } });
  });

  it('that was abandoned needs a person, and a retry does not do its work again', () => {
    const stuck = [started({ to: 'Ulm' }), succeeded('pay'), errored('part', 'CHILD_ABANDONED')];
    const retries = [
      { name: 'retry' },
      { name: 'retry', step: 'part' },
      { name: 'retry', step: 'part', input: { to: 'Bonn' } },
    ] as const;
    for (const retry of retries) {
      given(...stuck)
        .when(operatorAsks(retry))
        .thenIsRejected('STEP_STATE_CONFLICT');
    }
    given(...stuck)
      .when(operatorAsks({ name: 'settle', step: 'part', result: 'succeeded' }))
      .andStatusIs('completed');
    given(...stuck)
      .when(operatorAsks({ name: 'skip', step: 'part' }))
      .andStatusIs('completed');
  });

  it('that was abandoned does not keep the other steps from a retry by their names', () => {
    const forked = sagaSpecification({
      name: 'order',
      steps: [
        { name: 'pay', command: 'desk.pay', kind: 'pivot' },
        { ...PARCEL, kind: 'retryable', after: ['pay'] },
        { name: 'tell', command: 'desk.tell', kind: 'retryable', after: ['pay'] },
      ],
    });
    const stuck = [
      started({ to: 'Ulm' }),
      succeeded('pay'),
      refused('tell'),
      errored('part', 'CHILD_ABANDONED'),
    ];
    forked(...stuck)
      .when(operatorAsks({ name: 'retry' }))
      .thenIsRejected('STEP_STATE_CONFLICT');
    forked(...stuck)
      .when(operatorAsks({ name: 'retry', step: 'tell' }))
      .thenSends('desk.tell');
  });
});

describe('A child saga that is the pivot', () => {
  const given = sagaSpecification({ name: 'order', steps: [BOOK, { ...PARCEL, kind: 'pivot' }] });
  const begun = [started({ to: 'Ulm' }), succeeded('book')] as const;

  it('is asked to go back by a cancel, and what it answers is final', () => {
    const asked = [...begun, operatorAsks({ name: 'cancel' })] as const;
    given(...begun)
      .when(operatorAsks({ name: 'cancel' }))
      .thenSends({ command: 'saga.ship-parcel', direction: 'inquire' });
    given(...asked)
      .when(refused('part', 'CHILD_COMPENSATED', { direction: 'inquire' }))
      .thenSends('desk.cancel');
    given(...asked)
      .when(succeeded('part', {}, { direction: 'inquire' }))
      .andStatusIs('completed');
  });
});

describe('A saga that is the child of another one', () => {
  const SHIP = [
    { name: 'pack', command: 'depot.pack', compensation: 'depot.unpack' },
    { name: 'send', command: 'depot.send', compensation: 'depot.recall' },
  ];
  const given = sagaSpecification({
    name: 'ship-parcel',
    steps: SHIP,
    output: { parcel: '${steps.send.output}' },
  });
  const ok = (output: JsonValue) => ({ type: 'succeeded', output });

  it('reports its output when it completed', () => {
    given(startedAsChild(), succeeded('pack'))
      .when(succeeded('send', 'p-1'))
      .thenReports({ direction: 'execute', outcome: ok({ parcel: 'p-1' }) })
      .andStatusIs('completed');
  });

  it('reports why it was taken back', () => {
    given(startedAsChild(), succeeded('pack'), refused('send', 'NO_CARRIER'), undone('send'))
      .when(undone('pack'))
      .thenReports({
        direction: 'execute',
        outcome: { type: 'refused', error: { code: 'NO_CARRIER', message: 'NO_CARRIER' } },
      });
  });

  it('is not called abandoned for a child of its own that was, once it is taken back', () => {
    given(startedAsChild(), succeeded('pack'), refused('send', 'CHILD_ABANDONED'), undone('send'))
      .when(undone('pack'))
      .thenReports({
        direction: 'execute',
        outcome: {
          type: 'refused',
          error: { code: 'CHILD_COMPENSATED', message: 'CHILD_ABANDONED' },
        },
      });
  });

  it('goes back when its parent does, and reports that it has', () => {
    given(startedAsChild(), succeeded('pack'))
      .when(parentAsks('compensate'))
      .thenSends('depot.recall')
      .thenReports()
      .andStatusIs('compensating');
    given(startedAsChild(), succeeded('pack'), parentAsks('compensate'), undone('send'))
      .when(undone('pack'))
      .thenReports({ direction: 'compensate', outcome: ok({ result: 'undone' }) });
  });

  it('is undone after it had completed, and only by its parent', () => {
    const completed = [startedAsChild(), succeeded('pack'), succeeded('send')] as const;
    given(...completed)
      .when(parentAsks('compensate'))
      .thenSends('depot.recall')
      .andStatusIs('compensating');
    given(...completed)
      .when(operatorAsks({ name: 'compensate' }))
      .thenIsRejected('SAGA_ENDED');
    given(...completed, parentAsks('compensate'), undone('send'))
      .when(undone('pack'))
      .thenTells('saga.compensated.ship-parcel')
      .andStatusIs('compensated');
  });

  it('does nothing at all when its parent went back before it began', () => {
    given()
      .when(startedAsChild('compensate'))
      .thenSends()
      .thenReports({ direction: 'compensate', outcome: ok({ result: 'undone' }) })
      .andStatusIs('compensated');
  });

  it('is not moved by a request that comes again', () => {
    given(startedAsChild(), succeeded('pack'), parentAsks('compensate'))
      .when(parentAsks('compensate'))
      .thenNothingHappens();
    given(startedAsChild()).when(parentAsks('execute')).thenNothingHappens();
  });

  it('cannot be undone past its pivot, and says so', () => {
    const past = sagaSpecification({
      name: 'ship-parcel',
      steps: [SHIP[0], { name: 'send', command: 'depot.send', kind: 'pivot' }],
    });
    past(startedAsChild(), succeeded('pack'), succeeded('send'))
      .when(parentAsks('compensate'))
      .thenNothingHappens();
  });
});
