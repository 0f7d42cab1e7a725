import { setTimeout as pause } from 'node:timers/promises';
import { CommandRefused, startParticipant } from '@conductor/participant/core';
import { openDatabase } from './database.mjs';
import { makeTables } from './tables.mjs';

const url = process.env.WALLET_DATABASE_URL;
await makeTables(
  url,
  `create table wallet (owner text primary key, balance int not null);
   insert into wallet values ('ann', 100)`,
);

await startParticipant({
  name: 'wallet',
  amqpUrl: process.env.AMQP_URL,
  database: await openDatabase(url),
  handlers: {
    'wallet.charge': async ({ owner, price }, { query }) => {
      const [left] = await query(
        'update wallet set balance = balance - $2 where owner = $1 and balance >= $2 returning balance',
        [owner, price],
      );
      if (!left) throw new CommandRefused('NOT_ENOUGH_MONEY', `${owner} does not have ${price}`);
      console.log(`wallet: took ${price}, not yet committed`);
      await pause(Number(process.env.SLOW_MS ?? 0));
      return { balance: left.balance };
    },
  },
});
console.log('wallet: ready');
