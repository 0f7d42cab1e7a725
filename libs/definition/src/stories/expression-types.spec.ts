import type { JsonObject, JsonValue } from '#protocol';
import { compileDefinition } from '../compile/compile-definition.js';
import { document, step } from './document.fixture.js';

const inputSchema = {
  type: 'object',
  properties: {
    orderId: { type: 'string' },
    qty: { type: 'number' },
    at: { type: 'string', format: 'date-time' },
    lines: { type: 'array', items: { type: 'object', properties: { sku: { type: 'string' } } } },
    gift: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] },
  },
  required: ['orderId', 'qty', 'at', 'lines'],
};
const outputSchemas = new Map<string, JsonValue>([
  ['shop.nothing', false],
  [
    'shop.pay',
    {
      type: 'object',
      properties: { id: { type: 'string' }, fee: { type: 'number' } },
      required: ['id'],
      additionalProperties: false,
    },
  ],
]);
const pay = (more: JsonObject = {}) => step('pay', more);

/** `<rule> <path>` of what is refused and of what is warned of. */
function check(steps: readonly JsonObject[], more: JsonObject = {}) {
  const result = compileDefinition(document({ inputSchema, steps, ...more }), 1, { outputSchemas });
  const of = ({ rule, path }: { rule: string; path: string }) => `${rule} ${path}`;
  if (!result.ok) return { faults: result.faults.map(of), warnings: [] };
  return { faults: [], warnings: result.definition.warnings.map(of) };
}

const useOf = (value: string) => step('next', { input: { value } });
const USED = useOf('${steps.pay.output}');

describe('A place takes what it can use', () => {
  it.each<[string, JsonObject]>([
    ['/steps/0/when', pay({ when: '${input.orderId}' })],
    ['/steps/0/when', pay({ when: '${input.qty + 1}' })],
    ['/steps/0/forEach/items', pay({ forEach: { items: '${input.orderId}' } })],
    ['/steps/0/forEach/items', pay({ forEach: { items: 'lines' } })],
    ['/steps/0/forEach/items', pay({ forEach: { items: '${input.orderId}, ${input.qty}' } })],
    ['/steps/0/repeat/until', pay({ repeat: { until: '${output.id}' } })],
    ['/steps/0/delay', { name: 'pause', delay: '${input.qty}' }],
    ['/steps/0/wait/timeout', { name: 'ask', wait: { signal: 'yes', timeout: '${input.qty}' } }],
    ['/steps/0/delay', { name: 'pause', delay: '${["2030-01-01T00:00:00Z"]}' }],
    ['/steps/0/input/text', pay({ input: { text: 'of ${input.lines}' } })],
    ['/steps/0/compensation/input/x', pay({ compensation: undo('${-input.orderId}') })],
  ])('expression-type %s %j', (path, wrong) => {
    expect(check([wrong]).faults).toEqual([`expression-type ${path}`]);
  });

  it.each<[string, JsonObject]>([
    ['an instant', { name: 'pause', delay: '${input.at}' }],
    ['a text with an expression in it', { name: 'pause', delay: '${input.orderId}T00:00:00Z' }],
    ['a list', pay({ forEach: { items: '${input.lines}', as: 'line' } })],
    ['a number in a text', pay({ input: { text: 'of ${input.qty}' } })],
  ])('%s', (_, right) => {
    expect(check([right]).faults).toEqual([]);
  });

  it('the output of the saga is checked too', () => {
    expect(check([pay()], { output: { x: '${input.orderId - 1}' } }).faults).toEqual([
      'expression-type /output/x',
    ]);
  });
});

function undo(x: string): JsonObject {
  return { command: 'shop.undo', input: { x } };
}

describe('A loop’s variables have types', () => {
  const loop = (input: JsonObject) =>
    pay({ forEach: { items: '${input.lines}', as: 'line' }, input });

  it('the item is one of the list, its index a number', () => {
    expect(check([loop({ x: '${line - 1}', y: '${index + "a"}' })]).faults).toEqual([
      'expression-type /steps/0/input/x',
      'expression-type /steps/0/input/y',
    ]);
    expect(check([loop({ x: '${index + 1}' }), USED])).toEqual({ faults: [], warnings: [] });
  });

  it('of a list that is always empty the item is not judged', () => {
    const none = step('a', { forEach: { items: '${[]}' }, input: { x: '${item.a * 2}' } });
    expect(check([none])).toEqual({ faults: [], warnings: [] });
  });

  it('until sees one output', () => {
    const until = (text: string) => check([pay({ repeat: { until: text } })]).faults;
    expect(until('${output.id == "x"}')).toEqual([]);
    expect(until('${output.id > 1}')).toEqual(['expression-type /steps/0/repeat/until']);
    expect(until('${output.iid == "x"}')).toEqual(['expression-type /steps/0/repeat/until']);
  });
});

