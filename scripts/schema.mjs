import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepare, root } from './prepare.mjs';

/** `npm run schema`: writes schemas/definition.json from the tables of the language. */
prepare({ build: true });
const { format, resolveConfig } = await import('prettier');
const { definitionSchema } = await import('#definition');
const file = join(root, 'schemas', 'definition.json');
const options = { ...(await resolveConfig(file)), filepath: file };
mkdirSync(join(root, 'schemas'), { recursive: true });
writeFileSync(file, await format(JSON.stringify(definitionSchema()), options));
