import type { Look } from '../output/look.js';
import { overviewText, type Overview } from './overview-text.js';

const PLAIN: Look = { isColoured: false, width: 80, paint: (_, text) => text };
const WELL: Overview = {
  isCountExact: true,
  byStatus: { running: 1, completed: 12 },
  rates: { started: { lastHour: 13 }, stuck: { lastHour: 0 } },
  oldestOpenSaga: null,
  stuckGroups: [],
  backlog: { outbox: 0, oldestOutboxAgeMs: null, timersDue: 0, deadMessages: 0 },
  replicas: [],
  broker: { status: 'connected', refusals: [] },
  database: { status: 'connected', commitMs: 2.4 },
};
const ID = '01a22ad5-9577-77a9-9077-24db9ffb7a35';

describe('The overview on a terminal', () => {
  it('given nothing is wrong, when it is told, then there are no failures', () => {
    expect(overviewText(WELL, PLAIN).split('\n')).toEqual([
      'sagas          1 running, 12 completed',
      'last hour      13 started, 0 stuck',
      'outbox         0',
      'timers due     0',
      'dead messages  0',
      'paused         0 sagas, 0 pauses',
      'broker         connected',
      'database       connected, a commit takes 2 ms',
      'replicas       –',
      'failures       none',
    ]);
  });

  it('given trouble, when it is told, then what waits, for how long, and the groups', () => {
    const createdAt = new Date(Date.now() - 3 * 3_600_000).toISOString();
    const text = overviewText(
      {
        ...WELL,
        isCountExact: false,
        oldestOpenSaga: { id: ID, definition: 'sale', status: 'stuck', createdAt },
        backlog: { outbox: 2, oldestOutboxAgeMs: 61_000, pausedSagas: 3, pauses: 1 },
        broker: { status: 'connected', refusals: [{}] },
        stuckGroups: [
          {
            ...{ fingerprint: '32991f2c5c4b3dc0', count: 4, stuck: 4, definition: 'sale' },
            ...{ step: 'ship', error: { code: 'NO_TRUCK' }, life: { status: 'new' } },
          },
        ],
        replicas: [
          {
            id: '32973099-1275',
            seenAt: new Date().toISOString(),
            hasLeft: false,
            version: '1.2.3',
          },
          { id: 'gone', seenAt: createdAt, hasLeft: true, version: '1.2.2' },
        ],
      },
      PLAIN,
    );
    expect(text).toContain('sagas (about)  1 running, 12 completed\n');
    expect(text).toContain(`oldest open    sale, stuck, started 3 h ago: ${ID}\n`);
    expect(text).toContain('outbox         2, the oldest for 1 min\n');
    expect(text).toContain('paused         3 sagas, 1 pause\n');
    expect(text).toContain('broker         connected, 1 refused\n');
    expect(text).toMatch(/replicas {7}32973099 1\.2\.3, seen \d+ ms ago\n/);
    expect(text).toMatch(/32991f2c5c4b3dc0 +4 +4 +sale +ship +NO_TRUCK +new$/);
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(95);
  });
});
