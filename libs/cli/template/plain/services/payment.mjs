import { CommandRefused } from '@conductor/participant/core';
import { serve } from './participant.mjs';

const LIMIT = 1000;

await serve({
  name: 'payment',
  databaseUrl: process.env.PAYMENT_DATABASE_URL,
  tables: 'create table if not exists charge (id text primary key, amount numeric not null)',
  handlers: {
    'payment.charge': async ({ amount }, { query, idempotencyKey }) => {
      if (amount > LIMIT) throw new CommandRefused('LIMIT_EXCEEDED', `more than ${LIMIT} at once`);
      await query('insert into charge (id, amount) values ($1, $2)', [idempotencyKey, amount]);
      return { chargeId: idempotencyKey };
    },
  },
});
