import type { JsonObject } from '#protocol';
import { document, faultsOf, step } from './document.fixture.js';

/** A rule and where it is broken; by which document. */
type Row = readonly [string, JsonObject];

const withSteps = (...steps: readonly JsonObject[]): JsonObject => document({ steps });
const withStep = (more: JsonObject): JsonObject => withSteps(step('a', more));
const withChild = (saga: JsonObject, more: JsonObject = {}): JsonObject =>
  withSteps({ name: 'a', saga, ...more });
const withTrigger = (more: JsonObject): JsonObject =>
  document({ trigger: { event: 'order.placed', key: '${data.orderId}', ...more } });

function expectFault([fault, posted]: Row): void {
  expect(faultsOf(posted)).toEqual([fault]);
}

describe('Child sagas', () => {
  it.each<Row>([
    ['required /steps/0/saga/definition', withSteps({ name: 'a', saga: {} })],
    ['type /steps/0/saga', withSteps({ name: 'a', saga: 'ship' })],
    ['definition-name /steps/0/saga/definition', withChild({ definition: 'Ship' })],
    ['range /steps/0/saga/version', withChild({ definition: 'ship', version: 0 })],
    ['unknown-field /steps/0/saga/key', withChild({ definition: 'ship', key: 'x' })],
    ['one-action /steps/0/saga', withStep({ saga: { definition: 'ship' } })],
    ['command-only /steps/0/timeout', withChild({ definition: 'ship' }, { timeout: '1s' })],
    ['command-only /steps/0/retry', withChild({ definition: 'ship' }, { retry: {} })],
    [
      'command-only /steps/0/compensation',
      withChild({ definition: 'ship' }, { compensation: 'none' }),
    ],
  ])('%s', (...row) => expectFault(row));
});

describe('Triggers', () => {
  it.each<Row>([
    ['type /trigger', document({ trigger: 'order.placed' })],
    ['required /trigger/event', document({ trigger: { key: 'k' } })],
    ['required /trigger/key', document({ trigger: { event: 'order.placed' } })],
    ['event-name /trigger/event', withTrigger({ event: 'order.*' })],
    ['event-name /trigger/event', withTrigger({ event: 'placed' })],
    ['event-name /trigger/event', withTrigger({ event: `a.${'b.c'.repeat(70)}` })],
    ['trigger-cycle /trigger/event', withTrigger({ event: 'saga.completed.sale' })],
    ['trigger-cycle /trigger/event', withTrigger({ event: 'saga.stuck.sale' })],
    ['key-length /trigger/key', withTrigger({ key: '' })],
    ['key-length /trigger/key', withTrigger({ key: '${""}' })],
    ['key-length /trigger/key', withTrigger({ key: `\${data.id}/${'x'.repeat(256)}` })],
    ['expression-type /trigger/key', withTrigger({ key: '${true}' })],
    ['expression-type /trigger/key', withTrigger({ key: '${[data.id]}' })],
    ['unknown-field /trigger/version', withTrigger({ version: 1 })],
    ['expression-scope /trigger/key', withTrigger({ key: '${input.orderId}' })],
    ['expression-scope /trigger/key', withTrigger({ key: '${saga.id}' })],
    ['expression-scope /trigger/input/id', withTrigger({ input: { id: '${steps.a.output}' } })],
  ])('%s', (...row) => expectFault(row));
});

describe('Locks', () => {
  it.each<Row>([
    ['type /locks', document({ locks: 'order' })],
    ['locks-limit /locks', document({ locks: Array.from({ length: 11 }, () => 'x') })],
    ['type /locks/0', document({ locks: [1] })],
    ['required /locks/0/key', document({ locks: [{}] })],
    ['key-length /locks/0', document({ locks: [''] })],
    ['key-length /locks/0/key', document({ locks: [{ key: '' }] })],
    ['key-length /locks/0', document({ locks: ['😀'.repeat(201)] })],
    ['expression-type /locks/0', document({ locks: ['${null}'] })],
    ['choice /locks/0/onBusy', document({ locks: [{ key: 'x', onBusy: 'fail' }] })],
    ['duration /locks/0/timeout', document({ locks: [{ key: 'x', timeout: '0s' }] })],
    ['unknown-field /locks/0/mode', document({ locks: [{ key: 'x', mode: 'x' }] })],
    ['expression-scope /locks/0', document({ locks: ['${steps.a.output}'] })],
  ])('%s', (...row) => expectFault(row));
});
