import type { JsonObject, JsonValue } from '#protocol';
import { document, faultsOf, step } from './document.fixture.js';

/** A rule and where it is broken; by which document. */
type Row = readonly [string, JsonObject];

const withSteps = (...steps: readonly JsonValue[]): JsonObject => document({ steps });
const withStep = (more: JsonObject): JsonObject => withSteps(step('a', more));
const EACH = { items: '${input}' };
const UNTIL = { until: '${output == 1}' };
const withUntil = (until: string, more: JsonObject = {}) =>
  withStep({ repeat: { until, ...more } });
const WAIT = { signal: 'approval' };
const withEvent = (more: JsonObject) => {
  const wait = { event: 'payment.settled', key: 'k', eventKey: '${data.id}', ...more };
  return withSteps({ name: 'a', wait });
};
const withWait = (more: JsonObject): JsonObject =>
  withSteps({ name: 'a', wait: { ...WAIT, ...more } });
const withRetry = (retry: JsonValue): JsonObject => withStep({ retry });
const withoutField = (name: string): JsonObject => {
  const { [name]: _, ...rest } = step('a');
  return withSteps(rest);
};

function expectFault([fault, posted]: Row): void {
  expect(faultsOf(posted)).toEqual([fault]);
}

const stepsOf = (count: number): readonly JsonObject[] =>
  Array.from({ length: count }, (_, at) => step(`s${at}`));

describe('Fields of a saga', () => {
  it.each<Row>([
    ['required /name', { steps: [step('a')] }],
    ['required /steps', { name: 'sale' }],
    ['definition-name /name', document({ name: 'Sale' })],
    ['definition-name /name', document({ name: 'a'.repeat(64) })],
    ['type /$schema', document({ $schema: {} })],
    ['type /name', document({ name: 1 })],
    ['type /description', document({ description: 1 })],
    ['description-length /description', document({ description: 'x'.repeat(2001) })],
    ['duration /deadline', document({ deadline: '0s' })],
    ['type /deadline', document({ deadline: 5 })],
    ['type /steps', document({ steps: {} })],
    ['steps-limit /steps', document({ steps: [] })],
    ['type /steps/1', withSteps(step('a'), 'b')],
    ['steps-limit /steps', document({ steps: stepsOf(201) })],
    ['unknown-field /version', document({ version: 1 })],
    ['unknown-field /a~1b', document({ 'a/b': 1 })],
    ['choice /mode', document({ mode: 'x' })],
    ['type /events', document({ events: ['input'] })],
    ['type /events/include', document({ events: { include: 'input' } })],
    ['choice /events/include', document({ events: { include: ['output'] } })],
    ['unknown-field /events/exclude', document({ events: { exclude: [] } })],
    ['type /defaults', document({ defaults: [] })],
    ['unknown-field /defaults/retry/attempts', document({ defaults: { retry: { attempts: 3 } } })],
    ['unknown-field /defaults/kind', document({ defaults: { kind: 'pivot' } })],
    ['duration /defaults/timeout', document({ defaults: { timeout: '1' } })],
    [
      'retry-intervals /defaults/retry',
      document({ defaults: { retry: { initialInterval: '9s', maxInterval: '1s' } } }),
    ],
    [
      'unknown-field /defaults/compensation/command',
      document({ defaults: { compensation: { command: 'x.y' } } }),
    ],
    [
      'duration /defaults/compensation/timeout',
      document({ defaults: { compensation: { timeout: '1' } } }),
    ],
    [
      'range /defaults/compensation/retry/maxAttempts',
      document({ defaults: { compensation: { retry: { maxAttempts: 0 } } } }),
    ],
  ])('%s', (...row) => expectFault(row));
});

