import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { refuses, scenario, succeeds } from '@conductor/testing';

const definition = JSON.parse(readFileSync(new URL('order.json', import.meta.url), 'utf8'));
const order = scenario(definition, { 'payment.charge': succeeds({ chargeId: 'c-1' }) });
const input = { orderId: 'o-1', sku: 'lamp', amount: 40 };

test('an order that is paid for completes', () => {
  order.when(input).thenEnds('completed').thenGives({ chargeId: 'c-1' });
});

test('a card that is declined gives the goods back', () => {
  order
    .given('payment.charge', refuses('CARD_DECLINED'))
    .when(input)
    .thenEnds('compensated')
    .thenUndoes('reserveStock');
});
