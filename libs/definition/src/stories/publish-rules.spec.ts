import type { JsonObject, JsonValue } from '#protocol';
import { compileDefinition } from '../compile/compile-definition.js';
import { document, faultsOf, step } from './document.fixture.js';

/** A rule and where it is broken; by which document. */
type Row = readonly [string, JsonObject];

const withSteps = (...steps: readonly JsonObject[]): JsonObject => document({ steps });
const withStep = (more: JsonObject): JsonObject => withSteps(step('a', more));
const EACH = { items: '${input}' };
const EVENT = { event: 'order.priced' };
const withPublish = (publish: JsonValue, more: JsonObject = {}): JsonObject =>
  withSteps({ name: 'a', publish, ...more });

describe('Fields of a step that publishes', () => {
  it.each<Row>([
    ['type /steps/0/publish', withPublish('order.priced')],
    ['required /steps/0/publish/event', withPublish({})],
    ['event-name /steps/0/publish/event', withPublish({ event: 'priced' })],
    ['event-reserved /steps/0/publish/event', withPublish({ event: 'saga.completed.sale' })],
    ['event-reserved /steps/0/publish/event', withPublish({ event: 'audit.recorded' })],
    ['event-reserved /steps/0/publish/event', withPublish({ event: 'alert.firing' })],
    ['expression-syntax /steps/0/publish/data', withPublish({ ...EVENT, data: '${+}' })],
    ['unknown-field /steps/0/publish/key', withPublish({ ...EVENT, key: 'x' })],
    ['publish-no-pivot /steps/0/kind', withPublish(EVENT, { kind: 'pivot' })],
    ['command-only /steps/0/catch', withPublish(EVENT, { catch: 'any' })],
    ['command-only /steps/0/input', withPublish(EVENT, { input: {} })],
    ['command-only /steps/0/forEach', withPublish(EVENT, { forEach: EACH })],
    [
      'publish-compensation /steps/0/compensation',
      withPublish(EVENT, { compensation: 'shop.undo' }),
    ],
    [
      'publish-compensation /steps/0/compensation/retry',
      withPublish(EVENT, { compensation: { publish: EVENT, retry: {} } }),
    ],
    [
      'publish-compensation /steps/0/compensation/publish',
      withStep({ compensation: { publish: EVENT } }),
    ],
    [
      'required /steps/0/compensation/publish/event',
      withPublish(EVENT, { compensation: { publish: {} } }),
    ],
    [
      'event-reserved /steps/0/compensation/publish/event',
      withPublish(EVENT, { compensation: { publish: { event: 'saga.x' } } }),
    ],
    [
      'expression-scope /steps/0/compensation/publish/data',
      withPublish(EVENT, { compensation: { publish: { ...EVENT, data: '${steps.a.output}' } } }),
    ],
    [
      'compensation-not-allowed /steps/1/compensation',
      withSteps(step('pay', { kind: 'pivot' }), {
        name: 'tell',
        kind: 'retryable',
        publish: EVENT,
        compensation: { publish: EVENT },
      }),
    ],
  ])('%s', (fault, posted) => {
    expect(faultsOf(posted)).toEqual([fault]);
  });

  it('of a name that was reserved later goes on in a version that is stored already', () => {
    for (const event of ['audit.taken', 'alert.rung']) {
      const posted = withPublish({ event }, { compensation: { publish: { event } } });
      expect(compileDefinition(posted, 3, { isStored: true })).toMatchObject({
        ok: true,
        definition: { steps: [{ type: 'publish', event }] },
      });
    }
    const older = withPublish({ event: 'saga.taken' });
    expect(compileDefinition(older, 3, { isStored: true })).toMatchObject({ ok: false });
  });

  it('without a compensation has nothing to undo', () => {
    expect(faultsOf(withPublish(EVENT))).toEqual([]);
    expect(faultsOf(withPublish(EVENT, { compensation: 'none' }))).toEqual([]);
    expect(faultsOf(withPublish(EVENT, { compensation: { publish: EVENT } }))).toEqual([]);
  });
});
