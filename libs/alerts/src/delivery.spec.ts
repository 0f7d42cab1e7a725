import { Webhook } from 'standardwebhooks';
import { GIVE_UP_MS, nextAttempt } from './delivery.js';
import { alertDocument, alertSubject, alertText, slackBody } from './render.js';
import { webhookHeaders, webhookKey } from './standard-webhook.js';
import type { AlertMessage } from './track.js';

const HOUR_MS = 3_600_000;
const SECRET = `whsec_${Buffer.from('a key of twenty-four bytes').toString('base64')}`;

/** When attempts are made, in virtual time, until one succeeds or there are no more. */
function attempts(isUp: (at: number) => boolean): { times: readonly number[]; end: string } {
  const times: number[] = [];
  for (let at = 0; ;) {
    times.push(at);
    if (isUp(at)) return { times, end: 'sent' };
    const failed = { type: 'failed', error: 'away' } as const;
    const next = nextAttempt(failed, { tries: times.length, ageMs: at });
    if (next === 'given-up') return { times, end: next };
    at += next.inMs;
  }
}

describe('Delivering an alert', () => {
  it('given a receiver that is away for an hour, when it is back, then it has it soon', () => {
    const { times, end } = attempts((at) => at >= HOUR_MS);
    const sentAt = times.at(-1) ?? 0;
    expect(end).toBe('sent');
    expect(sentAt - HOUR_MS).toBeLessThanOrEqual(600_000);
    expect(times.length).toBeLessThan(20);
    expect(times.slice(0, 4)).toEqual([0, 5_000, 15_000, 35_000]);
  });

  it('given a receiver that never comes back, then it is given up after a day', () => {
    const { times, end } = attempts(() => false);
    expect(end).toBe('given-up');
    expect(times.at(-1)).toBeGreaterThan(GIVE_UP_MS - 600_001);
    expect(times.length).toBeLessThan(200);
  });

  it('given a receiver that says when, then it is asked no earlier, and within ten minutes', () => {
    const later = (afterMs: number) =>
      nextAttempt({ type: 'failed', error: '429', afterMs }, { tries: 1, ageMs: 0 });
    expect(later(60_000)).toEqual({ inMs: 60_000 });
    expect(later(HOUR_MS)).toEqual({ inMs: 600_000 });
    expect(nextAttempt({ type: 'refused', error: '410' }, { tries: 1, ageMs: 0 })).toBe('given-up');
  });
});

const MESSAGE: AlertMessage = {
  event: 'firing',
  at: Date.UTC(2026, 4, 4),
  since: Date.UTC(2026, 4, 3),
  plus: 12,
  finding: {
    key: 'group:0123456789abcdef',
    kind: 'stuck',
    title: 'place-order: ship is stuck with NO_TRUCK',
    text: '13 sagas cannot do ship.',
    ...{ count: 13, total: 20, forMs: 0, fingerprint: '0123456789abcdef' },
    samples: [{ sagaId: '01940000-1111-7222-8333-444455556666', message: '<!channel> no & truck' }],
    act: { text: 'Retry one', method: 'POST', path: '/v1/admin/sagas/01940000/retry' },
    place: '/failures/0123456789abcdef',
    runbook: 'a-saga-is-stuck',
  },
};
const LINKS = { baseUrl: 'https://conductor.example' };

describe('An alert', () => {
  it('given a webhook, when a receiver checks it by the standard, then the signature holds', () => {
    const key = webhookKey(SECRET);
    if (key === null) throw new Error('the secret has the form of the standard');
    const body = JSON.stringify(alertDocument(MESSAGE, LINKS));
    const headers = webhookHeaders(key, { id: 'msg-1', at: Date.now(), body });
    const receiver = new Webhook(SECRET);
    expect(receiver.verify(body, headers)).toMatchObject({ type: 'alert.firing' });
    expect(() => receiver.verify(`${body} `, headers)).toThrow('signature');
    const old = webhookHeaders(key, { id: 'msg-1', at: Date.now() - HOUR_MS, body });
    expect(() => receiver.verify(body, old)).toThrow('timestamp');
  });

  it.each(['', 'short', 'whsec_', 'whsec_YWJj', `whsec_${'a'.repeat(200)}`])(
    'given %j as a secret, then it is none',
    (secret) => {
      expect(webhookKey(secret)).toBeNull();
    },
  );

  it('given a group, then it has samples, the act, and links to the group and to mute it', () => {
    expect(alertDocument(MESSAGE, LINKS)).toMatchObject({
      timestamp: '2026-05-04T00:00:00.000Z',
      data: {
        plus: 12,
        samples: [{ url: 'https://conductor.example/sagas/01940000-1111-7222-8333-444455556666' }],
        act: { text: 'Retry one', curl: expect.stringContaining('/retry -d') },
        links: {
          place: 'https://conductor.example/failures/0123456789abcdef',
          group: 'https://conductor.example/failures/0123456789abcdef',
          mute: 'https://conductor.example/failures/0123456789abcdef?act=mute',
        },
      },
    });
    expect(alertSubject(MESSAGE)).toBe('place-order: ship is stuck with NO_TRUCK (+12 since)');
    const text = alertText(MESSAGE, LINKS);
    for (const part of [
      'Retry one',
      'See: https://conductor.example/failures/',
      'curl',
      '?act=mute',
      '#a-saga-is-stuck',
    ]) {
      expect(text).toContain(part);
    }
    expect(alertText({ ...MESSAGE, event: 'resolved' }, LINKS)).not.toContain('Retry');
  });

  it('given no page has it, or no address is known, then nothing leads there', () => {
    const { place: _, ...finding } = MESSAGE.finding;
    for (const [message, links] of [
      [{ ...MESSAGE, finding }, LINKS],
      [MESSAGE, { baseUrl: null }],
    ] as const) {
      expect(alertDocument(message, links)).toMatchObject({ data: { links: { place: null } } });
      expect(alertText(message, links)).not.toContain('See:');
    }
  });

  it('given a message of a participant, when it goes to a chat, then it calls nobody there', () => {
    const { text } = slackBody(MESSAGE, LINKS) as { readonly text: string };
    expect(text).toContain('&lt;!channel&gt; no &amp; truck');
    expect(text).not.toContain('<!');
  });
});