describe('A step’s output has the type that its command declares', () => {
  it.each([
    ['${steps.pay.output.id * 2}', ['expression-type /steps/1/input/value']],
    ['${steps.pay.output.iid}', ['expression-type /steps/1/input/value']],
    ['${steps.pay.status * input.qty}', ['expression-type /steps/1/input/value']],
    ['${steps.pay.output.id + "x"}', []],
    ['${steps.pay.output == null}', []],
  ])('%s', (value, faults) => {
    expect(check([pay(), useOf(value)]).faults).toEqual(faults);
  });

  it('it may be null whatever is declared: any step may have been skipped', () => {
    const nothing = step('nothing', { command: 'shop.nothing' });
    expect(check([nothing, useOf('${steps.nothing.output == null}')]).faults).toEqual([]);
  });

  it('a forEach gives a list of it', () => {
    const many = pay({ forEach: { items: '${input.lines}' } });
    expect(check([many, useOf('${steps.pay.output[0].id}')]).faults).toEqual([]);
    expect(check([many, useOf('${steps.pay.output.id}')]).faults).toHaveLength(1);
  });

  it('a repeat shows it as `previous`, and collects a list of it', () => {
    const pages = (input: string) =>
      pay({ input, repeat: { until: '${output.id == "z"}', collect: true } });
    expect(check([pages('${previous.id}')]).faults).toEqual([]);
    expect(check([pages('${previous.id * 2}')]).faults).toHaveLength(1);
    expect(check([pages('${iteration.id}')]).faults).toHaveLength(1);
    const item = useOf('${steps.pay.output[0].id}');
    expect(check([pages('${previous == null}'), item]).faults).toEqual([]);
    const whole = useOf('${steps.pay.output.id}');
    expect(check([pages('${previous == null}'), whole]).faults).toHaveLength(1);
  });

  it('a signal may bring anything, and so may a command that declares nothing', () => {
    const wait = { name: 'wait', wait: { signal: 'go' } };
    const other = step('other');
    const value = '${steps.wait.output.a.b * 2 + steps.other.output.c}';
    expect(check([wait, other, useOf(value)])).toEqual({ faults: [], warnings: [] });
  });
});

describe('The output of a wait with a `payloadSchema`', () => {
  const wait = (payloadSchema: JsonObject) => ({
    name: 'ask',
    wait: { signal: 'go', payloadSchema },
  });
  const decision = { type: 'object', properties: { at: { type: 'string' } } };

  it.each([
    ['${steps.ask.output.at.size()}', 0],
    ['${steps.ask.output == null}', 0],
    ['${steps.ask.output.at * 2}', 1],
  ])('%s', (value, faults) => {
    expect(check([wait(decision), useOf(value)]).faults).toHaveLength(faults);
  });

  it('is anything where the schema itself is wrong, and only that is told', () => {
    const { faults } = check([wait({ pattern: 'a' }), useOf('${steps.ask.output * 2}')]);
    expect(faults).toEqual(['schema-pattern /steps/0/wait/payloadSchema/pattern']);
  });
});

describe('Warnings', () => {
  it('an optional property is used and nothing around it asks for it', () => {
    const input = { text: '${input.gift.text}' };
    expect(check([step('a', { input })]).warnings).toEqual([
      'optional-property /steps/0/input/text',
    ]);
    expect(check([step('a', { input, when: '${has(input.gift)}' })]).warnings).toEqual([]);
    expect(check([step('a', { input, when: '${has(input.gift.text)}' })]).warnings).toEqual([]);
    expect(check([step('a', { input, when: '${input.qty > 1}' })]).warnings).toHaveLength(1);
  });

  it('a property that no schema lists', () => {
    expect(check([step('a', { input: { x: '${input.qyt}' } })]).warnings).toEqual([
      'undeclared-property /steps/0/input/x',
    ]);
  });

  it('an output that nobody uses, of a command that does nothing else', () => {
    expect(check([pay()]).warnings).toEqual(['unused-output /steps/0']);
    expect(check([pay(), USED]).warnings).toEqual([]);
    expect(check([pay()], { output: '${steps.pay.output.id}' }).warnings).toEqual([]);
    const isDone = { until: '${output.id != ""}', interval: '1s' };
    expect(check([pay({ repeat: isDone })]).warnings).toEqual([]);
  });

  it('nothing of an output that comes besides an effect, or that nobody declares', () => {
    expect(check([pay({ compensation: 'shop.refund' })]).warnings).toEqual([]);
    const { compensation: _none, ...retryable } = pay({ kind: 'retryable' });
    expect(check([retryable]).warnings).toEqual([]);
    expect(check([step('mail')]).warnings).toEqual([]);
  });
});

it('a definition that was stored is not refused for its types', () => {
  const posted = document({ inputSchema, steps: [useOf('${input.orderId * 2}')] });
  expect(compileDefinition(posted, 1).ok).toBe(false);
  expect(compileDefinition(posted, 1, { isStored: true }).ok).toBe(true);
});

it('a broken input schema is told alone', () => {
  const posted = { inputSchema: { type: 'text' } };
  expect(check([useOf('${input.orderId * 2}')], posted).faults).toEqual([
    'schema-shape /inputSchema/type',
  ]);
});
