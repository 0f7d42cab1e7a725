import { WrongKeys } from './wrong-keys.js';

const MINUTE_MS = 60_000;

function setUp() {
  const lines: unknown[] = [];
  const clock = { ms: 1_000 };
  const warn = (fields: unknown): void => void lines.push(fields);
  return { wrongKeys: new WrongKeys({ warn }, () => clock.ms), lines, clock };
}

function answers(wrongKeys: WrongKeys, address: string, times: number): readonly string[] {
  return Array.from({ length: times }, () => wrongKeys.answer(address).code);
}

describe('Requests without a right key', () => {
  it('are told to wait after two hundred of one address, and the log says so once', () => {
    const { wrongKeys, lines, clock } = setUp();
    expect(new Set(answers(wrongKeys, 'a', 200))).toEqual(new Set(['UNAUTHENTICATED']));
    clock.ms += MINUTE_MS / 4;
    expect(wrongKeys.answer('a')).toMatchObject({ status: 429, retryAfterSeconds: 45 });
    answers(wrongKeys, 'a', 1000);
    expect(lines).toEqual([{ address: 'a', wrong: 201, windowMs: MINUTE_MS }]);
  });

  it('of another address, and of the next minute, count anew', () => {
    const { wrongKeys, lines, clock } = setUp();
    answers(wrongKeys, 'a', 300);
    expect(wrongKeys.answer('b').code).toBe('UNAUTHENTICATED');
    clock.ms += MINUTE_MS;
    expect(wrongKeys.answer('a').code).toBe('UNAUTHENTICATED');
    answers(wrongKeys, 'a', 300);
    expect(lines).toHaveLength(2);
  });

  it('are counted for 10,000 addresses; beyond, the oldest is forgotten', () => {
    const { wrongKeys } = setUp();
    answers(wrongKeys, 'first', 300);
    for (let each = 0; each < 10_000; each++) wrongKeys.answer(`address ${each}`);
    expect(wrongKeys.answer('first').code).toBe('UNAUTHENTICATED');
  });
});
