import { errs, isSilent, refuses, succeeds } from './answers.js';
import { scenario } from './scenario.js';

/** With a child saga in the middle. */
function family(more: object = {}, child: object = {}) {
  return scenario({
    name: 'family',
    ...more,
    steps: [
      { name: 'a', command: 'shop.a', compensation: 'shop.undo-a' },
      { name: 'k', saga: { definition: 'kid' }, ...child },
      { name: 'b', command: 'shop.b', compensation: 'none', input: '${steps.k.output}' },
    ],
  });
}

describe('A child saga under test is given as saga.<definition>', () => {
  it('gives its output', () => {
    family()
      .given('saga.kid', succeeds({ parcels: 2 }))
      .when({})
      .thenEnds('completed')
      .thenSendsData('shop.b', { parcels: 2 });
  });

  it('that fails has undone itself, and takes its parent back', () => {
    const { saga } = family()
      .given('saga.kid', refuses('NO_TRUCK'))
      .when({})
      .thenEnds('compensated')
      .thenUndoes('a');
    expect(saga.error?.code).toBe('NO_TRUCK');
  });

  it('that completed is undone by itself when its parent goes back', () => {
    family()
      .given('saga.kid', succeeds({}))
      .given('shop.b', refuses())
      .when({})
      .thenEnds('compensated')
      .thenUndoes('k', 'a');
  });

  it('is asked for each item of a list, and one of them takes all back', () => {
    family({}, { forEach: { items: '${input}', as: 'line' }, input: '${line}' })
      .given('saga.kid', ({ data }) =>
        data === 2
          ? { type: 'refused', error: { code: 'NO_TRUCK', message: 'none is left' } }
          : { type: 'succeeded', output: data },
      )
      .when([1, 2])
      .thenEnds('compensated')
      .thenUndoes('k', 'a');
  });

  it('that never ends is waited for, and the test is not', () => {
    const { saga } = family().given('saga.kid', isSilent()).when({}).thenEnds('running');
    expect(saga.sent.map(({ command }) => command)).toEqual(['shop.a', 'saga.kid']);
  });

  it('that never ends is taken back at the deadline', () => {
    const { saga } = family({ deadline: '30d' })
      .given('saga.kid', isSilent())
      .when({})
      .thenEnds('compensated')
      .thenUndoes('k', 'a');
    expect(saga.takesMs).toBeGreaterThanOrEqual(30 * 86_400_000);
  });

  it('that is the pivot goes back when it is asked to, and has not ended', () => {
    const pivot = scenario({
      name: 'family',
      deadline: '1h',
      steps: [
        { name: 'a', command: 'shop.a', compensation: 'shop.undo-a' },
        { name: 'k', saga: { definition: 'kid' }, kind: 'pivot' },
      ],
    });
    pivot.given('saga.kid', isSilent()).when({}).thenEnds('compensated').thenUndoes('a');
    pivot.given('saga.kid', errs()).when({}).thenEnds('stuck').thenIsStuckOn('k');
  });

  it('that somebody abandoned needs a person, since nobody knows what it left', () => {
    family().given('saga.kid', errs()).when({}).thenEnds('stuck').thenIsStuckOn('k');
  });
});
