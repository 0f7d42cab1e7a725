import { sagaSpecification, signalled, started, succeeded } from '#testing';

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
