import { readAlertSettings } from './settings.js';

const KEY = Buffer.from('a key of twenty-four bytes');
const SECRET = `whsec_${KEY.toString('base64')}`;

function read(settings: unknown) {
  const faults: string[] = [];
  const text = typeof settings === 'string' ? settings : JSON.stringify(settings);
  return { settings: readAlertSettings(text, (fault) => void faults.push(fault)), faults };
}

const WEBHOOK = { name: 'ops', type: 'webhook', url: 'https://ops.example/in', secret: SECRET };

describe('CONDUCTOR_ALERTS', () => {
  it('given routes of each type, then they are read', () => {
    const { settings, faults } = read({
      baseUrl: 'https://conductor.example/',
      interval: '1h',
      for: { group: '2m', stuck: '0s' },
      routes: [
        WEBHOOK,
        { name: 'chat', type: 'slack', url: 'https://chat.example/x', kinds: ['stuck'] },
        {
          name: 'mail',
          type: 'smtp',
          url: 'smtps://u:p@mail.example:465',
          ...{ from: 'c@example.com', to: ['a@example.com'] },
        },
        { name: 'bus', type: 'events' },
      ],
    });
    expect(faults).toEqual([]);
    expect(settings).toMatchObject({
      baseUrl: 'https://conductor.example',
      intervalMs: 3_600_000,
      forMs: { group: 120_000, stuck: 0, silent: 300_000, outbox: 120_000 },
      routes: [{ key: KEY }, { kinds: ['stuck'] }, { to: ['a@example.com'] }, { type: 'events' }],
    });
  });

  it.each([
    ['no JSON', 'must be a JSON object'],
    [[], 'must be a JSON object'],
    [{}, 'routes must be a list of 1 to 20'],
    [{ routes: [{ ...WEBHOOK, type: 'fax' }] }, 'type must be'],
    [{ routes: [{ ...WEBHOOK, secret: 'short' }] }, 'secret must be'],
    [{ routes: [{ ...WEBHOOK, url: 'file:///etc/passwd' }] }, 'url must be http'],
    [{ routes: [{ ...WEBHOOK, name: 'O P S' }] }, 'needs a name'],
    [{ routes: [{ ...WEBHOOK, kinds: ['odd'] }] }, 'kinds must be'],
    [{ routes: [{ ...WEBHOOK, odd: 1 }] }, 'no field odd'],
    [{ routes: [WEBHOOK, WEBHOOK] }, 'may appear only once'],
    [{ routes: [WEBHOOK], interval: 'soon' }, 'interval must be a duration'],
    [{ routes: [WEBHOOK], for: { odd: '1m' } }, 'no field odd'],
    [{ routes: [WEBHOOK], baseUrl: 'javascript:alert(1)' }, 'baseUrl must be'],
    [
      { routes: [{ name: 'm', type: 'smtp', url: 'smtp://h', from: 'x', to: ['a@b'] }] },
      'must be addresses',
    ],
  ])('given %j, then a sentence says what is wrong', (settings, fault) => {
    const { faults } = read(settings);
    expect(faults.join('\n')).toContain(fault);
    expect(faults.join('\n')).not.toContain(SECRET);
  });
});
