import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLog } from './log.js';
import { readSettings } from './settings.js';

describe('The log of npm start', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'log-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('can be read by nobody else, also where it could before', () => {
    const dataDir = join(folder, 'data');
    const file = join(dataDir, 'conductor.log');
    openLog(readSettings({ CONDUCTOR_DATA_DIR: dataDir })).info('one');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(dataDir).mode & 0o066).toBe(0);
    chmodSync(file, 0o644);
    chmodSync(dataDir, 0o755);
    openLog(readSettings({ CONDUCTOR_DATA_DIR: dataDir })).info('two');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(dataDir).mode & 0o066).toBe(0);
  });

  it('says which setting names a folder that cannot be used', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    for (const dataDir of [file, join(file, 'data'), '/proc/nothing/data']) {
      const open = () => openLog(readSettings({ CONDUCTOR_DATA_DIR: dataDir }));
      expect(open).toThrow(`the folder ${dataDir} (CONDUCTOR_DATA_DIR) cannot be used`);
    }
  });
});
