import { readdirSync, readFileSync } from 'node:fs';

/** Names of classes are names of schemas: the second one of a name would replace the first. */
describe('The classes of the API', () => {
  it('have names of their own', () => {
    const files = readdirSync('apps/conductor/src/api', { recursive: true, encoding: 'utf8' });
    const sources = files
      .filter((file) => file.endsWith('.ts') && !/\.(?:fixture|.*spec)\.ts$/.test(file))
      .map((file) => readFileSync(`apps/conductor/src/api/${file}`, 'utf8'))
      .filter((source) => source.includes("'@nestjs/swagger'"));
    const names = sources.flatMap((source) =>
      [...source.matchAll(/^(?:export )?(?:abstract )?class (\w+)/gm)].map(([, name]) => name),
    );
    expect(names.length).toBeGreaterThan(100);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });
});
