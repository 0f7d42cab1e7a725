import type { JsonObject, JsonValue } from '#protocol';
import { answerTo, expectAnswer, pay, type Row, withInput, withWait } from './answer.fixture.js';
import { document, step } from './document.fixture.js';

/*
 * What people write who come from another engine, and what the answer has to say so that they mend
 * it in one go.
 */

describe('A duration as other engines write it is answered with ours', () => {
  it.each<readonly [JsonValue, string]>([
    [8000, '"8s" for 8000 milliseconds, or "8000s" for 8000 seconds'],
    [45, '"45s" for 45 seconds, or "45ms" for 45 milliseconds'],
    ['45', '"45s" for 45 seconds'],
    ['20 seconds', '"20s"'],
    ['30 sec', '"30s"'],
    ['5 min', '"5m"'],
    ['2 hours', '"2h"'],
    ['2 days and 12 hours', '"60h"'],
    ['1 week', '"7d"'],
    ['PT20S', '"20s"'],
    ['PT1H30M', '"90m"'],
    ['P1DT12H', '"36h"'],
    ['P2W', '"14d"'],
    ['2h15m', '"135m"'],
    ['00:05:00', '"5m"'],
    ['10S', '"10s"'],
    ['2 years', 'one like "500ms", "1.5s"'],
    ['900d', 'at most 365d: write "365d"'],
  ])('%j', (timeout, cure) => {
    expectAnswer([pay({ timeout }), '/steps/1/timeout', ['write', cure]]);
  });
});

describe('A field of another engine is answered with ours', () => {
  it.each<readonly [JsonObject, string]>([
    [{ dependsOn: ['reserve'] }, 'write "after": ["reserve"]'],
    [{ needs: 'reserve' }, 'write "after": ["reserve"]'],
    [{ Next: 'ship' }, 'the steps run in the order of the list'],
    [{ Type: 'Task' }, '"command", "wait", "delay", "saga"'],
    [{ Resource: 'arn:aws:states:::lambda:invoke' }, 'write "command": "<participant>.<command>"'],
    [{ Parameters: { a: 1 } }, 'write "input": {'],
    [{ ResultPath: '$.reservation' }, 'later steps read steps.<name>.output'],
    [{ Catch: ['DECLINED'] }, 'did you mean "catch"'],
    [{ onError: 'ship' }, '"when": "${steps.a.status == \'caught\'}"'],
    [{ retryPolicy: { maximumAttempts: 3 } }, 'write "retry": { "maxAttempts": 3'],
    [{ retries: 5 }, 'write "retry": { "maxAttempts": 5'],
    [{ maxAttempts: 5 }, 'write "retry"'],
    [{ timeoutSeconds: 90 }, 'write "timeout": "90s"'],
    [{ startToCloseTimeout: '30 seconds' }, 'write "timeout": "30s"'],
    [{ compensate: 'shop.refund' }, 'write "compensation": "shop.refund"'],
    [{ compensatedBy: 'shop.refund' }, 'write "compensation": "shop.refund"'],
    [{ compensaton: 'none' }, 'did you mean "compensation"?'],
    [{ condition: 'input.vip' }, 'write "when": "${input.vip}"'],
    [{ continueOnError: true }, 'write "catch": "any"'],
    [{ loop: '${input.lines}' }, 'write "forEach": { "items": "${input.lines}"'],
    [{ sleep: 30 }, 'write "delay": "30s" for 30 seconds'],
    [{ subWorkflow: 'ship-parcel' }, 'write "saga": { "definition": "ship-parcel" }'],
    [{ queue: 'payments' }, 'a command goes to the queue of its participant'],
    [{ parallel: true }, 'side by side'],
    [{ zzz: 1 }, 'there are name, command'],
  ])('%j', (field, cure) => {
    const [name = ''] = Object.keys(field);
    expectAnswer([pay(field), `/steps/1/${name}`, [`there is no field "${name}" here`, cure]]);
  });

  it.each<Row>([
    [document({ States: {} }), '/States', 'write "steps": [{ "name"'],
    [document({ StartAt: 'a' }), '/StartAt', 'the first step starts'],
    [document({ version: 4 }), '/version', 'the server numbers the versions'],
    [document({ lock: ['order'] }), '/lock', 'write "locks": ["order"]'],
    [document({ TimeoutSeconds: 300 }), '/TimeoutSeconds', 'write "deadline": "5m"'],
    [document({ onFailure: 'undo' }), '/onFailure', 'takes the saga back by itself'],
    [pay({ retry: { attempts: 4 } }), '/steps/1/retry/attempts', 'write "maxAttempts": 4'],
    [
      pay({ retry: { backoff: 'exponential' } }),
      '/steps/1/retry/backoff',
      'backoffCoefficient": 2',
    ],
    [pay({ retry: { delay: 500 } }), '/steps/1/retry/delay', 'write "initialInterval"'],
    [
      pay({ forEach: { items: '${input.lines}', maxConcurrency: 3 } }),
      '/steps/1/forEach/maxConcurrency',
      'write "maxParallel": 3',
    ],
    [withWait({ name: 'goAhead' }), '/steps/1/wait/name', 'write "signal": "goAhead"'],
  ])('%j', (...row) => expectAnswer(row));
});

