import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportsOf } from './architecture/source.js';
import { root } from './architecture/files.js';

/** Scripts are no TypeScript: nobody else notices that a room took a name back. */
const TAKEN = /const \{([^}]*)\} =\s+await import\('#([a-z-]+)'\)/g;

interface Taken {
  readonly script: string;
  readonly room: string;
  readonly name: string;
}

function takenBy(script: string): readonly Taken[] {
  const text = readFileSync(join(root, script), 'utf8');
  return [...text.matchAll(TAKEN)].flatMap(([, names = '', room = '']) =>
    names
      .split(',')
      .map((name) => name.split(':')[0]?.trim() ?? '')
      .filter((name) => name !== '')
      .map((name) => ({ script, room, name })),
  );
}

it('A script takes from a room only what its door has', () => {
  const taken = readdirSync(join(root, 'scripts'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.mjs'))
    .flatMap((file) => takenBy(`scripts/${file}`));
  expect(taken).toContainEqual({
    script: 'scripts/verify.mjs',
    room: 'cli',
    name: 'runCli',
  });
  const missing = taken.filter(
    ({ room, name }) => !exportsOf(`libs/${room}/src/index.ts`).includes(name),
  );
  expect(missing).toEqual([]);
});
