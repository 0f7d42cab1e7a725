import { readFileSync } from 'node:fs';
import { assertProperty } from '#testing-internal';
import fc from 'fast-check';
import { KIND_CHARS_MAX, MESSAGE_CHARS_MAX, TAKEN_OUT, kindOf } from './normalise.js';

interface Sorted {
  readonly label: string;
  readonly kind: string;
  readonly message: string;
}

/** Messages by what they tell, as a person sorted them before the rules were written. */
const SORTED = sortedIn('labelled-messages.json');

/** Kinds of messages that the rules were not made beside: how well they do with what comes. */
const HELD_OUT = sortedIn('held-out-messages.json');

function sortedIn(file: string): readonly Sorted[] {
  const labelled = JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as Readonly<
    Record<string, readonly string[]>
  >;
  return Object.entries(labelled).flatMap(([label, messages]) =>
    messages.map((message): Sorted => ({ label, kind: kindOf(message), message })),
  );
}

describe('The kind of a message', () => {
  it.each([
    { set: 'the labelled', messages: SORTED, size: 300, togetherMin: 0.9 },
    { set: 'the held-out', messages: HELD_OUT, size: 213, togetherMin: 0.95 },
  ])(
    'given $set $size messages, when grouped, then groups are 95 % pure, and few are split',
    ({ messages, size, togetherMin }) => {
      expect(messages).toHaveLength(size);
      const impure = mixed(messages, 'kind', 'label');
      const isPure = purity(messages, 'kind', 'label') >= 0.95;
      expect({ isPure, impure }).toMatchObject({ isPure: true });
      const split = mixed(messages, 'label', 'kind');
      const isTogether = purity(messages, 'label', 'kind') >= togetherMin;
      expect({ isTogether, split }).toMatchObject({ isTogether: true });
    },
  );

  it('given both sets, then they have no label and no message in common', () => {
    for (const side of ['label', 'message'] as const) {
      const known = new Set(SORTED.map((one) => one[side]));
      expect(HELD_OUT.filter((one) => known.has(one[side]))).toEqual([]);
    }
  });

  it('given what the rules take out, then docs/OPERATIONS.md lists it', () => {
    const page = readFileSync(new URL('../../../docs/OPERATIONS.md', import.meta.url), 'utf8');
    const [, section = ''] = page.split('### Groups of failures');
    const listed = section.split('\n### ')[0] ?? '';
    expect(TAKEN_OUT.filter((what) => !listed.toLowerCase().includes(what.toLowerCase()))).toEqual(
      [],
    );
  });

  it.each([
    ['item "A-1" of 0192f0c1-aaaa-7bbb-8ccc-0123456789ab: 3 left', 'item # of #: # left'],
    ['connect ECONNREFUSED 10.0.3.17:5432', 'connect econnrefused #'],
    ['no reply within 1.5 min', 'no reply'],
    ['HTTP 503 of http://ship.internal/a/7?x=1', 'http 503 of #/a/#'],
    ['violates unique constraint "orders_pkey"', 'violates unique constraint orders_pkey'],
    ['“SUMMER” is not worth 12,50 € now', '# is not worth # now'],
    ['WebSocket closed with code 1006', 'websocket closed with code 1006'],
    ['no such postal code 10115', 'no such postal code #'],
    ['Exception from HRESULT: 0x80070005', 'exception from hresult: 0x80070005'],
    ['dial tcp: lookup ledger: no such host', 'dial tcp: lookup #: no such host'],
    ["can't reach the carrier, won't retry", "can't reach the carrier, won't retry"],
    ['', ''],
  ])('of %j is %j', (message, kind) => {
    expect(kindOf(message)).toBe(kind);
  });

  it('given the kind of a message, when it is taken as a message, then nothing more goes', () => {
    const again = SORTED.map(({ kind }) => kindOf(kind)).filter(
      (kind, at) => kind !== SORTED[at]?.kind,
    );
    expect(again.length).toBeLessThanOrEqual(SORTED.length / 20);
  });

  it('given any text, when it is grouped, then its kind is short, on one line', async () => {
    await assertProperty(
      fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (message) => {
        const kind = kindOf(message);
        expect(kind.length).toBeLessThanOrEqual(KIND_CHARS_MAX);
        expect(kind).not.toMatch(/[\n\t]/);
      }),
    );
  });

  it.each([
    'a',
    '1',
    '"',
    "'",
    '(',
    '#',
    ':',
    '.',
    '-',
    '=',
    '<',
    '[',
    'a.',
    '1,',
    '\n at ',
    'ab:',
    "'a",
    '# ',
    '“',
    '«',
    '‘',
    '1 €',
    'lookup a',
  ])('given %j again and again, when it is grouped, then that takes no long time', (part) => {
    const message = part.repeat(MESSAGE_CHARS_MAX);
    const startedAt = performance.now();
    for (let turn = 0; turn < 20; turn++) kindOf(message);
    expect((performance.now() - startedAt) / 20).toBeLessThan(25);
  });
});

/** The share of messages that are of the most frequent `by` of their `group`. */
function purity(messages: readonly Sorted[], group: Side, by: Side): number {
  const inMajority = [...grouped(messages, group).values()].map((members) =>
    Math.max(...[...grouped(members, by).values()].map(({ length }) => length)),
  );
  return inMajority.reduce((sum, count) => sum + count, 0) / messages.length;
}

/** For whoever changes a rule: the groups that are not of one `by`. */
function mixed(messages: readonly Sorted[], group: Side, by: Side): readonly string[] {
  return [...grouped(messages, group)].flatMap(([name, members]) => {
    const parts = [...grouped(members, by).keys()];
    return parts.length > 1 ? [`${name}: ${parts.join(' | ')}`] : [];
  });
}

type Side = 'kind' | 'label';

function grouped(members: readonly Sorted[], side: Side): ReadonlyMap<string, Sorted[]> {
  const groups = new Map<string, Sorted[]>();
  for (const member of members) {
    const group = groups.get(member[side]) ?? [];
    groups.set(member[side], group);
    group.push(member);
  }
  return groups;
}
