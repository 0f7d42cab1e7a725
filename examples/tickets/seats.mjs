import { existsSync } from 'node:fs';
import { CommandRefused, startParticipant, TryAgainLater } from '@conductor/participant/core';
import { openDatabase } from './database.mjs';
import { makeTables } from './tables.mjs';

const url = process.env.SEATS_DATABASE_URL;
await makeTables(
  url,
  `create table seat (name text primary key, held_by text);
   insert into seat values ('A1'), ('A2'), ('A3'), ('A4'), ('A5')`,
);

await startParticipant({
  name: 'seats',
  amqpUrl: process.env.AMQP_URL,
  database: await openDatabase(url),
  handlers: {
    'seats.hold': async ({ seat }, { query, idempotencyKey }) => {
      const held = await query(
        'update seat set held_by = $2 where name = $1 and held_by is null returning name',
        [seat, idempotencyKey],
      );
      if (held.length === 0) throw new CommandRefused('SEAT_TAKEN', `${seat} is not free`);
      return { seat };
    },
    // undoes it; the key is the same. Called only if the seat is held, and once
    'seats.free': async (_input, { query, idempotencyKey }) => {
      await query('update seat set held_by = null where held_by = $1', [idempotencyKey]);
    },
    'seats.print': async ({ seat }) => {
      if (!existsSync('paper')) throw new TryAgainLater('NO_PAPER', 'the printer has no paper');
      return { ticket: `ticket for ${seat}` };
    },
  },
});
console.log('seats: ready');
