import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fail, npm, prepare, root } from './prepare.mjs';

/**
 * `npm run test:libraries`: the duties of a participant with each library that the core has an
 * adapter for, on real servers. Installs the libraries in a project elsewhere: Prisma alone is 300
 * MB. Not of the gate: it needs a registry.
 */
const LIBRARIES = [
  ...['knex@3', 'drizzle-orm@0.45', 'pg@8'],
  ...['prisma@7', '@prisma/client@7', '@prisma/adapter-pg@7'],
];
const SCHEMA = `generator client {
  provider = "prisma-client-js"
}
datasource db {
  provider = "postgresql"
}
model effect {
  id   Int @id @default(autoincrement())
  key  String
  what String
}
`;

prepare();
const folder = mkdtempSync(join(tmpdir(), 'conductor-libraries-'));
try {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'duties', private: true }));
  writeFileSync(join(folder, 'schema.prisma'), SCHEMA);
  const options = ['--prefix', folder, '--no-audit', '--no-fund', '--loglevel=error'];
  if (npm(['install', ...options, '--ignore-scripts', ...LIBRARIES]) !== 0) {
    fail('The libraries could not be installed: see above. They need a npm registry.');
  }
  // the engine, which would be downloaded, is not needed to make a client
  const prisma = join(folder, 'node_modules', 'prisma', 'build', 'index.js');
  run([prisma, 'generate', '--schema', 'schema.prisma'], folder, {
    PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true',
  });
  const tests = [join(root, 'scripts', 'test.mjs'), 'libs/participant-core/src/adapters'];
  run(tests, root, { CONDUCTOR_LIBRARIES: folder });
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function run(args, cwd, env) {
  const options = { cwd, stdio: 'inherit', env: { ...process.env, ...env } };
  const { status } = spawnSync(process.execPath, args, options);
  if (status !== 0) fail(`node ${args.join(' ')} failed: see above.`);
}
