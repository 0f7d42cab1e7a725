import { operatorAsks, refused, sagaSpecification, started, succeeded } from '#testing-sagas';

const part = (name: string) => ({
  name,
  command: `shop.${name}`,
  compensation: `shop.undo-${name}`,
  after: [],
});
const given = sagaSpecification({
  name: 'sale',
  steps: [part('one'), part('other'), { ...part('last'), after: ['one', 'other'] }],
});
/** Both are to be undone, and neither can be. */
const begun = [
  started(),
  succeeded('one'),
  succeeded('other'),
  refused('last', 'NO'),
  refused('last', 'LAST_NOT_UNDONE'),
] as const;

describe('The `error` of a saga', () => {
  it('is what it is stuck on, and no more what took it back', () => {
    const { saga } = given(...begun)
      .when(operatorAsks({ name: 'settle', step: 'last', result: 'undone' }))
      .andStatusIs('compensating');
    expect(saga.error?.code).toBe('NO');
    const { saga: stuck } = given(
      ...begun,
      operatorAsks({ name: 'settle', step: 'last', result: 'undone' }),
    )
      .when(refused('one', 'ONE'))
      .andStatusIs('stuck');
    expect(stuck.error?.code).toBe('ONE');
  });

  const both = [
    ...begun,
    operatorAsks({ name: 'settle', step: 'last', result: 'undone' }),
    refused('one', 'ONE'),
    refused('other', 'OTHER'),
  ] as const;

  it('is the newest trouble, when several steps are stuck', () => {
    const { saga } = given(...both.slice(0, -1))
      .when(refused('other', 'OTHER'))
      .andStatusIs('stuck');
    expect(saga.error?.code).toBe('OTHER');
  });

  it.each([
    ['one', 'OTHER'],
    ['other', 'ONE'],
  ])('is what is left of it, when %s is settled', (step, code) => {
    const { saga } = given(...both)
      .when(operatorAsks({ name: 'settle', step, result: 'undone' }))
      .andStatusIs('stuck');
    expect(saga.error?.code).toBe(code);
  });

  it('is the new one, when a retry brings another', () => {
    const { saga } = given(...both, operatorAsks({ name: 'retry', step: 'one' }))
      .when(refused('one', 'STILL_NOT'))
      .andStatusIs('stuck');
    expect(saga.error?.code).toBe('STILL_NOT');
  });
});
