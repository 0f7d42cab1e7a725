import { operatorAsks, sagaSpecification, signalled, started, succeeded } from '#testing';

const ACT = { name: 'act', command: 'shop.act', compensation: 'none' };

describe('What a saga keeps has a limit', () => {
  it('the `input` of all iterations of a `forEach`: 4 MiB', () => {
    const each = { ...ACT, forEach: { items: '${input.items}' }, input: '${input.text}' };
    const given = sagaSpecification({ name: 'sale', steps: [each] });
    const text = 'x'.repeat(64 * 1024 - 2);
    const items = (count: number) => Array.from({ length: count }, () => 0);
    given()
      .when(started({ items: items(64), text }))
      .andStepIs('act', 'iterating');
    const { saga } = given()
      .when(started({ items: items(65), text }))
      .thenSends()
      .andStatusIs('compensated');
    expect(saga.error?.code).toBe('MAPPED_VALUE_TOO_LARGE');
  });

  const MIB = 'x'.repeat(1024 * 1024 - 2);
  const outputs = (kinds: readonly string[]) =>
    sagaSpecification({
      name: 'sale',
      steps: kinds.map((kind, index) => {
        const undo = kind === 'compensatable' ? { compensation: 'shop.undo' } : {};
        return { name: `act${index}`, command: 'shop.act', kind, ...undo };
      }),
    });
  const come = (count: number) =>
    Array.from({ length: count }, (_, index) => succeeded(`act${index}`, MIB));

  it('outputs: 4 MiB together; before the pivot the saga is taken back', () => {
    const given = outputs(Array.from({ length: 6 }, () => 'compensatable'));
    given(started(), ...come(3))
      .when(succeeded('act3', MIB))
      .andStatusIs('running');
    const { saga } = given(started(), ...come(4))
      .when(succeeded('act4', 'x'))
      .thenSends('shop.undo')
      .andStatusIs('compensating');
    expect(saga.error?.code).toBe('OUTPUTS_TOO_LARGE');
  });

  it('outputs: the pivot, and what follows it, needs a person', () => {
    const given = outputs([
      ...Array.from({ length: 4 }, () => 'compensatable'),
      'pivot',
      'retryable',
    ]);
    given(started(), ...come(4))
      .when(succeeded('act4', 'x'))
      .thenSends()
      .andStepIs('act4', 'stuck');
    given(started(), ...come(4), succeeded('act4', 'x'))
      .when(operatorAsks({ name: 'settle', step: 'act4', result: 'succeeded' }))
      .thenSends('shop.act')
      .andStatusIs('running');
  });

  it('signals: a thousand, taken or not', () => {
    const given = sagaSpecification({
      name: 'sale',
      steps: [ACT, { name: 'wait', wait: { signal: 'go' } }, { name: 'rest', delay: '1d' }],
    });
    const thousand = Array.from({ length: 1000 }, (_, at) => signalled('go', at, `go-${at}`));
    given(started(), ...thousand)
      .when(signalled('go', 0, 'one-more'))
      .thenIsRejected('TOO_MANY_SIGNALS');
    given(started(), ...thousand)
      .when(succeeded('act'))
      .andStepIs('wait', 'succeeded');
  });
});
