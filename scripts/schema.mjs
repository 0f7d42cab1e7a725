import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepare, root } from './prepare.mjs';

/**
 * `npm run schema`: writes schemas/definition.json from the tables of the language,
 * schemas/asyncapi.json from what declares, sends and reads messages, and what the client has from
 * schemas/openapi.json.
 */
prepare({ build: true });
const { format, resolveConfig } = await import('prettier');
const { definitionSchema } = await import('#definition');
const { asyncApi } = await import('#asyncapi');
mkdirSync(join(root, 'schemas'), { recursive: true });
await write('definition.json', definitionSchema());
await write('asyncapi.json', asyncApi({ prefix: 'conductor' }));

const { clientSources } = await import('./client-sources.mjs');
const description = JSON.parse(readFileSync(join(root, 'schemas', 'openapi.json'), 'utf8'));
for (const [path, text] of Object.entries(await clientSources(description))) {
  writeFileSync(join(root, path), text);
}

async function write(name, document) {
  const file = join(root, 'schemas', name);
  const options = { ...(await resolveConfig(file)), filepath: file };
  writeFileSync(file, await format(JSON.stringify(document), options));
}
