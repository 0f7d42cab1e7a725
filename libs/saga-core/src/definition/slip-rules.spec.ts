import type { JsonObject, JsonValue } from '../json.js';
import { commandsOf, compile, document, faultsOf, step } from './document.fixture.js';

const slip = (...steps: readonly JsonValue[]): JsonObject =>
  document({ mode: 'routing-slip', steps });
const after = (more: JsonObject): JsonObject => slip(step('a'), step('b', more));
const taking = (input: JsonValue): JsonObject => after({ input });

describe('A routing slip', () => {
  it('is a plain sequence of commands', () => {
    const posted = slip(
      step('a', { after: [], input: { id: '${input.id + 1}' } }),
      step('b', { after: ['a'], input: { of: ['${steps.a.output.x.y}', '${saga.id}'] } }),
      { name: 'c', command: 'shop.c', kind: 'pivot', input: '${steps.b.output}' },
      { name: 'd', command: 'shop.d', kind: 'retryable' },
    );
    expect(compile(posted).mode).toBe('routing-slip');
    expect(compile(document()).mode).toBe('orchestration');
  });

  it.each<[string, JsonObject, string]>([
    ['choice', document({ mode: 'x' }), '/mode'],
    ['slip-command-only', slip({ name: 'a', wait: { signal: 's' } }), '/steps/0/wait'],
    ['slip-command-only', slip({ name: 'a', delay: '1s' }), '/steps/0/delay'],
    ['slip-command-only', slip({ name: 'a', saga: { definition: 'x' } }), '/steps/0/saga'],
    ['slip-no-loop', after({ forEach: { items: '${input}' } }), '/steps/1/forEach'],
    ['slip-no-loop', after({ repeat: { until: '${output == 1}' } }), '/steps/1/repeat'],
    ['slip-no-condition', after({ when: '${input.x}' }), '/steps/1/when'],
    ['slip-order', after({ after: [] }), '/steps/1/after'],
    ['slip-order', slip(step('a'), step('b'), step('c', { after: ['a'] })), '/steps/2/after'],
    ['slip-output-path', taking({ x: 'to ${steps.a.output.x}' }), '/steps/1/input/x'],
    ['slip-output-path', taking(['${steps.a.output.x + 1}']), '/steps/1/input/0'],
    ['slip-output-path', taking('${steps.a.status}'), '/steps/1/input'],
    ['slip-output-path', taking('${[1].map(x, steps.a.output.x)}'), '/steps/1/input'],
    ['slip-output-path', taking('${steps.a.output["x"]}'), '/steps/1/input'],
    [
      'slip-output-path',
      after({ compensation: { command: 'shop.undo', input: '${has(steps.a.output.x)}' } }),
      '/steps/1/compensation/input',
    ],
  ])('is refused by the rule %s', (rule, posted, path) => {
    expect(faultsOf(posted)).toEqual([`${rule} ${path}`]);
  });

  it('says "steps" in a text, or in the input, as it likes', () => {
    expect(faultsOf(taking('${"steps.a.output " + input.steps}'))).toEqual([]);
  });

  it('carries what is known, and where the rest goes', () => {
    const input = {
      n: '${input.n}',
      list: ['${steps.a.output.x}', { b: '${steps.b.output}' }],
    };
    const definition = compile(slip(step('a'), step('b'), step('c', { input })));
    const [, , third] = commandsOf(definition);
    const scope = {
      input: { n: 7 },
      saga: { id: 's', key: null },
      steps: {
        a: { status: 'succeeded', output: { x: 1 } },
        b: { status: 'executing', output: null },
      },
    };
    expect(third?.slip?.input(scope)).toEqual({
      data: { n: 7, list: [1, { b: null }] },
      fill: [{ at: ['list', '1', 'b'], step: 'b', path: [] }],
    });
    const lacking = { ...scope, steps: { ...scope.steps, a: { status: 'succeeded', output: 4 } } };
    expect(() => third?.slip?.input(lacking)).toThrow('steps.a.output.x is missing');
  });
});
