import { spawnSync } from 'node:child_process';
import { cpuSeconds } from './cpu.js';

const BURN = 'while (process.cpuUsage().user < 300_000);';

describe('The CPU of a process', () => {
  const isKnown = process.platform === 'linux';

  it('has that of its children, also when they have ended', () => {
    const [before, aloneBefore] = [cpuSeconds(process.pid), alone()];
    spawnSync(process.execPath, ['-e', BURN]);
    const ofAll = cpuSeconds(process.pid) - before;
    const ofChild = ofAll - (alone() - aloneBefore);
    expect(ofChild >= 0.25).toBe(isKnown);
  });

  it('is nothing for a process that is not there', () => {
    expect(cpuSeconds(-1)).toBe(0);
  });

  function alone(): number {
    return cpuSeconds(process.pid, { isAlone: true });
  }
});
