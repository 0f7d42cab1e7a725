import {
  nothingToUndo,
  refused,
  sagaSpecification,
  started,
  succeeded,
  undone,
} from '#testing-sagas';

function step(name: string, more: object = {}) {
  return { name, command: `part.${name}`, compensation: `part.un${name}`, ...more };
}

describe('`after`', () => {
  const given = sagaSpecification({
    name: 'trip',
    steps: [
      step('hotel', { after: [] }),
      step('flight', { after: [] }),
      step('insure', { after: ['flight'] }),
      step('confirm', { after: ['hotel', 'insure'] }),
      step('thank'),
    ],
  });

  it('`[]` starts a step at once, beside the others', () => {
    given().when(started()).thenSends('part.hotel', 'part.flight');
  });

  it('a step waits for its own predecessors only', () => {
    given(started()).when(succeeded('flight')).thenSends('part.insure');
  });

  it('a step waits for all of its predecessors', () => {
    given(started(), succeeded('hotel')).when(succeeded('flight')).thenSends('part.insure');
    given(started(), succeeded('flight'), succeeded('insure'))
      .when(succeeded('hotel'))
      .thenSends('part.confirm');
  });

  it('left out: a step waits for the one before it in the list', () => {
    given(started(), succeeded('hotel'), succeeded('flight'), succeeded('insure'))
      .when(succeeded('confirm'))
      .thenSends('part.thank');
  });

  it('a step is undone before what it came after', () => {
    const held = [started(), succeeded('flight'), succeeded('insure')] as const;
    given(...held)
      .when(refused('hotel'))
      .thenSends('part.uninsure', 'part.unhotel');
    given(...held, refused('hotel'), nothingToUndo('hotel'))
      .when(undone('insure'))
      .thenSends('part.unflight');
  });
});

describe('A step whose `when` is false is skipped', () => {
  const given = sagaSpecification({
    name: 'order',
    steps: [
      step('wrap', { after: [], when: '${input.isGift}' }),
      step('card', { after: [], when: '${input.isGift}' }),
      step('pack', { after: ['wrap', 'card'] }),
      step('note', { when: "${steps.wrap.status == 'succeeded'}" }),
      step('send', { input: { card: '${steps.card.output}', note: '${steps.note.status}' } }),
    ],
  });

  it('a step all of whose `after` steps were skipped still runs', () => {
    given()
      .when(started({ isGift: false }))
      .thenSends('part.pack')
      .andStepIs('wrap', 'skipped')
      .andStepIs('card', 'skipped');
  });

  it('it counts as done for what comes `after` it: no `output`, `status` skipped', () => {
    given(started({ isGift: false }))
      .when(succeeded('pack'))
      .thenSends({ command: 'part.send', data: { card: null, note: 'skipped' } })
      .andStepIs('note', 'skipped');
  });

  it('there is nothing of it to undo', () => {
    given(started({ isGift: false }), succeeded('pack'), refused('send'))
      .when(nothingToUndo('send'))
      .thenSends('part.unpack');
    given(started({ isGift: false }), succeeded('pack'), refused('send'), nothingToUndo('send'))
      .when(undone('pack'))
      .thenSends()
      .andStatusIs('compensated');
  });

  it('a saga all of whose steps are skipped completes, with its `output`', () => {
    sagaSpecification({
      name: 'nothing',
      steps: [step('a', { when: '${false}' }), { name: 'b', delay: '1d', when: '${false}' }],
      output: '${steps.b.status}',
    })()
      .when(started())
      .thenSends()
      .andStatusIs('completed')
      .andOutputIs('skipped');
  });

  it('a `when` that is neither true nor false takes the saga back', () => {
    const { saga } = given()
      .when(started({ isGift: 'yes' }))
      .andStatusIs('compensated');
    expect(saga.error?.code).toBe('EXPRESSION_FAILED');
  });
});

describe('A step in the list before the one that it comes after', () => {
  const rounds = { until: '${output.isDone}', interval: '1s', maxIterations: 1 };

  it('begins when the rounds of the other one are used up', () => {
    const given = sagaSpecification({
      name: 'trip',
      steps: [
        step('thank', { after: ['notice'] }),
        step('notice', { after: ['hotel'], catch: 'any', compensation: 'none', repeat: rounds }),
        step('hotel', { after: [] }),
      ],
    });
    given(started(), succeeded('hotel', {}))
      .when(succeeded('notice[0]', { isDone: false }))
      .thenSends('part.thank');
  });

  it('begins when the other one is given up past the pivot', () => {
    const given = sagaSpecification({
      name: 'trip',
      steps: [
        { name: 'thank', command: 'part.thank', kind: 'retryable', after: ['notice'] },
        {
          name: 'notice',
          command: 'part.notice',
          kind: 'retryable',
          after: ['pay'],
          catch: 'any',
          repeat: rounds,
        },
        { name: 'pay', command: 'part.pay', kind: 'pivot', after: [] },
      ],
    });
    given(started(), succeeded('pay'))
      .when(succeeded('notice[0]', { isDone: false }))
      .thenSends('part.thank');
  });
});
