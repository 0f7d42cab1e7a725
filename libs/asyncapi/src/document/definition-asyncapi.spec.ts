import { readFileSync, readdirSync } from 'node:fs';
import { Parser } from '@asyncapi/parser';
import type { CommandDescription } from '#contracts';
import { compileDefinition } from '#definition';
import type { JsonObject } from '#protocol';
import { definitionAsyncApi } from '../index.js';

function documentOf(document: JsonObject, described: readonly CommandDescription[] = []) {
  const result = compileDefinition(document, 3);
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  const byCommand = new Map(described.map((each) => [each.command, each]));
  const parts = { prefix: 'shop', definition: result.definition, document, described: byCommand };
  return definitionAsyncApi(parts) as Record<string, Record<string, JsonObject>>;
}

async function findingsIn(document: object): Promise<readonly string[]> {
  const findings = await new Parser().validate(JSON.stringify(document));
  return findings
    .filter(({ code }) => code !== 'asyncapi-latest-version')
    .map(({ code, path, message }) => `${code} ${path.join('/')}: ${message}`);
}

const SALE = {
  name: 'sale',
  inputSchema: {
    type: 'object',
    properties: { lines: { $ref: '#/$defs/lines' } },
    $defs: { lines: {} },
  },
  trigger: { event: 'order.placed', key: '${data.id}' },
  steps: [
    { name: 'pay', command: 'payment.authorize', compensation: 'payment.void' },
    { name: 'ask', wait: { signal: 'approval', payloadSchema: { type: 'object' } } },
    {
      name: 'settled',
      wait: { event: 'payment.settled', key: '${input.id}', eventKey: '${data.id}' },
    },
    { name: 'tell', publish: { event: 'order.priced', data: {} }, compensation: 'none' },
  ],
} as const satisfies JsonObject;

const PAYMENT = {
  command: 'payment.authorize',
  inputSchema: { type: 'object', required: ['amount'] },
  outputSchema: { type: 'object', required: ['authorizationId'] },
};

describe('The AsyncAPI document of a definition', () => {
  const document = documentOf(SALE, [PAYMENT]);

  it('has nothing that the parser of AsyncAPI objects to', async () => {
    expect(await findingsIn(document)).toEqual([]);
  });

  it('says who gets which command with which input, and what is answered', () => {
    expect(Object.keys(document['operations'] ?? {})).toEqual(
      expect.arrayContaining([
        'sendPaymentAuthorizeCommand',
        'receivePaymentAuthorizeReply',
        'sendPaymentVoidCommand',
        'sendSagaCompletedSaleEvent',
        'sendOrderPricedEvent',
        'receiveOrderPlacedTaken',
        'receivePaymentSettledTaken',
        'receiveStart',
        'receiveAskSignal',
      ]),
    );
    expect(document['channels']?.['commandsOfPayment']).toMatchObject({
      address: 'shop.commands.payment',
    });
    expect(document['components']?.['schemas']).toMatchObject({
      PaymentAuthorizeInput: PAYMENT.inputSchema,
      PaymentAuthorizeOutput: PAYMENT.outputSchema,
      AskPayload: { type: 'object' },
    });
  });

  it('moves what a schema refers to with it', () => {
    expect(document['components']?.['schemas']?.['SagaInput']).toMatchObject({
      properties: { lines: { $ref: '#/components/schemas/SagaInput/$defs/lines' } },
    });
  });

  it('can be made of every example', () => {
    const files = readdirSync('examples').filter((file) => file.endsWith('.json'));
    expect(files.length).toBeGreaterThan(3);
    for (const file of files) {
      const text = readFileSync(`examples/${file}`, 'utf8');
      const made = JSON.stringify(documentOf(JSON.parse(text) as JsonObject));
      for (const [, name = ''] of made.matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
        expect(made).toContain(`"${name}":{`);
      }
    }
  });
});
