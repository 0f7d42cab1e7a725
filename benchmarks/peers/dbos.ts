import { once } from 'node:events';
import { findFreePort } from '#servers/ports';
import { createDatabase } from '../databases.js';
import { requestEffects } from '../effect-requests.js';
import { Processes } from '../processes.js';
import { servers } from '../servers.js';
import { settings } from '../settings.js';
import type { Peer } from './peer.js';

/** DBOS in the program that has the steps, with a database of its own beside the product's. */
export async function startDbos(): Promise<Peer> {
  const database = await createDatabase(servers.databaseUrl, `${settings.prefix}-dbos`);
  const port = await findFreePort();
  const app = new Processes('dbos');
  const child = app.start('./peers/dbos-app.js', [], {
    DATABASE_URL: database.url,
    PORT: String(port),
  });
  await once(child, 'message');
  return {
    name: 'dbos',
    urls: [`http://127.0.0.1:${port}`],
    start: { path: '/', statusCode: 200, bodyOf: (order) => order },
    servers: ['PostgreSQL'],
    cpu: () => ({ app: app.cpu() }),
    takeEffects: () => requestEffects(app.list()),
    stop: async () => {
      await app.stop();
      await database.drop();
    },
  };
}
