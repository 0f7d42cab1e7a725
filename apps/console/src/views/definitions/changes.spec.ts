import { documentChanges, stepChanges } from './changes';

describe('What differs between two versions', () => {
  const older = {
    name: 'order',
    deadline: '1m',
    steps: [{ name: 'pay', command: 'a.b', retry: { attempts: 1, delay: '1s' } }, { name: 'ship' }],
  };

  it('given steps that were added, removed and changed, then each is told once', () => {
    const steps = [
      { name: 'check' },
      { name: 'pay', command: 'a.c', retry: older.steps[0]?.retry },
    ];
    expect(stepChanges(older, { ...older, steps })).toEqual([
      { step: 'check', how: 'added', fields: [] },
      { step: 'pay', how: 'changed', fields: ['command'] },
      { step: 'ship', how: 'removed', fields: [] },
    ]);
  });

  it('given the same in another order of members, then nothing differs', () => {
    const [pay] = older.steps;
    const steps = [{ retry: { delay: '1s', attempts: 1 }, command: pay?.command, name: 'pay' }];
    expect(stepChanges({ steps: [pay] }, { steps })).toEqual([]);
    expect(documentChanges(older, { ...older, deadline: '2m' })).toEqual(['deadline']);
  });

  it.each([[null], [[]], [{ steps: 'none' }], [{ steps: [null, 1, { name: 1 }] }]])(
    'given %j, which is no definition, then it has no steps',
    (document) => {
      expect(stepChanges(document, document)).toEqual([]);
    },
  );
});