describe('Fields of a step', () => {
  it.each<Row>([
    ['required /steps/0/name', withoutField('name')],
    ['required /steps/0/command', withoutField('command')],
    ['step-name /steps/0/name', withStep({ name: 'A' })],
    ['step-name /steps/0/name', withStep({ name: 'a-b' })],
    ['step-name /steps/0/name', withStep({ name: `a${'b'.repeat(63)}` })],
    ['step-name-reserved /steps/0/name', withStep({ name: 'in' })],
    ['step-name-reserved /steps/0/name', withStep({ name: 'constructor' })],
    ['command-name /steps/0/command', withStep({ command: 'pay' })],
    ['command-name /steps/0/command', withStep({ command: 'Shop.pay' })],
    ['command-name /steps/0/command', withStep({ command: 'shop.pay.' })],
    ['command-name /steps/0/command', withStep({ command: 'shop.*' })],
    ['command-name /steps/0/command', withStep({ command: `${'a'.repeat(64)}.pay` })],
    ['type /steps/0/command', withStep({ command: 1 })],
    ['choice /steps/0/kind', withStep({ kind: 'final' })],
    ['duration /steps/0/timeout', withStep({ timeout: '366d' })],
    ['type /steps/0/after', withStep({ after: 'b' })],
    ['type /steps/1/after', withSteps(step('a'), step('b', { after: [1] }))],
    ['when-expression /steps/0/when', withStep({ when: 'true' })],
    ['when-expression /steps/0/when', withStep({ when: 'x${true}' })],
    ['type /steps/0/when', withStep({ when: true })],
    ['unknown-field /steps/0/queue', withStep({ queue: 'x' })],
    ['unknown-field /steps/0/exchange', withStep({ exchange: 'x' })],
    ['unknown-field /steps/0/headers', withStep({ headers: {} })],
    ['unknown-field /steps/0/url', withStep({ url: 'https://example.com' })],
    ['command-name /steps/0/command', withStep({ command: 'https://example.com/pay' })],
    ['one-loop /steps/0/repeat', withStep({ forEach: EACH, repeat: UNTIL })],
    ['type /steps/0/forEach', withStep({ forEach: [] })],
    ['required /steps/0/forEach/items', withStep({ forEach: {} })],
    ['unknown-field /steps/0/forEach/x', withStep({ forEach: { ...EACH, x: 1 } })],
    ['variable-name /steps/0/forEach/as', withStep({ forEach: { ...EACH, as: 'A' } })],
    ['variable-name /steps/0/forEach/as', withStep({ forEach: { ...EACH, as: 'input' } })],
    ['range /steps/0/forEach/maxParallel', withStep({ forEach: { ...EACH, maxParallel: 65 } })],
    ['type /steps/0/repeat', withStep({ repeat: 3 })],
    ['unknown-field /steps/0/repeat/times', withStep({ repeat: { ...UNTIL, times: 3 } })],
    ['range /steps/0/repeat/maxIterations', withStep({ repeat: { ...UNTIL, maxIterations: 0 } })],
    ['range /steps/0/forEach/maxParallel', withStep({ forEach: { ...EACH, maxParallel: 0 } })],
    ['required /steps/0/repeat/until', withStep({ repeat: {} })],
    ['duration /steps/0/repeat/interval', withStep({ repeat: { ...UNTIL, interval: 1 + '' } })],
    [
      'range /steps/0/repeat/maxIterations',
      withStep({ repeat: { ...UNTIL, maxIterations: 1001 } }),
    ],
    ['when-expression /steps/0/repeat/until', withStep({ repeat: { until: 'true' } })],
    ['expression-type /steps/0/repeat/until', withStep({ repeat: { until: '${1}' } })],
    ['expression-scope /steps/0/input', withStep({ input: '${item}' })],
    ['expression-scope /steps/0/input', withStep({ input: '${output}', repeat: UNTIL })],
    ['command-only /steps/0/forEach', withSteps({ name: 'a', wait: WAIT, forEach: EACH })],
    [
      'pivot-once /steps/0/kind',
      withSteps(step('a', { kind: 'pivot', compensation: 'none', forEach: EACH })),
    ],
    ['one-action /steps/0/delay', withStep({ delay: '1s' })],
    ['one-action /steps/0/delay', withSteps({ name: 'a', wait: WAIT, delay: '1s' })],
    ['choice /steps/0/requires', withStep({ requires: 'all' })],
    ['catch-form /steps/0/catch', withStep({ catch: 'all' })],
    ['catch-form /steps/0/catch', withStep({ catch: [] })],
    ['error-code /steps/0/catch', withStep({ catch: ['not so'] })],
    ['catch-definition-fault /steps/0/catch', withStep({ catch: ['EXPRESSION_FAILED'] })],
    [
      'catch-no-pivot /steps/0/catch',
      withSteps(step('a', { kind: 'pivot', compensation: 'none', catch: 'any' })),
    ],
    ['command-only /steps/0/catch', withSteps({ name: 'a', delay: '1s', catch: 'any' })],
    ['command-only /steps/0/catch', withSteps({ name: 'a', fail: { code: 'NO' }, catch: 'any' })],
    ['type /steps/0/fail', withSteps({ name: 'a', fail: 'NO' })],
    ['required /steps/0/fail/code', withSteps({ name: 'a', fail: {} })],
    ['error-code /steps/0/fail/code', withSteps({ name: 'a', fail: { code: 'not so' } })],
    ['type /steps/0/fail/message', withSteps({ name: 'a', fail: { code: 'NO', message: 1 } })],
    ['unknown-field /steps/0/fail/retry', withSteps({ name: 'a', fail: { code: 'NO', retry: 1 } })],
    ['command-only /steps/0/kind', withSteps({ name: 'a', fail: { code: 'NO' }, kind: 'pivot' })],
    ['type /steps/0/end', withSteps({ name: 'a', end: 'now' })],
    ['expression-syntax /steps/0/end/output', withSteps({ name: 'a', end: { output: '${+}' } })],
    ['unknown-field /steps/0/end/code', withSteps({ name: 'a', end: { code: 'NO' } })],
    ['command-only /steps/0/input', withSteps({ name: 'a', end: {}, input: {} })],
    ['type /steps/0/wait', withSteps({ name: 'a', wait: 'go' })],
    ['required /steps/0/wait/signal', withSteps({ name: 'a', wait: {} })],
    ['one-wait /steps/0/wait/signal', withEvent({ signal: 'go' })],
    ['signal-required /steps/0/wait/title', withEvent({ title: 'Paid?' })],
    ['signal-required /steps/0/wait/payloadSchema', withEvent({ payloadSchema: {} })],
    ['event-name /steps/0/wait/event', withEvent({ event: 'Paid' })],
    ['event-name /steps/0/wait/event', withEvent({ event: 'payment.*' })],
    ['required /steps/0/wait/key', withSteps({ name: 'a', wait: { event: 'a.b', eventKey: 'k' } })],
    ['required /steps/0/wait/eventKey', withSteps({ name: 'a', wait: { event: 'a.b', key: 'k' } })],
    ['key-length /steps/0/wait/key', withEvent({ key: '' })],
    ['expression-scope /steps/0/wait/key', withEvent({ key: '${data.id}' })],
    ['expression-scope /steps/0/wait/eventKey', withEvent({ eventKey: '${input.id}' })],
    ['when-expression /steps/0/wait/where', withEvent({ where: 'OK' })],
    ['expression-type /steps/0/wait/where', withEvent({ where: '${"OK"}' })],
    ['duration /steps/0/wait/timeout', withEvent({ timeout: 'x' })],
    ['event-required /steps/0/wait/key', withWait({ key: 'k' })],
    ['event-required /steps/0/wait/eventKey', withWait({ eventKey: 'k' })],
    ['event-required /steps/0/wait/where', withWait({ where: '${true}' })],
    ['unknown-field /steps/0/wait/queue', withWait({ queue: 'q' })],
    ['duration /eventTtl', document({ eventTtl: '0s' })],
    ['signal-name /steps/0/wait/signal', withSteps({ name: 'a', wait: { signal: 'A b' } })],
    ['duration /steps/0/wait/timeout', withWait({ timeout: 'x' })],
    ['signal-name /steps/0/repeat/until', withUntil('${size(signals) > 0}')],
    ['signal-name /steps/0/repeat/until', withUntil('${signals[input.name] != null}')],
    ['signal-name /steps/0/repeat/until', withUntil('${signals["A b"] != null}')],
    ['expression-scope /steps/0/repeat/until', withUntil('${previous != null}')],
    ['type /steps/0/repeat/collect', withUntil('${true}', { collect: 'yes' })],
    ['type /steps/0/wait/title', withWait({ title: 7 })],
    ['title-length /steps/0/wait/title', withWait({ title: 'é'.repeat(201) })],
    ['schema-shape /steps/0/wait/payloadSchema', withWait({ payloadSchema: 'string' })],
    [
      'schema-pattern /steps/0/wait/payloadSchema/pattern',
      withWait({ payloadSchema: { pattern: '^a' } }),
    ],
    ['expression-syntax /steps/0/wait/timeout', withWait({ timeout: '${input.' })],
    ['expression-scope /steps/0/wait/timeout', withWait({ timeout: '${steps.a.output}' })],
    ['choice /steps/0/wait/onTimeout', withWait({ timeout: '1s', onTimeout: 'x' })],
    ['timeout-required /steps/0/wait/onTimeout', withWait({ onTimeout: 'fail' })],
    ['unknown-field /steps/0/wait/retry', withWait({ retry: {} })],
    ['command-only /steps/0/input', withSteps({ name: 'a', wait: WAIT, input: {} })],
    ['command-only /steps/0/timeout', withSteps({ name: 'a', wait: WAIT, timeout: '1s' })],
    ['command-only /steps/0/retry', withSteps({ name: 'a', delay: '1s', retry: {} })],
    [
      'command-only /steps/0/compensation',
      withSteps({ name: 'a', delay: '1s', compensation: 'none' }),
    ],
    ['type /steps/0/delay', withSteps({ name: 'a', delay: 5 })],
    ['duration /steps/0/delay', withSteps({ name: 'a', delay: 'soon' })],
    ['duration /steps/0/delay', withSteps({ name: 'a', delay: '366d' })],
    ['expression-syntax /steps/0/delay', withSteps({ name: 'a', delay: '${input.' })],
    ['unknown-field /steps/0/mode', withStep({ mode: 'x' })],
    ['type /steps/0/compensation', withStep({ compensation: 1 })],
    [
      'range /steps/0/compensation/retry/maxAttempts',
      withStep({ compensation: { command: 'shop.undo', retry: { maxAttempts: 0 } } }),
    ],
    [
      'unknown-field /steps/0/compensation/retry/attempts',
      withStep({ compensation: { command: 'shop.undo', retry: { attempts: 1 } } }),
    ],
    [
      'expression-syntax /steps/0/compensation/input',
      withStep({ compensation: { command: 'shop.undo', input: '${input.' } }),
    ],
    ['command-name /steps/0/compensation', withStep({ compensation: 'undo' })],
    ['required /steps/0/compensation/command', withStep({ compensation: {} })],
    [
      'unknown-field /steps/0/compensation/kind',
      withStep({ compensation: { command: 'shop.undo', kind: 'x' } }),
    ],
    [
      'duration /steps/0/compensation/timeout',
      withStep({ compensation: { command: 'shop.undo', timeout: 'x' } }),
    ],
  ])('%s', (...row) => expectFault(row));
});

