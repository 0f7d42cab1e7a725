import type { JsonObject } from '#protocol';
import { document, faultsOf, step } from './document.fixture.js';

/** `a` first, then `b` beside `c`, and `d` after both. */
function diamond(more: Readonly<Record<string, JsonObject>>): JsonObject {
  const after = { a: [], b: ['a'], c: ['a'], d: ['b', 'c'] };
  const steps = Object.entries(after).map(([name, names]) =>
    step(name, { after: names, ...more[name] }),
  );
  return document({ steps });
}

const inOneStep = (more: JsonObject): JsonObject => document({ steps: [step('a', more)] });

const reading = (...names: readonly string[]) => ({
  input: names.map((name) => `\${steps.${name}.output}`),
});

describe('An expression names the steps that come before its own on every path', () => {
  it('all of them, however far away', () => {
    expect(faultsOf(diamond({ b: reading('a'), d: reading('a', 'b', 'c') }))).toEqual([]);
  });

  it.each([
    ['itself', 'b', 'b'],
    ['a step beside it', 'b', 'c'],
    ['a later step', 'b', 'd'],
    ['a step that is not there', 'd', 'nobody'],
  ])('expression-scope: not %s', (_, name, read) => {
    const at = ['a', 'b', 'c', 'd'].indexOf(name);
    expect(faultsOf(diamond({ [name]: reading(read) }))).toEqual([
      `expression-scope /steps/${at}/input/0`,
    ]);
  });

  it('and likewise their `status`', () => {
    expect(faultsOf(diamond({ d: { when: "${steps.b.status == 'skipped'}" } }))).toEqual([]);
    expect(faultsOf(diamond({ b: { when: "${steps.c.status == 'skipped'}" } }))).toEqual([
      'expression-scope /steps/1/when',
    ]);
  });

  it('the `output` of the saga names all of them', () => {
    const output = { b: '${steps.b.output}', d: '${steps.d.status}' };
    expect(faultsOf({ ...diamond({}), output })).toEqual([]);
  });
});

describe('An expression names only what its place has', () => {
  const EACH = { items: '${input}', as: 'line' };
  const UNTIL = { until: '${output == 1}' };
  const undo = (input: string) => ({ compensation: { command: 'shop.undo', input } });
  const only = (more: JsonObject) => document({ steps: [step('a', more)] });
  const TRIGGER = { event: 'order.placed', key: '${data.orderId}' };

  it.each<[string, JsonObject]>([
    ['`input` and `saga` in a lock', document({ locks: ['${input.id}-${saga.id}-${saga.key}'] })],
    ['`data` in a `trigger`', document({ trigger: { ...TRIGGER, input: '${data}' } })],
    ['the `as` name and `index` in the input', only({ forEach: EACH, input: '${line[index]}' })],
    [
      'the `as` name and `index` in the compensation',
      only({ forEach: EACH, ...undo('${line[index]}') }),
    ],
    ['`output` in `until`', only({ repeat: UNTIL })],
    [
      '`previous` and `iteration` in the input of a repeat',
      inOneStep({
        input: { token: '${previous.next}', number: '${iteration + 1}' },
        repeat: { until: '${output.isLast || iteration == 9 || signals["stop-it"] != null}' },
      }),
    ],
    ['`input` and `saga` in a `delay`', document({ steps: [{ name: 'a', delay: '${saga.key}' }] })],
  ])('%s', (_, posted) => {
    expect(faultsOf(posted)).toEqual([]);
  });

  it.each<[string, JsonObject]>([
    ['/locks/0', document({ locks: ['${data.id}'] })],
    ['/output', document({ output: '${data}' })],
    ['/trigger/key', document({ trigger: { ...TRIGGER, key: '${input.id}' } })],
    ['/steps/0/when', only({ forEach: EACH, when: '${line == 1}' })],
    ['/steps/0/forEach/items', only({ forEach: { ...EACH, items: '${line}' } })],
    ['/steps/0/input', only({ input: '${index}' })],
    ['/steps/0/input', only({ repeat: UNTIL, input: '${output}' })],
    ['/steps/0/compensation/input', only({ repeat: UNTIL, ...undo('${output}') })],
    [
      '/steps/0/input',
      inOneStep({ input: '${signals.stop}', repeat: { until: '${signals.stop != null}' } }),
    ],
    ['/steps/0/input', inOneStep({ input: '${iteration}' })],
    ['/steps/0/delay', document({ steps: [{ name: 'a', delay: '${steps.a.output}' }] })],
  ])('expression-scope %s', (path, posted) => {
    expect(faultsOf(posted)).toEqual([`expression-scope ${path}`]);
  });
});
