import { findingsOf, type Looked } from './look.js';
import { NO_ALERTS } from './settings.js';

const NOTHING: Looked = {
  now: Date.UTC(2030, 0, 1),
  groups: [],
  oldestOpen: null,
  deadMessages: { open: 0, total: 0 },
  oldestOutboxMs: null,
  outboxMessages: 0,
  participants: [],
  approvals: [],
  emergencies: [],
  automaticPauses: [],
};

describe('What the conductor paused by itself', () => {
  it('is told of, with why, how many sagas it holds, and what to look at', () => {
    const pause = { of: 'payment', reason: '20 attempts in a row failed', heldSagas: 180 };
    const { found } = findingsOf({ ...NOTHING, automaticPauses: [pause] }, NO_ALERTS);
    expect(found).toMatchObject([
      {
        key: 'pause:payment',
        kind: 'automatic-pause',
        title: 'payment is paused automatically',
        text: expect.stringMatching(
          /^20 attempts in a row failed\. It holds 180 sagas, and ends when/,
        ),
        count: 180,
        act: { path: '/v1/admin/pauses?active=true' },
        runbook: 'automatic-pause',
      },
    ]);
  });

  it('is nothing while nothing is', () => {
    expect(findingsOf(NOTHING, NO_ALERTS).found).toEqual([]);
  });
});
