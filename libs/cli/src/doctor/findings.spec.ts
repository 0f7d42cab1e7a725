import {
  ofClocks,
  ofDefinitions,
  ofOverview,
  ofParticipants,
  type Finding,
  type Overview,
  type Participant,
} from './findings.js';

const AT = '2030-01-01T00:00:00.000Z';
const WELL: Overview = {
  countedAt: AT,
  backlog: {
    outbox: 3,
    oldestOutboxAgeMs: 200,
    timersDue: 0,
    oldestTimerLagMs: null,
    deadMessages: 0,
    stuckSagas: 0,
    pauses: 0,
    automaticPauses: 0,
  },
  replicas: [{ id: 'r-1', seenAt: AT, hasLeft: false, brokerLostAt: null, version: '1.0.0' }],
  broker: { status: 'connected', refusals: [] },
  database: { status: 'connected', commitMs: 2 },
};
const PAYMENT: Participant = {
  participant: 'payment',
  queueExists: true,
  consumers: 1,
  ready: 0,
};

function told(findings: readonly Finding[]): readonly string[] {
  return findings
    .filter(({ level }) => level !== 'ok')
    .map(({ level, check }) => `${level} ${check}`);
}

describe('The doctor', () => {
  it('says nothing but that all is well when it is', () => {
    expect(told(ofOverview(WELL))).toEqual([]);
    expect(told(ofParticipants([PAYMENT]))).toEqual([]);
  });

  const { backlog } = WELL;
  const [replica] = WELL.replicas;
  it.each<[string, Partial<Overview>, string]>([
    [
      'messages do not leave',
      { backlog: { ...backlog, oldestOutboxAgeMs: 60_000 } },
      'error outbox',
    ],
    ['timers are late', { backlog: { ...backlog, oldestTimerLagMs: 9000 } }, 'warning timers'],
    ['sagas are stuck', { backlog: { ...backlog, stuckSagas: 1 } }, 'warning stuck'],
    [
      'messages are set aside',
      { backlog: { ...backlog, deadMessages: 2 } },
      'warning dead-messages',
    ],
    ['a pause goes on', { backlog: { ...backlog, pauses: 1 } }, 'note pauses'],
    ['the broker is away', { broker: { status: 'disconnected', refusals: [] } }, 'error broker'],
    [
      'the broker refuses',
      { broker: { status: 'connected', refusals: ['403'] } },
      'warning broker',
    ],
    ['commits are slow', { database: { status: 'connected', commitMs: 400 } }, 'warning database'],
    [
      'a replica is silent',
      { replicas: [{ ...replica!, seenAt: '2029-12-31T23:59:00Z' }] },
      'warning replicas',
    ],
    [
      'a replica lost the broker',
      { replicas: [{ ...replica!, brokerLostAt: AT }] },
      'warning replicas',
    ],
    ['no replica reports', { replicas: [] }, 'warning replicas'],
    [
      'replicas are of two releases',
      { replicas: [replica!, { ...replica!, id: 'r-2', version: '1.1.0' }] },
      'warning versions',
    ],
    [
      'a replica does not say its release',
      { replicas: [replica!, { ...replica!, id: 'r-2', version: null }] },
      'warning versions',
    ],
  ])('given %s, then it says so, with a line to run', (_, changes, found) => {
    const findings = ofOverview({ ...WELL, ...changes });
    expect(told(findings)).toEqual([found]);
    expect(findings.find(({ level }) => level !== 'ok')?.run).toMatch(/^\w/);
  });

  it.each<[string, Partial<Participant>, string]>([
    ['nobody consumes', { consumers: 0, ready: 7 }, 'error participants'],
    ['there is no queue', { queueExists: false }, 'warning participants'],
    ['the broker says nothing', { queueExists: null, consumers: null }, 'warning participants'],
    ['no broker takes its commands', { undelivered: 'NO_ROUTE' }, 'error participants'],
  ])('given a participant of which %s, then it says so', (_, changes, found) => {
    expect(told(ofParticipants([{ ...PAYMENT, ...changes }]))).toEqual([found]);
  });

  it('given one of something, then it does not speak of many', () => {
    const one = { ...WELL, backlog: { ...backlog, stuckSagas: 1, pauses: 1 } };
    const texts = [...ofOverview(one), ...ofParticipants([PAYMENT])].map(({ text }) => text);
    expect(texts).toEqual(
      expect.arrayContaining([
        '1 replica is present',
        '1 saga is stuck',
        '1 participant is served',
      ]),
    );
  });

  it('given a definition whose participant was never seen, then it names both', () => {
    const order = { name: 'order', version: 2, participants: ['payment', 'stock'] };
    const [finding] = ofDefinitions([order], [PAYMENT]);
    expect(finding).toMatchObject({ level: 'warning', run: 'conductor definition plan order 2' });
    expect(finding?.text).toContain('stock');
    expect(finding?.text).not.toContain('payment');
  });

  it('given clocks that differ by more than the question took, then it says by how much', () => {
    const there = Date.parse(AT);
    expect(ofClocks({ here: there + 900, there, roundTripMs: 100 }).level).toBe('ok');
    const finding = ofClocks({ here: there + 61_000, there, roundTripMs: 100 });
    expect(finding).toMatchObject({ level: 'warning', text: expect.stringContaining('60 s') });
  });
});
