import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { programVersion } from './program-version.js';

describe('The version of a program', () => {
  const folder = mkdtempSync(join(tmpdir(), 'conductor-version-'));
  const below = join(folder, 'commonjs', 'src');
  const module = pathToFileURL(join(below, 'main.js')).href;

  beforeAll(() => {
    mkdirSync(below, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "version": "3.2.1" }');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is that of the nearest manifest above a module', () => {
    expect(programVersion(module)).toBe('3.2.1');
  });

  it('is not asked of a manifest that only says what its files are', () => {
    writeFileSync(join(folder, 'commonjs', 'package.json'), '{ "type": "commonjs" }');
    expect(programVersion(module)).toBe('3.2.1');
  });
});
