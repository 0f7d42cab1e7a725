import { Explaining } from '#engine';
import type { JsonValue } from '#protocol';
import { compile, SagaRun } from '#testing-sagas';

const SHOP: JsonValue = {
  name: 'shop',
  steps: [
    { name: 'check', command: 'part.check', compensation: 'none', input: { id: '${input.id}' } },
    {
      name: 'gift',
      when: '${has(input.gift) && steps.check.output.isOpen}',
      command: 'part.gift',
      compensation: 'none',
      catch: ['NO_GIFT'],
      input: { text: 'for ${input.gift.name}', lines: '${input.lines.map(l, l.sku)}' },
    },
    {
      name: 'poll',
      command: 'part.poll',
      compensation: 'none',
      repeat: { until: '${output.isDone || iteration > 3}', interval: '5s', maxIterations: 10 },
      input: { last: '${previous}' },
    },
    { name: 'wrap', command: 'part.wrap', compensation: 'none', input: { a: '${input.none}' } },
  ],
};
const LINES = [{ sku: 'a' }, { sku: 'b' }];

/** Runs it, and explains each transition. */
function follow(input: JsonValue, answers: readonly JsonValue[]) {
  const definition = compile(SHOP as object);
  const written = new Explaining.WrittenDefinition(SHOP);
  const explained: (readonly Explaining.ExplainedExpression[])[] = [];
  const run = new SagaRun(definition, input, ({ input: { at }, before, decision }) => {
    if (decision.type !== 'transition') return;
    const known = { definition, written };
    explained.push(Explaining.explainTransition(before, { at, ...decision }, () => known));
  });
  for (const output of answers) {
    if (run.inFlight.length === 0) run.passTime();
    const [command] = run.inFlight;
    if (command === undefined) throw new Error('nothing is under way');
    if (output === 'NO_GIFT') {
      const error = { code: 'NO_GIFT', message: '' };
      run.answer(command, { type: 'refused', error });
    } else run.answer(command, { type: 'succeeded', output });
  }
  return explained.map((all) =>
    all.map(({ path, seen, result }) => ({
      path,
      seen: Object.fromEntries(seen.map(({ name, value }) => [name, value])),
      ...result,
    })),
  );
}

describe('What decided a transition', () => {
  it('given a condition that holds, then it and the input are told with what they saw', () => {
    const input = { id: 7, gift: { name: 'Ada' }, lines: LINES };
    const [started, checked] = follow(input, [{ isOpen: true, note: 'x' }]);
    expect(started).toEqual([{ path: '/steps/0/input', seen: { 'input.id': 7 }, data: { id: 7 } }]);
    expect(checked).toEqual([
      {
        path: '/steps/1/when',
        seen: { 'input.gift': input.gift, 'steps.check.output.isOpen': true },
        data: true,
      },
      {
        path: '/steps/1/input',
        seen: { 'input.gift.name': 'Ada', 'input.lines': LINES },
        data: { text: 'for Ada', lines: ['a', 'b'] },
      },
    ]);
  });

  it('given one that ends early, then only what it read is told, also that it was missing', () => {
    const [, checked] = follow({ id: 7, lines: LINES }, [{ isOpen: true }]);
    expect(checked?.[0]).toEqual({
      path: '/steps/1/when',
      seen: { 'input.gift': undefined },
      data: false,
    });
  });

  it('given a loop, a catch and a fault, then each is told where it decided', () => {
    const input = { id: 7, gift: { name: 'Ada' }, lines: LINES };
    const answers: readonly JsonValue[] = [
      { isOpen: true },
      'NO_GIFT',
      { isDone: false },
      { isDone: true },
    ];
    const [, , caught, polled, again, done] = follow(input, answers);
    expect(caught).toEqual([
      { path: '/steps/1/catch', seen: { 'error.code': 'NO_GIFT' }, data: true },
      { path: '/steps/2/input', seen: { previous: null }, data: { last: null } },
    ]);
    expect(polled).toEqual([
      {
        path: '/steps/2/repeat/until',
        seen: { 'output.isDone': false, iteration: 0 },
        data: false,
      },
    ]);
    expect(again).toEqual([
      {
        path: '/steps/2/input',
        seen: { previous: { isDone: false } },
        data: { last: { isDone: false } },
      },
    ]);
    expect(done?.[0]).toMatchObject({ path: '/steps/2/repeat/until', data: true });
    expect(done?.[1]).toMatchObject({
      path: '/steps/3/input',
      seen: { 'input.none': undefined },
      error: { code: 'EXPRESSION_FAILED' },
    });
  });
});
