import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { participantMigrations } from '../../migrations/participant/index.js';
import { root } from '../architecture/files.js';
import type { PaymentService } from './duties-bench.fixture.js';

/* The services that are put to the suite; each is a process of its own. */

const PYTHON_PACKAGE = join(root, 'clients', 'python', 'src');

/** With the Python package, from its sources. `npm test` sets PYTHON. */
export const pythonService: PaymentService = {
  command: [process.env['PYTHON'] ?? '', join(root, 'tests/participants/payment_service.py')],
  env: { PYTHONPATH: PYTHON_PACKAGE, PYTHONDONTWRITEBYTECODE: '1', PYTHONWARNINGS: 'error' },
  createTables: async (url) => {
    const client = new Client({ connectionString: url });
    await client.connect();
    const file = join(PYTHON_PACKAGE, 'conductor_participant', 'inbox.sql');
    await client.query(readFileSync(file, 'utf8'));
    await client.end();
  },
};

/** With the Node library and NestJS, as it is built. */
export const nodeService: PaymentService = {
  command: [process.execPath, join(root, 'tests/participants/payment-service.fixture.mjs')],
  createTables: async (url) => {
    const dataSource = new DataSource({ type: 'postgres', url, migrations: participantMigrations });
    await dataSource.initialize();
    await dataSource.runMigrations();
    await dataSource.destroy();
  },
};