describe('Retry policies', () => {
  const WRONG: readonly (readonly [string, JsonValue])[] = [
    ['type /steps/0/retry', 3],
    ['unknown-field /steps/0/retry/attempts', { attempts: 3 }],
    ['range /steps/0/retry/maxAttempts', { maxAttempts: 0 }],
    ['range /steps/0/retry/maxAttempts', { maxAttempts: 1001 }],
    ['range /steps/0/retry/maxAttempts', { maxAttempts: 1.5 }],
    ['type /steps/0/retry/maxAttempts', { maxAttempts: '3' }],
    ['duration /steps/0/retry/initialInterval', { initialInterval: '0ms' }],
    ['duration /steps/0/retry/maxInterval', { maxInterval: '1y' }],
    ['range /steps/0/retry/backoffCoefficient', { backoffCoefficient: 0.5 }],
    ['range /steps/0/retry/backoffCoefficient', { backoffCoefficient: 101 }],
    ['choice /steps/0/retry/jitter', { jitter: 'some' }],
    ['type /steps/0/retry/nonRetryable', { nonRetryable: 'X' }],
    ['error-codes /steps/0/retry/nonRetryable', { nonRetryable: [1] }],
    ['error-codes /steps/0/retry/nonRetryable', { nonRetryable: [''] }],
    ['error-codes /steps/0/retry/nonRetryable', { nonRetryable: ['a b'] }],
    ['retry-intervals /steps/0/retry', { initialInterval: '5s', maxInterval: '1s' }],
  ];
  const PLACES: Readonly<Record<string, (retry: JsonValue) => JsonObject>> = {
    '/steps/0/retry': withRetry,
    '/steps/0/compensation/retry': (retry) =>
      withStep({ compensation: { command: 'shop.undo', retry } }),
    '/defaults/retry': (retry) => document({ defaults: { retry } }),
    '/defaults/compensation/retry': (retry) => document({ defaults: { compensation: { retry } } }),
  };

  it.each(WRONG)('%s, and so wherever a `retry` stands', (fault, retry) => {
    for (const [place, posted] of Object.entries(PLACES)) {
      expect(faultsOf(posted(retry))).toEqual([fault.replace('/steps/0/retry', place)]);
    }
  });
});

