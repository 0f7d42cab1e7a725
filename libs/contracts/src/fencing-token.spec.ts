import { commandMessage, parseCommand, type OutgoingCommand } from './command-message.js';
import type { FencingToken } from './fencing-token.js';

const command: OutgoingCommand = {
  messageId: 'm-1',
  sagaId: '0193a6f0-7b1e-7cc3-9a55-1f0e6a7c2b11',
  definition: { name: 'change-order', version: 1 },
  step: 'change',
  iteration: 0,
  direction: 'execute',
  attempt: 1,
  participant: 'order',
  command: 'order.change',
  data: {},
  firstIssuedAt: 0,
  dueAt: 0,
};

function sent(fencing?: readonly FencingToken[]) {
  const own = fencing === undefined ? command : { ...command, fencing };
  return commandMessage(own, { prefix: 'conductor', secret: 's', at: 0 });
}

function headersOf(fencing?: readonly FencingToken[]): Record<string, unknown> {
  return { ...sent(fencing).properties.headers };
}

/** What a participant reads when the headers of a message are these, beside those it needs. */
function read(headers: object) {
  const { body, properties } = sent();
  const check = parseCommand({
    body,
    properties: { ...properties, headers: { ...properties.headers, ...headers } },
  });
  return check.ok ? check.command.fencing : check;
}

const TEXTS = ['order:7', 'a,b', 'a=b', '100 %', 'Größe 北京 🚚', "!'()*", ' ', 'a\nb', 'x%3Dy'];

describe('The header `fencing-token`', () => {
  it('is the ticket alone for a saga with one lock, which stands beside it', () => {
    expect(headersOf([{ key: 'order:7', token: 42 }])).toMatchObject({
      'fencing-token': '42',
      'fencing-key': 'order%3A7',
    });
  });

  it('is `key=token`, percent-encoded and comma-separated, for several locks', () => {
    const headers = headersOf([
      { key: 'order:7', token: 42 },
      { key: 'a,b=ü', token: 7 },
    ]);
    expect(headers).toMatchObject({ 'fencing-token': 'order%3A7=42,a%2Cb%3D%C3%BC=7' });
    expect(headers).not.toHaveProperty('fencing-key');
  });

  it.each([[undefined], [[]]])('is not there for a saga without locks: %j', (fencing) => {
    const names = Object.keys(headersOf(fencing));
    expect(names.filter((name) => name.startsWith('fencing'))).toEqual([]);
    expect(read({})).toEqual([]);
  });

  it.each(TEXTS)('carries the key %j, alone and with others, as it is', (key) => {
    const tokens = [
      { key, token: Number.MAX_SAFE_INTEGER },
      { key: `${key}, the other`, token: 1 },
    ];
    expect(read(headersOf(tokens))).toEqual(tokens);
    expect(read(headersOf(tokens.slice(0, 1)))).toEqual(tokens.slice(0, 1));
    expect(JSON.stringify(headersOf(tokens))).toMatch(/^[\x20-\x7e]*$/);
  });

  it('carries half a surrogate pair as the store keeps it', () => {
    expect(read(headersOf([{ key: 'a\ud800b', token: 1 }]))).toEqual([
      { key: 'a\ufffdb', token: 1 },
    ]);
  });

  it('stays below 25 kB, for ten locks of 200 characters', () => {
    const tokens = Array.from({ length: 10 }, (_, index) => ({
      key: `${'🚚'.repeat(199)}${index}`,
      token: Number.MAX_SAFE_INTEGER,
    }));
    const headers = headersOf(tokens);
    expect(String(headers['fencing-token']).length).toBeLessThan(25_000);
    expect(read(headers)).toEqual(tokens);
  });

  it('may come without the name of its lock', () => {
    expect(read({ 'fencing-token': '42' })).toEqual([{ key: '', token: 42 }]);
    expect(read({ 'fencing-token': 'order%3A7=42' })).toEqual([{ key: 'order:7', token: 42 }]);
  });

  it.each([
    ['no number', { 'fencing-token': 'new' }],
    ['a fraction', { 'fencing-token': '1.5' }],
    ['a negative number', { 'fencing-token': '-1' }],
    ['more than a double can tell apart', { 'fencing-token': '9007199254740993' }],
    ['empty', { 'fencing-token': '' }],
    ['not a text', { 'fencing-token': true }],
    ['a pair without a token', { 'fencing-token': 'a=1,b' }],
    ['a pair with two', { 'fencing-token': 'a=1=2' }],
    ['one key twice', { 'fencing-token': 'a=1,a=2' }],
    ['a stray %', { 'fencing-token': '%=1' }],
    ['a key that no table keeps', { 'fencing-token': '1', 'fencing-key': '%00' }],
    ['a key that is no text', { 'fencing-token': '1', 'fencing-key': 1 }],
  ])('is not passed over when it cannot be read: %s', (_, headers) => {
    expect(read(headers)).toMatchObject({
      reason: 'NOT_A_COMMAND',
      detail: 'fencing is missing or not usable',
    });
  });
});
