import { progressOn } from '../scripts/progress.mjs';

/** A computation that tells its progress every 50 ms. */
function compute({ isTTY, ms }: { readonly isTTY: boolean; readonly ms: number }): string[] {
  const written: string[] = [];
  let at = 1000;
  const stream = { isTTY, write: (text: string) => written.push(text) };
  const progress = progressOn(stream, () => at);
  for (let step = 1; step * 50 <= ms; step++) {
    at += 50;
    progress.tell(`step ${step}`);
  }
  progress.end();
  return written;
}

describe('The progress of a command that takes long', () => {
  it('is a line that is written over on a terminal, and is gone at the end', () => {
    const written = compute({ isTTY: true, ms: 700 });
    expect(written).toEqual([
      '\r\x1b[Kstep 10, 1 s',
      '\r\x1b[Kstep 12, 1 s',
      '\r\x1b[Kstep 14, 1 s',
      '\r\x1b[K',
    ]);
  });

  it('is a line every 5 s elsewhere', () => {
    expect(compute({ isTTY: false, ms: 11_000 })).toEqual(['step 100, 5 s\n', 'step 200, 10 s\n']);
  });

  it.each([true, false])('is nothing when it takes no time (on a terminal: %s)', (isTTY) => {
    expect(compute({ isTTY, ms: 450 })).toEqual([]);
  });
});
