import type { JsonObject, JsonValue } from '#protocol';
import { commandsOf, compile, document, faultsOf, step } from './document.fixture.js';

const slip = (...steps: readonly JsonValue[]): JsonObject =>
  document({ mode: 'routing-slip', steps });
const after = (more: JsonObject): JsonObject => slip(step('a'), step('b', more));
const taking = (input: JsonValue): JsonObject => after({ input });

describe('A routing slip', () => {
  it('is a plain sequence of commands, by its `mode`', () => {
    const posted = slip(
      step('a', { after: [], input: { id: '${input.id + 1}' } }),
      step('b', { after: ['a'], input: { of: ['${steps.a.output.x.y}', '${saga.id}'] } }),
      { name: 'c', command: 'shop.c', kind: 'pivot', input: '${steps.b.output}' },
      { name: 'd', command: 'shop.d', kind: 'retryable' },
    );
    expect(compile(posted).mode).toBe('routing-slip');
    expect(compile(document()).mode).toBe('orchestration');
  });

  it.each<[string, JsonObject]>([
    ['choice /mode', document({ mode: 'x' })],
    ['slip-command-only /steps/0/wait', slip({ name: 'a', wait: { signal: 's' } })],
    ['slip-command-only /steps/0/delay', slip({ name: 'a', delay: '1s' })],
    ['slip-command-only /steps/0/saga', slip({ name: 'a', saga: { definition: 'x' } })],
    ['slip-no-loop /steps/1/forEach', after({ forEach: { items: '${input}' } })],
    ['slip-no-loop /steps/1/repeat', after({ repeat: { until: '${output == 1}' } })],
    ['slip-no-condition /steps/1/when', after({ when: '${input.x}' })],
    ['slip-no-condition /steps/1/requires', after({ requires: 'succeeded' })],
    ['slip-no-catch /steps/1/catch', after({ catch: 'any' })],
    ['slip-order /steps/1/after', after({ after: [] })],
    ['slip-order /steps/2/after', slip(step('a'), step('b'), step('c', { after: ['a'] }))],
    ['slip-output-path /steps/1/input/x', taking({ x: 'to ${steps.a.output.x}' })],
    ['slip-output-path /steps/1/input/0', taking(['${steps.a.output.x + 1}'])],
    ['slip-output-path /steps/1/input', taking('${steps.a.status}')],
    ['slip-output-path /steps/1/input', taking('${[1].map(x, steps.a.output.x)}')],
    ['slip-output-path /steps/1/input', taking('${steps.a.output["x"]}')],
    [
      'slip-output-path /steps/1/compensation/input',
      after({ compensation: { command: 'shop.undo', input: '${has(steps.a.output.x)}' } }),
    ],
  ])('is refused by the rule %s', (fault, posted) => {
    expect(faultsOf(posted)).toEqual([fault]);
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
