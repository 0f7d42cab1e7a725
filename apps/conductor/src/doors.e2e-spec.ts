import { isDeepStrictEqual } from 'node:util';
import { eventually, KEPT_TEXTS, REFUSED_TEXTS } from '#testing-internal';
import { ConductorStack, isSilent } from './conductor-stack.fixture.js';

/*
 * What comes in is read by one policy at every door: requests, definitions, replies, intake, events
 * and descriptions. What is said of `npm run verify` is in tests/verify.spec.ts.
 */

const EVENTS = 'conductor.events';
const DOORS = {
  name: 'doors',
  trigger: { event: 'door.opened', key: '${string(data.id)}', input: '${data}' },
  steps: [{ name: 'pay', command: 'payment.take', compensation: 'none', timeout: '1h' }],
  output: '${steps.pay.output}',
};
const CART = {
  name: 'cart',
  trigger: { event: 'cart.placed', key: '${string(data.orderId)}', input: '${data}' },
  steps: [{ name: 'pay', command: 'order.create', compensation: 'order.reject' }],
};

let stack: ConductorStack;
let sent = 0;

beforeAll(async () => {
  stack = await ConductorStack.start();
  for (const body of [DOORS, CART]) {
    expect((await stack.call('POST', '/v1/definitions', { body })).status).toBe(201);
  }
  stack.script.set('payment.take', isSilent);
});

afterAll(() => stack.close());

/** Why the message with this id was set aside; undefined: it was not. */
async function reasonOf(messageId: string): Promise<string | undefined> {
  const { rows } = await stack.sql.query<{ reason: string }>(
    `select reason from dead_message where properties::json ->> 'messageId' = $1`,
    [messageId],
  );
  return rows[0]?.reason;
}

/** A definition with the text as the command's input: a mapping that gives it as it is. */
function definitionWith(text: string): string {
  const step = `{"name":"pay","command":"payment.take","compensation":"none","input":${text}}`;
  return `{"name":"texts","steps":[${step}]}`;
}

function descriptionWith(text: string): string {
  const command = `{"command":"payment.take","inputSchema":{"const":${text}}}`;
  const data = `{"participant":"payment","commands":[${command}]}`;
  return `{"pattern":"participant.describe","data":${data}}`;
}

/** A command of a new saga, which nobody has answered. */
async function openCommand() {
  const calls = stack.record('payment.take');
  await stack.call('POST', '/v1/sagas', { body: { definition: 'doors', input: {} } });
  const [command] = await eventually(
    () => calls,
    (list) => list.length > 0,
  );
  if (command === undefined) throw new Error('no command came');
  return command;
}

type Give = (text: string, messageId: string) => Promise<void>;

/** Sends the text of a JSON object, which is to be refused, to an entry point for messages. */
const DOORS_OF_MESSAGES: readonly (readonly [string, Give])[] = [
  [
    'an event',
    (text, messageId) =>
      stack.publish({
        exchange: EVENTS,
        routingKey: 'door.opened',
        json: `{"pattern":"door.opened","data":${text}}`,
        properties: { messageId },
        isBroken: true,
      }),
  ],
  [
    'a start by message',
    (text, messageId) =>
      stack.publish({
        json: `{"pattern":"saga.start","data":{"definition":"doors","input":${text}}}`,
        properties: { messageId },
        isBroken: true,
      }),
  ],
  [
    'a description',
    (text, messageId) => {
      const json = descriptionWith(text);
      return stack.publish({ json, properties: { messageId }, isBroken: true });
    },
  ],
  [
    'a reply',
    async (text, messageId) => {
      const { replyTo, correlationId } = await openCommand();
      const json = `{"outcome":"succeeded","output":${text}}`;
      const properties = { messageId, correlationId };
      await stack.publish({ routingKey: replyTo, json, properties, isBroken: true });
    },
  ],
  [
    'a reply of plain NestJS',
    async (text, messageId) => {
      const { replyTo, correlationId } = await openCommand();
      const json = `{"response":${text},"isDisposed":true}`;
      const properties = { messageId, correlationId };
      await stack.publish({ routingKey: replyTo, json, properties, isBroken: true });
    },
  ],
];

