import type { ConfirmChannel } from 'amqplib';

export const SECRET = 'a secret of 16 characters or more';
export const PAY = {
  name: 'pay',
  command: 'payment.authorize',
  compensation: 'payment.void',
  input: { orderId: '${input.orderId}', amount: 40 },
};
export const SHIP = {
  name: 'reserve',
  command: 'shipping.reserve',
  compensation: 'shipping.release',
  input: { orderId: '${input.orderId}', lines: [{ sku: 'book', quantity: 1 }] },
};
export const PLAIN = { name: 'plain', steps: [PAY] };
export const SLIP = { name: 'slip', mode: 'routing-slip', steps: [PAY, SHIP] };
export const FAMILY = {
  name: 'family',
  steps: [{ name: 'child', saga: { definition: 'plain' }, input: { orderId: '${input.orderId}' } }],
};
export const SLOW = {
  name: 'shipped-slowly',
  steps: [
    {
      ...SHIP,
      timeout: '20s',
      input: { ...SHIP.input, orderId: 'slow', faults: '${input.faults}' },
    },
  ],
};

export const SILENT = { info: () => {}, warn: () => {}, error: () => {} };
export const COMMANDS = 'conductor.commands';
export const DESCRIPTIONS = 'conductor.descriptions';
export const START = {
  pattern: 'saga.start',
  data: { definition: 'plain', input: {} },
  id: 'attack',
};

export function describes(participant: string): object {
  return { pattern: 'participant.describe', data: { participant, commands: [] } };
}

export async function publish(
  channel: ConfirmChannel,
  exchange: string,
  routingKey: string,
  body: object = {},
  properties = {},
): Promise<void> {
  channel.publish(exchange, routingKey, Buffer.from(JSON.stringify(body)), properties);
  await channel.waitForConfirms();
}

export const SAGAS = '/v1/sagas?limit=100';
