import { conductorNames } from '#bus';
import { eventually } from '#testing-internal';
import { BrokerStack } from '../broker-stack.fixture.js';
import type { Json } from '../api/openapi/conformance.fixture.js';

const EVENT = 'payment.settled';
const wait = { event: EVENT, key: '${saga.id}', eventKey: '${data.saga}', timeout: '1h' };

let stack: BrokerStack;

beforeAll(async () => {
  stack = await BrokerStack.start();
  await stack.post({
    name: 'settling',
    steps: [
      { name: 'pay', command: 'svc.pay', compensation: 'svc.unpay' },
      { name: 'first', wait },
      { name: 'second', wait },
    ],
    output: ['${steps.first.output.n}', '${steps.second.output.n}'],
  });
});
afterAll(async () => {
  expect(await stack.closeAndCount()).toBe(0);
});

function tell(saga: string, n: number, messageId: string): void {
  const { eventsExchange } = conductorNames(stack.prefix);
  const body = Buffer.from(JSON.stringify({ saga, n }));
  stack.operator.publish(eventsExchange, EVENT, body, { messageId, persistent: true });
}

const until = (id: string, isRight: (saga: Json) => boolean) =>
  eventually(async () => (await stack.call('GET', `/v1/sagas/${id}`)).body, isRight);

describe('A saga that waits for events of a service on RabbitMQ', () => {
  it('takes two, one that comes before it waits perhaps, and each once', async () => {
    const id = await stack.start('settling');
    tell(id, 1, 'm-1');
    tell(id, 1, 'm-1');
    await until(id, ({ nextAction }) => nextAction?.step === 'second');
    tell(id, 1, 'm-1');
    tell(id, 2, 'm-2');
    const saga = await until(id, ({ endedAt }) => endedAt !== null);
    expect(saga).toMatchObject({ status: 'completed', output: [1, 2] });
  });
});