describe.each(REFUSED_TEXTS)('%s is refused', (text, code, reason) => {
  it('by REST', async () => {
    const body = `{"definition":"doors","input":${text}}`;
    const answer = await stack.call('POST', '/v1/sagas', { body });
    expect(answer).toMatchObject({ status: 400, body: { code } });
  });

  it('in a definition', async () => {
    for (const path of ['/v1/definitions', '/v1/definitions/validate']) {
      const answer = await stack.call('POST', path, { body: definitionWith(text) });
      expect(answer).toMatchObject({ status: 400, body: { code } });
    }
  });

  it.each(DOORS_OF_MESSAGES)('in %s', async (_door, give) => {
    const messageId = `refused-${sent++}`;
    await give(text, messageId);
    await eventually(
      () => reasonOf(messageId),
      (found) => found === reason,
    );
  });
});

describe.each(KEPT_TEXTS)('%s is kept', (text) => {
  // JSON has one zero
  const kept = JSON.parse(JSON.stringify(JSON.parse(text))) as unknown;

  it('by REST, with a byte-order mark before it and without', async () => {
    for (const mark of ['', '\ufeff']) {
      const body = `${mark}{"definition":"doors","input":${text}}`;
      const { status, body: saga } = await stack.call('POST', '/v1/sagas', { body });
      expect(status).toBe(201);
      expect((await stack.call('GET', `/v1/sagas/${saga.id}`)).body.input).toEqual(kept);
    }
  });

  it('in a definition, and in the command that it sends', async () => {
    const calls = stack.record('payment.take');
    const posted = await stack.call('POST', '/v1/definitions', { body: definitionWith(text) });
    expect(posted.status).toBe(201);
    const { version } = posted.body;
    const { body: stored } = await stack.call('GET', `/v1/definitions/texts/versions/${version}`);
    expect(stored.document.steps[0].input).toEqual(kept);
    await stack.call('POST', '/v1/sagas', { body: { definition: 'texts', input: {} } });
    const [command] = await eventually(
      () => calls,
      (list) => list.length > 0,
    );
    expect(command?.data).toEqual(kept);
  });

  it('in a description', async () => {
    await stack.publish({ json: descriptionWith(text), properties: {} });
    const read = async (): Promise<unknown> => {
      const { rows } = await stack.sql.query<{ described: string }>(
        `select described[1] from participant_description where participant = 'payment'`,
      );
      return JSON.parse(rows[0]?.described ?? 'null');
    };
    const described = { command: 'payment.take', inputSchema: { const: kept } };
    await eventually(read, (stored) => isDeepStrictEqual(stored, described));
  });

  it('in a reply', async () => {
    const { replyTo, correlationId, sagaId } = await openCommand();
    const json = `\ufeff{"outcome":"succeeded","output":${text}}`;
    await stack.publish({ routingKey: replyTo, json, properties: { correlationId } });
    const { body } = await eventually(
      () => stack.call('GET', `/v1/sagas/${sagaId}`),
      ({ body: saga }) => saga.status === 'completed',
    );
    expect(body.output).toEqual(kept);
  });
});

it('two events whose ids differ beyond 2^53 are a dead message each, and no saga', async () => {
  for (const [messageId, orderId] of [
    ['e1', '1799999999999999998'],
    ['e2', '1799999999999999999'],
  ] as const) {
    const data = `{"orderId":${orderId},"who":"x"}`;
    const json = `{"pattern":"cart.placed","data":${data},"id":"${messageId}"}`;
    const to = { exchange: EVENTS, routingKey: 'cart.placed' };
    await stack.publish({ ...to, json, properties: { messageId }, isBroken: true });
  }
  for (const messageId of ['e1', 'e2']) {
    await eventually(
      () => reasonOf(messageId),
      (reason) => reason === 'UNSTORABLE_NUMBER',
    );
  }
  const { body } = await stack.call('GET', '/v1/sagas?definition=cart');
  expect(body.items).toEqual([]);
});
