import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { refuses, scenario, succeeds } from '@conductor/testing';

const ticket = scenario(JSON.parse(readFileSync('ticket.json', 'utf8')), {
  'seats.print': succeeds({ ticket: 't-1' }),
});

it('frees the seat when there is not enough money', () => {
  ticket
    .given('wallet.charge', refuses('NOT_ENOUGH_MONEY'))
    .when({ seat: 'A1', owner: 'ann', price: 40 })
    .thenEnds('compensated')
    .thenUndoes('hold');
});
