import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Migrations as files for whatever else runs SQL: what each one does, and in `down/` what takes it
 * back. Nothing but statements, each ended by a semicolon, without a transaction of its own.
 *
 * @param folder of compiled migrations, `0201-create-inbox.js`
 */
export async function writeSql(folder, outDir) {
  mkdirSync(join(outDir, 'down'), { recursive: true });
  const files = readdirSync(folder).filter((file) => /^\d.*\.js$/.test(file));
  for (const file of files) {
    const [Migration] = Object.values(await import(pathToFileURL(join(folder, file)).href));
    const name = file.replace(/\.js$/, '.sql');
    writeFileSync(join(outDir, name), await statementsOf(new Migration(), 'up'));
    writeFileSync(join(outDir, 'down', name), await statementsOf(new Migration(), 'down'));
  }
}

async function statementsOf(migration, direction) {
  const statements = [];
  await migration[direction]({ query: async (text) => void statements.push(unindented(text)) });
  return statements.map((text) => `${text};\n`).join('\n');
}

function unindented(text) {
  const lines = text.replace(/^\s*\n|\s+$/g, '').split('\n');
  const indent = Math.min(
    ...lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/)),
  );
  return lines.map((line) => line.slice(indent)).join('\n');
}