describe('A form that is expected is shown, made of what was given', () => {
  it.each<Row>([
    [withWait('goAhead'), '/steps/1/wait', 'write "wait": { "signal": "goAhead"'],
    [withWait({ signal: 'order.paid' }), '/steps/1/wait/signal', 'write "orderPaid"'],
    [
      withWait({ signal: 'go', timeout: '1h', onTimeout: 'rollback' }),
      '/steps/1/wait/onTimeout',
      'write "fail"',
    ],
    [withWait({ signal: 'go' }, { timeout: '5s' }), '/steps/1/timeout', 'within "wait"'],
    [withWait({ signal: 'go' }, { compensation: 'none' }), '/steps/1/compensation', 'Leave it out'],
    [document({ steps: [{ name: 'a', delay: 90 }] }), '/steps/0/delay', 'write "delay": "90s"'],
    [
      document({ steps: [{ name: 'a', delay: { for: '10m' } }] }),
      '/steps/0/delay',
      'write "delay": "10m"',
    ],
    [
      document({ steps: [{ name: 'a', saga: 'trip' }] }),
      '/steps/0/saga',
      'write "saga": { "definition": "trip" }',
    ],
    [document({ locks: 'order:1' }), '/locks', 'write "locks": ["order:1"]'],
    [document({ trigger: 'order.paid' }), '/trigger', '{ "event": "order.paid", "key": "${data.'],
    [document({ steps: { a: step('a') } }), '/steps', 'must be a list: write "steps": [{'],
    [document({ steps: [] }), '/steps', 'write "steps": [{'],
    [document({ steps: ['shop.pay'] }), '/steps/0', '"command": "shop.pay"'],
    [document({ name: 'MyOrder' }), '/name', 'write "my-order"'],
    [document({ steps: [step('a', { name: 'pay-card' })] }), '/steps/0/name', 'write "payCard"'],
    [pay({ command: 'shop.payCard' }), '/steps/1/command', 'write "shop.pay-card"'],
    [pay({ command: 'pay' }), '/steps/1/command', 'the participant is the service'],
    [pay({ after: 'reserve' }), '/steps/1/after', 'write "after": ["reserve"]'],
    [pay({ after: ['Reserve'] }), '/steps/1/after/0', 'did you mean "reserve"?'],
    [pay({ retry: 5 }), '/steps/1/retry', 'write "retry": { "maxAttempts": 5'],
    [pay({ retry: { maxAttempts: 0 } }), '/steps/1/retry/maxAttempts', 'write 1'],
    [pay({ kind: 'Pivot' }), '/steps/1/kind', 'did you mean "pivot"?'],
    [pay({ forEach: '${input.lines}' }), '/steps/1/forEach', '{ "items": "${input.lines}"'],
    [
      pay({ forEach: { items: 'input.lines' } }),
      '/steps/1/forEach/items',
      'write "${input.lines}"',
    ],
    [pay({ when: 'input.vip == true' }), '/steps/1/when', 'write "${input.vip == true}"'],
    [pay({ when: '${input.a} == ${input.b}' }), '/steps/1/when', 'write "${input.a == input.b}"'],
    [
      document({ inputSchema: { type: 'object', definitions: {} } }),
      '/inputSchema/definitions',
      'write "$defs"',
    ],
    [
      document({ inputSchema: { properties: { id: { pattern: 'x' } } } }),
      '/inputSchema/properties/id/pattern',
      'write "format", "enum"',
    ],
  ])('%j', (...row) => expectAnswer(row));
});

describe('What comes in a wrong order is told as what it is', () => {
  it.each<Row>([
    [
      pay({ compensation: { command: 'shop.undo', input: { id: '${steps.pay.output.id}' } } }),
      '/steps/1/compensation/input/id',
      ['a compensation cannot use the output of its own step "pay"', 'Leave its "input" out'],
    ],
    [withInput('${steps.pay.output.id}'), '/steps/1/input/x', '"pay" is this step'],
    [
      pay({ repeat: { until: "${steps.pay.output.status == 'DONE'}" } }),
      '/steps/1/repeat/until',
      'write output.status',
    ],
    [
      document({ steps: [step('a', { input: '${steps.b.output}' }), step('b')] }),
      '/steps/0/input',
      'it comes after it',
    ],
    [
      pay({ after: [], input: '${steps.reserve.output}' }),
      '/steps/1/input',
      'Add "reserve" to the "after" of this step',
    ],
    [document({ locks: ['o:${steps.a.output.id}'] }), '/locks/0', 'made of input and saga'],
    [
      document({ trigger: { event: 'order.paid', key: '${input.id}' } }),
      '/trigger/key',
      'Write data.orderId',
    ],
    [
      document({ steps: [step('a', { kind: 'pivot' }), step('b', { compensation: 'shop.undo' })] }),
      '/steps/1/kind',
      'write "kind": "retryable", and leave "compensation" out',
    ],
    [
      document({ steps: [step('a', { kind: 'pivot' }), step('b', { kind: 'pivot' })] }),
      '/steps/1/kind',
      'write "kind": "retryable" for a step after it',
    ],
  ])('%j', (...row) => expectAnswer(row));
});

describe('What is right in another engine too stays right', () => {
  it.each<JsonObject>([
    pay({ when: "${input.kind == 'gift'}" }),
    document({ output: ['${steps.a.output}'] }),
    document({ steps: [{ name: 'ship', saga: { definition: 'ship-parcel' } }] }),
    withWait({ signal: 'orderApproved' }),
  ])('%j', (posted) => {
    expect(answerTo(posted)).toEqual([]);
  });
});
