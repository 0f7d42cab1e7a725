import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clientSources } from '../../scripts/client-sources.mjs';
import { root } from '../architecture/files.js';

/* A client that is typed by an old document promises calls that are not there. */

it('the client has what schemas/openapi.json says: npm run schema', async () => {
  const document = JSON.parse(
    readFileSync(join(root, 'schemas', 'openapi.json'), 'utf8'),
  ) as object;
  const sources = Object.entries(await clientSources(document));
  expect(sources).toHaveLength(3);
  for (const [path, text] of sources) {
    expect([path, readFileSync(join(root, path), 'utf8')]).toEqual([path, text]);
  }
});