describe('What is just within its limit is fine', () => {
  const CODE = 'C'.repeat(64);
  it.each<[string, JsonObject]>([
    ['a `name` of 63 characters', document({ name: 'a'.repeat(63) })],
    ['a `description` of 2,000 characters', document({ description: 'x'.repeat(2000) })],
    ['a `deadline` of 365 days', document({ deadline: '365d' })],
    ['200 `steps`', document({ steps: stepsOf(200) })],
    ["a step's `name` of 63 characters", withStep({ name: `a${'B'.repeat(62)}` })],
    ['a `command` of 200 characters', withStep({ command: commandOf(200) })],
    ['a `forEach` with `maxParallel` 64', withStep({ forEach: { ...EACH, maxParallel: 64 } })],
    [
      'a `repeat` with `maxIterations` 1,000',
      withStep({ repeat: { ...UNTIL, maxIterations: 1000 } }),
    ],
    [
      'a `retry` with `maxAttempts` 1,000',
      withRetry({ maxAttempts: 1000, initialInterval: '1ms', maxInterval: '1s' }),
    ],
    ['a `backoffCoefficient` of 100', withRetry({ backoffCoefficient: 100 })],
    ['a hundred `nonRetryable` codes', withRetry({ nonRetryable: Array(100).fill(CODE) })],
  ])('%s', (_, posted) => {
    expect(faultsOf(posted)).toEqual([]);
  });

  it('a `command` of 201 characters is not', () => {
    expect(faultsOf(withStep({ command: commandOf(201) }))).toEqual([
      'command-name /steps/0/command',
    ]);
  });

  function commandOf(length: number): string {
    const words = ['shop', 'a'.repeat(63), 'b'.repeat(63), 'c'.repeat(63)].join('.');
    return `${words}.${'d'.repeat(length - words.length - 1)}`;
  }
});
