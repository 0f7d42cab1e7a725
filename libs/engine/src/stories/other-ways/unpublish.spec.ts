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
import { INPUT, ORDER, PRICED, SAGA, given, step, told } from './published-order.fixture.js';

describe('A `compensation` that publishes', () => {
  it('leaves with the same data when the saga goes back, after what came later is undone', () => {
    given(...told)
      .when(refused('reserve'))
      .thenPublishes()
      .thenSends('part.unreserve');
    given(...told, refused('reserve'))
      .when(undone('reserve'))
      .thenPublishes({
        messageId: `${SAGA}/tell/0/unpublish`,
        event: 'order.unpriced',
        data: PRICED,
      })
      .thenSends('part.unprice')
      .andStepIs('tell', 'compensated');
  });

  it('leaves once, whatever comes twice', () => {
    given(...told, refused('reserve'), undone('reserve'))
      .when(undone('reserve'))
      .thenNothingHappens();
    given(...told, refused('reserve'), undone('reserve'))
      .when(undone('price'))
      .thenPublishes()
      .andStatusIs('compensated');
  });

  it('may have `data` of its own', () => {
    const own = sagaSpecification({
      ...ORDER,
      steps: ORDER.steps.map((each) =>
        each.name === 'tell'
          ? {
              ...each,
              compensation: {
                publish: { event: 'order.unpriced', data: { was: '${steps.price.output.total}' } },
              },
            }
          : each,
      ),
    });
    own(...told, refused('reserve'))
      .when(undone('reserve'))
      .thenPublishes({ event: 'order.unpriced', data: { was: 12 } });
  });

  it.each([
    ['left out', {}],
    ['"none"', { compensation: 'none' }],
  ])('%s: nothing is to be undone', (_, compensation) => {
    const plain = sagaSpecification({
      name: 'order',
      steps: [
        step('price'),
        { name: 'tell', publish: { event: 'order.priced' }, ...compensation },
        step('reserve', { compensation: 'none' }),
      ],
    });
    plain(started(), succeeded('price'))
      .when(refused('reserve'))
      .thenPublishes()
      .thenSends('part.unprice')
      .andStepIs('tell', 'compensated');
  });

  it('is not published for an event that never was', () => {
    given(started(INPUT))
      .when(refused('price'))
      .thenPublishes()
      .thenSends('part.unprice')
      .andStepIs('tell', 'pending');
  });

  it('leaves when a parent has its completed child undone', () => {
    const child = sagaSpecification({
      name: 'child',
      steps: [
        {
          name: 'tell',
          publish: { event: 'part.done' },
          compensation: { publish: { event: 'part.undone' } },
        },
      ],
    });
    child(startedAsChild())
      .when(parentAsks('compensate'))
      .thenPublishes('part.undone')
      .andStatusIs('compensated');
  });
});

describe('A `compensation` whose data cannot be evaluated', () => {
  const broken = sagaSpecification({
    name: 'order',
    steps: [
      step('price'),
      {
        name: 'tell',
        publish: { event: 'order.priced' },
        compensation: {
          publish: { event: 'order.unpriced', data: '${steps.price.output.nothing}' },
        },
      },
      step('reserve', { compensation: 'none' }),
    ],
  });
  const stuck = [started(), succeeded('price'), refused('reserve')] as const;

  it('makes the step stuck on the way back, and what comes before it waits', () => {
    const then = broken(started(), succeeded('price'))
      .when(refused('reserve'))
      .thenPublishes()
      .thenSends()
      .andStatusIs('stuck')
      .andStepIs('tell', 'stuck');
    expect(then.saga.steps['tell']).toMatchObject({ direction: 'compensate' });
    expect(then.saga.error?.code).toBe('EXPRESSION_FAILED');
  });

  it('is tried again by an operator’s retry', () => {
    broken(...stuck)
      .when(operatorAsks({ name: 'retry', step: 'tell' }))
      .thenPublishes()
      .andStatusIs('stuck');
  });

  it('is settled by an operator who told those who listen', () => {
    broken(...stuck)
      .when(operatorAsks({ name: 'settle', step: 'tell', result: 'undone' }))
      .thenPublishes()
      .thenSends('part.unprice')
      .andStepIs('tell', 'compensated');
  });

  it('is not to be edited or skipped', () => {
    broken(...stuck)
      .when(operatorAsks({ name: 'retry', step: 'tell', input: {} }))
      .thenIsRejected('INPUT_NOT_EDITABLE');
    broken(...stuck)
      .when(operatorAsks({ name: 'skip', step: 'tell' }))
      .thenIsRejected('ALREADY_COMPENSATING');
  });
});

describe('A rewind past a `publish`', () => {
  it('takes the event back, and publishes it again under another id', () => {
    const rewindable = sagaSpecification({
      name: 'order',
      steps: [
        {
          name: 'tell',
          publish: { event: 'order.priced' },
          compensation: { publish: { event: 'order.unpriced' } },
        },
        step('reserve', { compensation: 'none' }),
        step('rest', { compensation: 'none' }),
      ],
    });
    rewindable(started(), succeeded('reserve'))
      .when(operatorAsks({ name: 'compensate', toStep: 'tell' }))
      .thenPublishes(
        { event: 'order.unpriced', messageId: `${SAGA}/tell/0/unpublish` },
        { event: 'order.priced', messageId: `${SAGA}/tell/1/publish` },
      )
      .thenSends('part.reserve')
      .andStatusIs('running');
  });
});
