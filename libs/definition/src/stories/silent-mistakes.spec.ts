import type { JsonObject, JsonValue } from '#protocol';
import { compileDefinition } from '../compile/compile-definition.js';
import { document, messageIn, step, warningsIn } from './document.fixture.js';

/* What is valid and probably not meant is warned of, and its neighbour that is right is not. */

const withSteps = (...steps: readonly JsonValue[]): JsonObject => document({ steps });
const CARD = step('card', { catch: 'any' });
const GIFT = step('gift', { when: '${input.wrap}' });
const use = (name: string, more: JsonObject = {}): JsonObject =>
  step('use', { input: { id: `\${steps.${name}.output.id}` }, ...more });
const NULL_OUTPUT = ['output-may-be-null /steps/1/input/id'];

describe('output-may-be-null: the output of a step that was', () => {
  it.each<readonly [string, JsonObject, string]>([
    ['caught', CARD, 'null where "card" is caught'],
    ['skipped by its condition', GIFT, 'null where the "when" of "gift" does not hold'],
    [
      'ended by time',
      { name: 'wait', wait: { signal: 'go', timeout: '1h', onTimeout: 'continue' } },
      'null where nothing comes in time for "wait"',
    ],
  ])('%s', (_, first, reason) => {
    const posted = withSteps(first, use(String(first['name'])));
    expect(warningsIn(posted)).toEqual(NULL_OUTPUT);
    expect(messageIn(posted)).toContain(reason);
    expect(messageIn(posted)).toContain('write coalesce(…, null), or ask with "when"');
  });

  it('skipped with what it requires', () => {
    const posted = withSteps(GIFT, step('note', { requires: 'succeeded' }), use('note'));
    expect(warningsIn(posted)).toEqual(['output-may-be-null /steps/2/input/id']);
  });

  it('skipped: that a step requires a `fail` does not say that the condition of that held', () => {
    const no = { name: 'no', when: '${input.wrap}', fail: { code: 'NO' } };
    const posted = withSteps(GIFT, step('other'), no, use('gift', { requires: 'succeeded' }));
    expect(warningsIn(posted)).toEqual(['output-may-be-null /steps/3/input/id']);
  });

  it('and so in the output of the saga', () => {
    const posted = { ...withSteps(CARD), output: '${steps.card.output.id}' };
    expect(warningsIn(posted)).toEqual(['output-may-be-null /output']);
  });

  const OUTPUT = '${coalesce(steps.card.output.id, null)}';
  it.each<readonly [string, JsonObject]>([
    ['coalesce', withSteps(CARD, step('use', { input: { id: OUTPUT } }))],
    [
      'its status in the when',
      withSteps(CARD, use('card', { when: "${steps.card.status == 'succeeded'}" })),
    ],
    [
      'its status in the expression',
      withSteps(
        CARD,
        step('use', { input: "${steps.card.status == 'caught' ? 1 : steps.card.output.id}" }),
      ),
    ],
    [
      'null in the expression',
      withSteps(
        CARD,
        step('use', { input: '${steps.card.output == null ? 1 : steps.card.output.id}' }),
      ),
    ],
    ['has()', withSteps(CARD, use('card', { when: '${has(steps.card.output.id)}' }))],
    ['the same condition', withSteps(GIFT, use('gift', { when: '${input.wrap && input.send}' }))],
    ['a requirement', withSteps(CARD, use('card', { requires: 'succeeded' }))],
    [
      'a requirement, past a fail',
      withSteps(
        CARD,
        { name: 'no', when: '${input.no}', fail: { code: 'NO' } },
        use('card', { requires: 'succeeded' }),
      ),
    ],
    [
      'a fail before it',
      withSteps(
        CARD,
        { name: 'no', when: "${steps.card.status == 'caught'}", fail: { code: 'NO' } },
        use('card'),
      ),
    ],
    [
      'an end behind another way',
      withSteps(
        CARD,
        step('cash', { when: "${steps.card.status == 'caught'}" }),
        { name: 'paid', requires: 'succeeded', end: {} },
        use('card'),
      ),
    ],
    [
      'a forEach, whose output is a list',
      withSteps(
        step('card', { catch: 'any', forEach: { items: '${input.cards}' } }),
        step('use', { input: { n: '${size(steps.card.output)}' } }),
      ),
    ],
    ['the output as a whole', withSteps(CARD, step('use', { input: '${steps.card.output}' }))],
  ])('is asked for by %s, and nothing is said', (_, posted) => {
    expect(warningsIn(posted)).toEqual([]);
  });
});

describe('A status, an error', () => {
  it('never-caught: the error of a step without a catch', () => {
    const posted = withSteps(step('card'), step('use', { input: '${steps.card.error}' }));
    expect(warningsIn(posted)).toEqual(['never-caught /steps/1/input']);
    expect(messageIn(posted)).toContain('"card" has no "catch"');
    expect(warningsIn(withSteps(CARD, step('use', { input: '${steps.card.error}' })))).toEqual([]);
  });

  it('never-equal: a status that is none', () => {
    const asking = (status: string) =>
      withSteps(CARD, step('use', { when: `\${steps.card.status == '${status}'}` }));
    expect(warningsIn(asking('succeded'))).toEqual(['never-equal /steps/1/when']);
    expect(messageIn(asking('succeded'))).toContain('did you mean "succeeded"?');
    expect(warningsIn(asking('caught'))).toEqual([]);
    const posted = withSteps(step('a'), step('use', { when: "${steps.a.status == 'caught'}" }));
    expect(messageIn(posted)).toContain('is one of "succeeded", "skipped"');
  });
});

