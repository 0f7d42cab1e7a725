import { compile } from '#testing-sagas';
import { endsWell, failureMatrix, type FailurePath } from './failure-matrix.js';

describe('The failure matrix of a loop', () => {
  const step = (name: string, more: object = {}) => ({
    name,
    command: `shop.${name}`,
    compensation: `shop.un${name}`,
    ...more,
  });
  const pathsOf = (...steps: readonly object[]) => [
    ...failureMatrix(compile({ name: 'loops', steps })),
  ];
  const repeat = (more: object = {}) => ({ repeat: { until: '${output.done}', ...more } });
  const forEach = { forEach: { items: '${input.lines}' } };
  const find = (all: readonly FailurePath[], name: string, fault: string) =>
    all.find((each) => each.step === name && each.fault === fault);
  const found = pathsOf(
    step('ask'),
    step('poll', repeat({ interval: '1m' })),
    step('pack', forEach),
  );

  it.each(['refused-later', 'errors-later', 'silent-later'])(
    'undoes the first round when the second one is %s',
    (fault) => {
      const undone = ['poll[0]', 'ask'];
      expect(find(found, 'poll', fault)).toMatchObject({ ends: 'compensated', undone, kept: [] });
    },
  );

  it('undoes the first item when only the second one fails, and what came before the loop', () => {
    const undone = ['pack[0]', 'poll[1]', 'poll[0]', 'ask'];
    for (const fault of ['refused-later', 'errors-later', 'silent-later']) {
      expect(find(found, 'pack', fault)).toMatchObject({ ends: 'compensated', undone, kept: [] });
    }
    const late = find(found, 'pack', 'late-success-later');
    expect(late).toMatchObject({ ends: 'compensated', kept: [] });
    expect([...(late?.undone ?? [])].sort()).toEqual([...undone, 'pack[1]'].sort());
  });

  it('undoes a second round whose reply comes too late, the newest first', () => {
    const undone = ['poll[1]', 'poll[0]', 'ask'];
    expect(find(found, 'poll', 'late-success-later')).toMatchObject({
      ends: 'compensated',
      undone,
    });
  });

  it('goes back when a repeat is out of rounds, after the pauses between all of them', () => {
    const exhausted = find(found, 'poll', 'exhausted');
    const undone = ['poll[1]', 'poll[0]', 'ask'];
    expect(exhausted).toMatchObject({ ends: 'compensated', undone, kept: [] });
    expect(exhausted?.takesMs).toBeGreaterThanOrEqual(29 * 60_000);
    expect(exhausted?.takesMs).toBeLessThan(29 * 60_000 + 100);
  });

  it('goes back by the deadline when that comes before all rounds are done', () => {
    const steps = [step('ask'), step('poll', repeat({ interval: '1m' }))];
    const definition = compile({ name: 'loops', deadline: '10m', steps });
    const exhausted = find([...failureMatrix(definition)], 'poll', 'exhausted');
    expect(exhausted).toMatchObject({ ends: 'compensated', undone: ['poll[0]', 'ask'] });
    expect(exhausted?.takesMs).toBeLessThan(10 * 60_000 + 100);
  });

  it('needs a person for it past the pivot, unless it is caught', () => {
    const pivot = { name: 'pay', command: 'card.charge', kind: 'pivot' };
    const poll = { name: 'poll', command: 'shop.poll', kind: 'retryable', ...repeat() };
    const stuck = pathsOf(pivot, poll);
    expect(find(stuck, 'poll', 'exhausted')).toMatchObject({ ends: 'stuck', stuckOn: ['poll'] });
    expect(find(stuck, 'poll', 'silent-later')?.stuckOn).toEqual(['poll[1]']);
    const caught = pathsOf(pivot, { ...poll, catch: ['REPEAT_EXHAUSTED'] });
    expect(find(caught, 'poll', 'exhausted')).toMatchObject({ ends: 'completed', stuckOn: [] });
  });

  it('undoes all rounds of one that is caught, and goes on', () => {
    const all = pathsOf(step('ask'), step('poll', { ...repeat(), catch: 'any' }), step('pack'));
    const undone = ['poll[1]', 'poll[0]'];
    expect(find(all, 'poll', 'exhausted')).toMatchObject({ ends: 'completed', undone, kept: [] });
    const later = { ends: 'completed', undone: ['poll[0]'], kept: [] };
    expect(find(all, 'poll', 'refused-later')).toMatchObject(later);
    expect(find(all, 'poll', 'silent-later')).toMatchObject(later);
  });

  it('has both for child sagas, which are never silent', () => {
    const child = { name: 'child', saga: { definition: 'parcel' }, ...repeat() };
    const ways = pathsOf(child).map(({ fault, ends }) => [fault, ends]);
    expect(ways).toEqual([
      ['refused', 'compensated'],
      ['duplicate', 'completed'],
      ['refused-later', 'compensated'],
      ['exhausted', 'compensated'],
      ['compensation-refused', 'stuck'],
    ]);
  });

  it('has no later round where there is one at most, and none of the kind without a loop', () => {
    const ways = pathsOf(step('once', repeat({ maxIterations: 1 })), step('plain'));
    const later = ways.filter(({ fault }) => /later|exhausted/.test(fault));
    expect(later.map((each) => [each.step, each.fault])).toEqual([['once', 'exhausted']]);
    expect(later[0]).toMatchObject({ ends: 'compensated', undone: ['once[0]'] });
  });

  it('ends well on every path', () => {
    const definition = compile({
      name: 'loops',
      steps: [step('ask'), step('poll', repeat()), step('pack', forEach)],
    });
    const paths = [...failureMatrix(definition)];
    expect(paths).toHaveLength(8 + 13 + 12);
    expect(paths.filter((each) => !endsWell(each, definition))).toEqual([]);
  });
});
