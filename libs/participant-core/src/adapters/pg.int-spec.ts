import { deliveryContract, dutiesContract } from '#testing-duties';
import { Pool, type ClientBase } from 'pg';
import { outlivesLostConnections } from '../stories/lost-connections.fixture.js';
import { CoreBench, type Library } from '../stories/payment.fixture.js';
import { pgDatabase } from './pg.js';

async function connect(url: string): Promise<Library<ClientBase>> {
  const pool = new Pool({ connectionString: url, max: 5 });
  return {
    database: pgDatabase(pool),
    write: (client, key, what) =>
      client.query('insert into effect (key, what) values ($1, $2)', [key, what]),
    fail: (client) => client.query('select 1 / 0'),
    close: () => pool.end(),
  };
}

outlivesLostConnections('pg', connect);
dutiesContract('With pg, a command', () => CoreBench.open(connect));
deliveryContract('With pg, a command', () => CoreBench.open(connect));
