import { ofApprovals, ofEmergencies } from './people.js';
import { track } from './track.js';

const NOW = Date.parse('2030-01-01T12:00:00Z');
const INTERVAL = 15 * 60_000;

function used(msAgo: number, uses = 1) {
  const last = { route: 'POST /v1/admin/keys', address: '10.0.0.7' };
  return { keyName: 'glass', uses, lastAt: new Date(NOW - msAgo), ...last };
}

const emergencies = (msAgo: number, uses = 1) =>
  ofEmergencies([used(msAgo, uses)], { now: NOW, intervalMs: INTERVAL });

describe('A key for emergencies', () => {
  it('given it was used, then people are told who, what and from where', () => {
    const [finding] = emergencies(1000, 4);
    expect(finding).toMatchObject({ key: 'break-glass:glass', total: 4, forMs: 0 });
    expect(finding?.text).toContain('10.0.0.7: POST /v1/admin/keys');
  });

  it('given the interval has passed since, then nobody is told', () => {
    expect(emergencies(INTERVAL)).toEqual([]);
  });

  it('given many troubles at once, then it is among those that are told one by one', () => {
    const [emergency] = emergencies(0);
    const others = ofApprovals(
      Array.from({ length: 30 }, (_none, at) => ({
        ...{ id: `a-${at}`, actor: 'anna', act: 'abandon', subjectKind: 'saga' },
        ...{ subjectId: 's', needs: 'operator', expiresAt: new Date(NOW) },
      })),
    ).map((finding) => ({ ...finding, count: 1000 }));
    const found = [...others, ...(emergency ? [emergency] : [])];
    const options = { now: NOW, intervalMs: INTERVAL, goneMs: 1, messagesMax: 10 };
    const { messages } = track([], { found, quiet: new Set(), unknown: [] }, options);
    expect(messages).toHaveLength(10);
    expect(messages.map(({ finding }) => finding.key)).toContain('break-glass:glass');
  });
});

describe('An act that waits for a second person', () => {
  it('given an approval, then who asks for what until when, and where to look', () => {
    const [finding] = ofApprovals([
      {
        ...{ id: 'a-1', actor: 'anna', act: 'abandon', subjectKind: 'saga', subjectId: 's-1' },
        ...{ needs: 'operator', expiresAt: new Date(NOW) },
      },
    ]);
    expect(finding).toMatchObject({
      key: 'approval:a-1',
      title: 'anna asks for a second person: abandon',
      act: { path: '/v1/admin/approvals/a-1' },
      place: '/approvals/a-1',
    });
    expect(finding?.text).toBe(
      'It is about saga s-1. Anybody else with the role operator may confirm or reject it, ' +
        'until 2030-01-01 12:00 UTC.',
    );
  });
});
