import { refusalIn, Refusals } from './refusals.js';

function errorOf(code: number, message: string): Error {
  return Object.assign(new Error(message), { code });
}

function setUp() {
  const warnings: string[] = [];
  const log = { info: () => {}, warn: (_: object, text: string) => warnings.push(text) };
  const refusals = new Refusals('payment', { ...log, error: () => {} });
  return { warnings, refusals };
}

const SAID = { brokerSays: 'no', isTrouble: true };
const SENTENCE = 'the account payment has no write permission on the exchange x';

describe('What the broker refuses an account', () => {
  it('is told by its code, and the topic where it is about one', () => {
    expect(refusalIn(errorOf(403, "access to topic 'a.b' in exchange 'x' refused"))).toMatchObject({
      topic: 'a.b',
    });
    expect(refusalIn(errorOf(403, "access to exchange 'x' refused"))).toMatchObject({
      topic: null,
    });
    expect(refusalIn(errorOf(404, 'no exchange'))).toBeNull();
    expect(refusalIn('403')).toBeNull();
  });

  it('is logged once, however often it is tried, and anew after it was allowed', () => {
    const { warnings, refusals } = setUp();
    for (let times = 0; times < 3; times++) refusals.note('write', 'exchange x', SAID);
    expect(warnings).toEqual([SENTENCE]);
    expect(refusals.list()).toEqual([SENTENCE]);
    refusals.allow('write', 'exchange x');
    expect(refusals.list()).toEqual([]);
    refusals.note('write', 'exchange x', SAID);
    expect(warnings).toEqual([SENTENCE, SENTENCE]);
  });

  it('is not told while what was refused goes another way', () => {
    const { warnings, refusals } = setUp();
    refusals.note('write', 'exchange x', { ...SAID, isTrouble: false });
    expect(warnings).toEqual([]);
    expect(refusals.list()).toEqual([]);
    expect(refusals.isRecent('write', 'exchange x')).toBe(true);
    refusals.note('write', 'exchange x', SAID);
    expect(refusals.list()).toEqual([SENTENCE]);
  });

  it('is tried again with a new connection', () => {
    const { refusals } = setUp();
    refusals.note('write', 'exchange x', SAID);
    expect(refusals.isRecent('write', 'exchange x')).toBe(true);
    refusals.tryAllAgain();
    expect(refusals.isRecent('write', 'exchange x')).toBe(false);
  });

  it('is remembered up to a bound', () => {
    const { refusals } = setUp();
    for (let index = 0; index < 500; index++) refusals.note('write', `topic ${index}`, SAID);
    expect(refusals.list()).toHaveLength(200);
  });
});
