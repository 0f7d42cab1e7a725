import { wayBack } from './way-back.js';

type Life = Parameters<typeof wayBack>[0];

const NOTHING: Life = {
  ...{ status: 'new', at: null, by: null, owner: null, note: null, mutedUntil: null },
  ...{ mutedForSagas: null, resolvedInVersion: null, resolvedAt: null },
};
const UNTIL = '2030-01-01T00:00:00Z';

function life(status: Life['status'], more: Partial<Life> = {}): Life {
  return { ...NOTHING, status, ...more };
}

describe('The way back of a group of failures', () => {
  it.each([
    [life('new'), 'acknowledged', { verb: 'reopen' }],
    [life('new'), 'muted', { verb: 'reopen' }],
    [life('regressed'), 'resolved', { verb: 'reopen' }],
    [
      life('acknowledged', { owner: 'ada', note: 'T-1' }),
      'muted',
      { verb: 'acknowledge', more: { owner: 'ada', note: 'T-1' } },
    ],
    [life('acknowledged', { owner: 'ada' }), 'new', { verb: 'acknowledge' }],
    [life('acknowledged', { owner: 'ada' }), 'resolved', { verb: 'reopen' }],
    [
      life('resolved', { resolvedInVersion: 2 }),
      'new',
      { verb: 'resolve', more: { inVersion: 2 } },
    ],
  ] as const)('given %j, when it is %s, then one of its acts leads back', (before, after, way) => {
    expect(wayBack(before, life(after))).toMatchObject(way);
  });

  it.each(['new', 'acknowledged', 'resolved'] as const)(
    'given it was muted, when it is %s, then no act makes it as it was',
    (after) => {
      expect(wayBack(life('muted', { mutedUntil: UNTIL }), life(after))).toBeNull();
    },
  );
});
