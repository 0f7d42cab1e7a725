import {
  operatorAsks,
  sagaSpecification,
  started,
  startedAsChild,
  succeeded,
} from '#testing-sagas';
import { INPUT, PRICED, SAGA, given, step, told } from './published-order.fixture.js';

describe('A step with a `publish`', () => {
  it('publishes its `event` with its `data` in the same transaction, and goes on', () => {
    const then = given(started(INPUT))
      .when(succeeded('price', { total: 12 }))
      .thenPublishes({
        messageId: `${SAGA}/tell/0/publish`,
        sagaId: SAGA,
        event: 'order.priced',
        origin: SAGA,
        data: PRICED,
      })
      .thenTells()
      .thenSends('part.reserve')
      .andStepIs('tell', 'succeeded');
    expect(then.saga.steps['tell']).toMatchObject({ output: null, data: PRICED });
  });

  it('without `data` publishes an empty object; its event comes before that of the end', () => {
    const { decision } = sagaSpecification({
      name: 'bell',
      steps: [{ name: 'ring', publish: { event: 'bell.rung' } }],
    })().when(started());
    const notices = decision.type === 'transition' ? decision.notices : [];
    expect(notices.map((each) => (each.type === 'child-report' ? each : each.event))).toEqual([
      'saga.started.bell',
      'bell.rung',
      'saga.completed.bell',
    ]);
    expect(notices[1]).toMatchObject({ data: {} });
  });

  it('publishes nothing when its `when` is false', () => {
    const skipping = sagaSpecification({
      name: 'bell',
      steps: [{ name: 'ring', when: '${input.loud}', publish: { event: 'bell.rung' } }],
    });
    skipping()
      .when(started({ loud: false }))
      .thenPublishes()
      .andStepIs('ring', 'skipped');
  });

  it('takes the saga back when its data cannot be evaluated', () => {
    const then = given(started(INPUT))
      .when(succeeded('price', {}))
      .thenPublishes()
      .thenSends('part.unprice')
      .andStepIs('tell', 'failed');
    expect(then.saga.error?.code).toBe('EXPRESSION_FAILED');
  });

  it('past the pivot is stuck then, and goes on when an operator skips it', () => {
    const paid = [...told, succeeded('reserve')] as const;
    given(...paid)
      .when(succeeded('pay', {}))
      .thenPublishes()
      .thenTells('saga.stuck.order')
      .andStepIs('cheer', 'stuck');
    given(...paid, succeeded('pay', {}))
      .when(operatorAsks({ name: 'skip', step: 'cheer' }))
      .thenPublishes()
      .andStatusIs('completed');
    given(...paid, succeeded('pay', {}))
      .when(operatorAsks({ name: 'retry' }))
      .thenPublishes()
      .andStatusIs('stuck');
    given(...paid)
      .when(succeeded('pay', { by: 'ann' }))
      .thenPublishes({ event: 'order.paid', data: { by: 'ann' } })
      .andStatusIs('completed');
  });

  it('cannot publish more than the saga may keep', () => {
    const big = 'x'.repeat(900_000);
    const publishing = Array.from({ length: 12 }, (_, index) => ({
      name: `tell${index}`,
      publish: { event: 'order.priced', data: '${input.text}' },
    }));
    const then = sagaSpecification({ name: 'flood', steps: publishing })().when(
      started({ text: big }),
    );
    then.andStatusIs('compensated');
    expect(then.saga.error?.code).toBe('MAPPED_VALUE_TOO_LARGE');
  });

  it('passes on the generation, the origin and the trace of its saga', () => {
    const origin = { root: '01940000-0000-7000-8000-00000000000a' };
    const trace = { traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' };
    given((saga) => ({ ...started(INPUT)(saga), generation: 3, origin, trace }) as never)
      .when(succeeded('price', { total: 12 }))
      .thenPublishes({ event: 'order.priced', generation: 3, origin: origin.root, trace });
  });

  it('of a child saga is no report to its parent', () => {
    const child = sagaSpecification({
      name: 'child',
      steps: [
        step('a'),
        { name: 'tell', publish: { event: 'part.done' } },
        step('b', { after: ['tell'] }),
      ],
    });
    child(startedAsChild()).when(succeeded('a')).thenPublishes('part.done').thenReports();
  });
});