describe('integer-division: what loses a part of a price', () => {
  it.each([
    'coalesce(input.percent, 5) / 100',
    '{"de": 19, "at": 20}[input.country] / 100',
    '{"rate": 19}.rate / 100',
    '[5, 10][input.level] / 100',
    'input.lines.map(l, 5)[0] / 100',
    '(input.vip ? 5 : 10) / 100',
    'size(input.lines) / 2',
  ])('%s', (source) => {
    const posted = withSteps(step('a', { input: `\${${source}}` }));
    expect(warningsIn(posted)).toEqual(['integer-division /steps/0/input']);
  });

  it.each([
    'input.percent / 100',
    'coalesce(input.percent, 5) / 100.0',
    '100 / 4',
    '[5][0] / 100.0',
  ])('%s does not', (source) => {
    expect(warningsIn(withSteps(step('a', { input: `\${${source}}` })))).toEqual([]);
  });
});

describe('A step that decides', () => {
  const PIVOT = step('pay', { kind: 'pivot' });
  const asking = (more: JsonObject = {}) => ({
    name: 'ask',
    wait: { signal: 'approval', timeout: '1d', onTimeout: 'fail', ...more },
  });

  it('unused-output: whatever is answered, the saga passes its pivot', () => {
    expect(warningsIn(withSteps(asking(), PIVOT))).toEqual(['unused-output /steps/0']);
    expect(messageIn(withSteps(asking(), PIVOT))).toContain('!steps.ask.output.approved');
    const payloadSchema = { type: 'object' };
    const declared = asking({ signal: 'go', payloadSchema });
    expect(warningsIn(withSteps(declared, PIVOT))).toEqual(['unused-output /steps/0']);
  });

  it('and nothing is said where somebody asks, or no pivot follows, or the signal is all', () => {
    const no = { name: 'no', when: '${!steps.ask.output.yes}', fail: { code: 'NO' } };
    expect(warningsIn(withSteps(asking(), no, PIVOT))).toEqual([]);
    expect(warningsIn(withSteps(asking(), step('tell')))).toEqual([]);
    expect(warningsIn(withSteps(asking({ signal: 'pickedUp' }), PIVOT))).toEqual([]);
  });

  it('on-timeout-missing: a wait that ends by time, and nobody said how', () => {
    const wait = { signal: 'go', timeout: '1h' };
    const posted = withSteps({ name: 'a', wait });
    expect(warningsIn(posted)).toEqual(['on-timeout-missing /steps/0/wait']);
    expect(messageIn(posted)).toContain('write "onTimeout": "fail"');
    expect(warningsIn(withSteps({ name: 'a', wait: { signal: 'go' } }))).toEqual([]);
  });

  it('unreachable-steps: what comes after a step that always ends the saga', () => {
    const fail = { name: 'no', fail: { code: 'NO' } };
    expect(warningsIn(withSteps(step('a'), fail, step('b')))).toEqual([
      'unreachable-steps /steps/1',
    ]);
    expect(messageIn(withSteps(step('a'), fail, step('b')))).toContain('"b" never runs');
    expect(warningsIn(withSteps(fail))).toEqual(['unreachable-steps /steps/0']);
    expect(warningsIn(withSteps({ name: 'e', end: {} }, step('b')))).toEqual([
      'unreachable-steps /steps/0',
    ]);
    expect(warningsIn(withSteps(step('a'), { name: 'e', end: {} }))).toEqual([]);
    const onCard = { when: "${steps.card.status == 'caught'}", fail: { code: 'NO' } };
    expect(warningsIn(withSteps(CARD, { name: 'no', ...onCard }))).toEqual([]);
  });
});

it('foreign-expression: the length of a list of which no schema says anything', () => {
  const asking = (source: string) => withSteps(step('a', { when: `\${${source}}` }));
  expect(warningsIn(asking('input.lines.length > 0'))).toEqual([
    'foreign-expression /steps/0/when',
  ]);
  expect(messageIn(asking('input.lines.length > 0'))).toContain('write size(input.lines)');
  expect(warningsIn(asking('input.parcel.length > 0'))).toEqual([]);
  expect(warningsIn(asking('input.lines.length > 120'))).toEqual([]);
});

describe('longer-than-deadline: a step that alone may take longer', () => {
  const within = (deadline: string, ...steps: readonly JsonValue[]): readonly string[] =>
    warningsIn(document({ deadline, steps }));
  const approval = (wait: JsonObject): JsonObject => ({
    name: 'approve',
    wait: { signal: 'approved', ...wait },
  });

  it('with all its attempts', () => {
    const slow = step('a', { timeout: '40s', retry: { maxAttempts: 2, initialInterval: '1s' } });
    expect(within('1m', slow)).toEqual(['longer-than-deadline /steps/0']);
    expect(within('2m', slow)).toEqual([]);
  });

  it('as a wait or a delay, where it says how long', () => {
    const long = approval({ timeout: '2d', onTimeout: 'fail' });
    expect(within('1d', long)).toEqual(['longer-than-deadline /steps/0']);
    expect(within('1d', { name: 'later', delay: '2d' })).toHaveLength(1);
    // the deadline ends it
    expect(within('1d', approval({}))).toEqual([]);
  });

  it('but not past the pivot, where there is no deadline', () => {
    const pivot = step('a', { kind: 'pivot', timeout: '1s' });
    const slow = step('b', { kind: 'retryable', timeout: '2m' });
    expect(within('30s', pivot, slow)).toEqual([]);
  });
});

it('of a stored definition nothing is said', () => {
  const posted = withSteps(CARD, use('card'));
  const result = compileDefinition(posted, 1, { isStored: true });
  expect(result.ok && result.definition.warnings).toEqual([]);
});
