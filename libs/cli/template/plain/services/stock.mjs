import { CommandRefused } from '@conductor/participant/core';
import { serve } from './participant.mjs';

await serve({
  name: 'stock',
  databaseUrl: process.env.STOCK_DATABASE_URL,
  tables: `
    create table if not exists stock (sku text primary key, count integer not null);
    insert into stock (sku, count) values ('lamp', 10), ('chair', 0) on conflict do nothing;
    create table if not exists reservation (id text primary key, sku text not null)`,
  handlers: {
    'stock.reserve': async ({ sku }, { query, idempotencyKey }) => {
      const left = await query(
        'update stock set count = count - 1 where sku = $1 and count > 0 returning count',
        [sku],
      );
      if (left.length === 0) throw new CommandRefused('SOLD_OUT', `there is no ${sku} left`);
      await query('insert into reservation (id, sku) values ($1, $2)', [idempotencyKey, sku]);
      return { reservationId: idempotencyKey };
    },

    // called only when the reservation took effect, and once
    'stock.release': async (_, { query, idempotencyKey }) => {
      const [reservation] = await query('delete from reservation where id = $1 returning sku', [
        idempotencyKey,
      ]);
      await query('update stock set count = count + 1 where sku = $1', [reservation.sku]);
    },
  },
});
