import { spawnSync } from 'node:child_process';
import { COLUMNS, curl, painterFor } from '../../scripts/demo/print.mjs';
import { timelineLines } from '../../scripts/demo/timeline.mjs';

/* What `npm run demo` prints can be read on a small terminal, and pasted into a shell. */

const KEY = 'e06cd167-3fc1-4eb7-84ea-57ca9e32d171';
const terminal = { isTTY: true, hasColors: () => true };
const plain = painterFor({}, {});

/** Runs a pasted command with a `curl` that prints what it is given, one argument a line. */
function paste(command: string): readonly string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${command}`;
  return spawnSync('sh', ['-c', script], { encoding: 'utf8' }).stdout.split('\0').slice(0, -1);
}

describe('A call of the tour', () => {
  const body = {
    reason: "the shipper's back, and no text is broken where a line of the terminal ends",
    lines: [{ sku: 'book', quantity: 2 }],
    nothing: null,
  };

  it('pasted into a shell, posts what it says', () => {
    const [silent, url, flag, header, data, json = ''] = paste(curl('http://x/orders', body));

    expect([silent, url, flag, header, data]).toEqual([
      '-s',
      'http://x/orders',
      '-H',
      'content-type: application/json',
      '-d',
    ]);
    expect(JSON.parse(json)).toEqual(body);
  });

  it('may name a variable of the shell', () => {
    expect(paste(`saga=s-1\n${curl('http://x/sagas/$saga')}`)).toEqual([
      '-s',
      'http://x/sagas/s-1',
    ]);
  });

  it('breaks its lines between the parts of its body', () => {
    const order = { customerId: 'c-1', amount: 40, card: '4242424242424242', ...body };
    const longest = Math.max(
      ...curl('http://127.0.0.1:3001/orders', { ...order, reason: 'short' })
        .split('\n')
        .map((line) => line.length),
    );
    expect(longest).toBeLessThanOrEqual(COLUMNS);
  });
});

describe('A timeline of the tour', () => {
  const lines = [
    `     +0.00 s  saga started: order-fulfilment version 2, key "${KEY}"`,
    '     +0.26 s    ship: errored, FAULT_REQUESTED (attempt 3, it fails on request), 35 ms',
    '     +0.26 s    ship: stuck, FAULT_REQUESTED (attempt 3, it fails on request)',
    '     +0.26 s  saga stuck: on a person, FAULT_REQUESTED (attempt 3, it fails on request)',
    '     +0.54 s    pay: refused, DECLINED (no)',
  ];

  it('has no line that is longer than the terminal, and no error twice', () => {
    expect(timelineLines(lines, plain).join('\n').split('\n')).toEqual([
      '     +0.00 s  saga started: order-fulfilment version 2,',
      `                key "${KEY}"`,
      '     +0.26 s    ship: errored, FAULT_REQUESTED (attempt 3, it fails on request),',
      '                  35 ms',
      '     +0.26 s    ship: stuck',
      '     +0.26 s  saga stuck: on a person',
      '     +0.54 s    pay: refused, DECLINED (no)',
    ]);
  });

  it('is in colours on a terminal, each of which ends with its line', () => {
    const painted = timelineLines(lines, painterFor(terminal, {})).join('\n').split('\n');

    expect(painted[2]).toContain('\x1b[31mship: errored');
    for (const line of painted) expect(line).toMatch(/^(?:[^\x1b]|\x1b\[\d+m[^\x1b]*\x1b\[0m)*$/);
  });
});

describe('Colours', () => {
  it.each([
    ['on a terminal', terminal, {}, true],
    ['not where NO_COLOR is set', terminal, { NO_COLOR: '1' }, false],
    ['not on a terminal without them', { isTTY: true, hasColors: () => false }, {}, false],
    ['not in a file', {}, {}, false],
    ['in a file where FORCE_COLOR is set', {}, { FORCE_COLOR: '1' }, true],
    ['not where FORCE_COLOR says so', {}, { FORCE_COLOR: '0' }, false],
    ['not where both are set', terminal, { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
  ])('are used %s', (_, stream, environment, isColoured) => {
    expect(painterFor(stream, environment)('green', 'done')).toBe(
      isColoured ? '\x1b[32mdone\x1b[0m' : 'done',
    );
  });
});
