import { applyTrigger } from '#definition';
import { compile, sagaSpecification, started, succeeded } from '#testing-sagas';

/** Looks at each pair of a list. */
const QUADRATIC = 'input.exists(a, input.exists(b, a + b == -1))';
const LIST = Array.from({ length: 5000 }, (_, index) => index);

const ACT = { name: 'act', command: 'shop.act', compensation: 'none' };
const TOO_COSTLY = {
  code: 'EXPRESSION_FAILED',
  message: expect.stringContaining('takes too many steps') as string,
};

describe('An expression of quadratic cost fails, and the saga goes back', () => {
  it.each<[string, object]>([
    ['`when`', { ...ACT, when: `\${${QUADRATIC}}` }],
    ['`input`', { ...ACT, input: { is: `\${${QUADRATIC}}` } }],
    ['`delay`', { name: 'act', delay: `\${string(${QUADRATIC})}` }],
    ['`items`', { ...ACT, forEach: { items: `\${input.filter(x, ${QUADRATIC})}` } }],
    [
      'the `input` of a child',
      { name: 'act', saga: { definition: 'sub' }, input: `\${${QUADRATIC}}` },
    ],
  ])('in %s', (_, act) => {
    const { saga } = sagaSpecification({ name: 'sale', steps: [act] })()
      .when(started(LIST))
      .thenSends()
      .andStatusIs('compensated');
    expect(saga.error).toEqual(TOO_COSTLY);
  });

  it('in the `input` of all iterations together', () => {
    const each = { ...ACT, forEach: { items: '${input}' }, input: '${input.exists(x, x == -1)}' };
    const { saga } = sagaSpecification({ name: 'sale', steps: [each] })()
      .when(started(LIST.slice(0, 1000)))
      .thenSends()
      .andStatusIs('compensated');
    expect(saga.error).toEqual(TOO_COSTLY);
  });

  it('in `until`', () => {
    const poll = { ...ACT, repeat: { until: `\${${QUADRATIC.replaceAll('input', 'output')}}` } };
    const { saga } = sagaSpecification({ name: 'sale', steps: [poll] })(started())
      .when(succeeded('act[0]', LIST))
      .andStatusIs('compensated');
    expect(saga.error).toEqual(TOO_COSTLY);
  });

  it('in a lock', () => {
    const { saga } = sagaSpecification({
      name: 'sale',
      locks: [`\${string(${QUADRATIC})}`],
      steps: [ACT],
    })()
      .when(started(LIST))
      .andStatusIs('compensated');
    expect(saga.error).toEqual(TOO_COSTLY);
  });

  it('in the `output`, where it can take nothing back', () => {
    const { saga } = sagaSpecification({ name: 'sale', steps: [ACT], output: `\${${QUADRATIC}}` })(
      started(LIST),
    )
      .when(succeeded('act'))
      .andStatusIs('completed')
      .andOutputIs(null);
    expect(saga.error).toEqual(TOO_COSTLY);
  });

  it('in a `compensation`, which needs a person', () => {
    const input = `\${${QUADRATIC}}`;
    const costly = { ...ACT, compensation: { command: 'shop.undo', input } };
    const no = { name: 'no', command: 'shop.no', compensation: 'none', input: '${input.none}' };
    const { saga } = sagaSpecification({ name: 'sale', steps: [costly, no] })(started(LIST))
      .when(succeeded('act'))
      .andStatusIs('stuck');
    expect(saga.error).toEqual(TOO_COSTLY);
  });

  it('in a `trigger`, whose event starts nothing', () => {
    const key = `\${string(${QUADRATIC.replaceAll('input', 'data')})}`;
    const { trigger } = compile({
      name: 'sale',
      trigger: { event: 'order.placed', key },
      steps: [ACT],
    });
    expect(trigger && applyTrigger(trigger, LIST)).toEqual({ error: TOO_COSTLY });
  });
});
