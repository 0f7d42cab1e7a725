import { incidentNote, pathText } from './incident-note.js';

type Incident = Parameters<typeof incidentNote>[0];

const AT = Date.UTC(2026, 10, 29, 14, 2, 11, 18);

function note(
  changes: object = {},
  texts: readonly string[] = ['ship: attempt 1 failed'],
  isCut = false,
): string {
  const step = (name: string, status: string) => ({ name, status });
  const saga = {
    id: 'an-id',
    key: 'o-1',
    status: 'stuck',
    version: 7,
    definition: { name: 'place-order', version: 2 },
    waiting: { text: 'ship is stuck; nothing happens until you act.' },
    error: { code: 'NO_VAN', message: 'none is left' },
    steps: [step('pay', 'succeeded'), step('ship', 'stuck'), step('mail', 'pending')],
    ...changes,
  } as unknown as Incident['saga'];
  const last = texts.map((text) => ({ text, at: new Date(AT).toISOString() }));
  const rest = { before: 3, isCut, url: 'https://c.example/sagas/an-id', at: AT };
  return incidentNote({ saga, last: last as unknown as Incident['last'], ...rest });
}

describe('The note of an incident', () => {
  it('has the sentence, the path, the last events and the link', () => {
    expect(note()).toBe(
      [
        '### Saga `o-1`: stuck',
        '',
        '> ship is stuck; nothing happens until you act.',
        '',
        '- Definition: `place-order v2`',
        '- Id: `an-id`, version 7',
        '- Error: `NO_VAN: none is left`',
        '- Path: ✓ pay → ▲ ship → ○ mail',
        '- Seen: 2026-11-29 14:02:11.018 UTC',
        '- <https://c.example/sagas/an-id>',
        '',
        '```',
        '… 3 before these',
        '2026-11-29 14:02:11.018 UTC  ship: attempt 1 failed',
        '```',
        '',
      ].join('\n'),
    );
  });

  it('keeps what others wrote from becoming Markdown', () => {
    const evil = '**x** <img src=x>\n# big ```';
    const text = note({ key: '`k`', waiting: { text: evil } }, [evil]);
    expect(text).toContain('### Saga `` `k` ``: stuck');
    expect(text).toContain('> \\*\\*x\\*\\* \\<img src=x\\> \\# big \\`\\`\\`');
    expect(text).toContain('````\n… 3 before these\n2026-11-29 14:02:11.018 UTC  **x** <img');
  });

  it('says that its end was not read', () => {
    expect(note({}, ['ship'], true)).toContain('  ship\n… cut here: what happened later was');
    expect(note()).not.toContain('cut here');
  });

  it('says that it has ended', () => {
    expect(note({ waiting: null, status: 'completed', error: null })).toContain(
      '> It has ended: completed.',
    );
    expect(pathText({ steps: [] })).toBe('');
  });

  it('given a refused step whose undo was sent all the same, then it is refused', () => {
    const step = (name: string, wasRefused: boolean) => ({
      name,
      wasRefused,
      status: 'compensated',
    });
    const steps = [
      step('reserve', false),
      step('pay', true),
    ] as unknown as Incident['saga']['steps'];
    expect(pathText({ steps } as unknown as Incident['saga'])).toBe('↩ reserve → ✗ pay');
  });
});
