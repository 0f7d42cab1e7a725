import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { COLUMNS } from '../../scripts/demo/print.mjs';

/* The tour as somebody sees it who runs `npm run demo` without a terminal. */

async function takeTour(): Promise<{ readonly output: string; readonly code: unknown }> {
  const env = { ...process.env, PORT: '0', ORDER_SERVICE_PORT: '0', NODE_OPTIONS: '' };
  const tour = spawn(process.execPath, ['scripts/demo.mjs'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(tour, 'exit');
  const output = await text(tour.stdout);
  const [code] = await ended;
  return { output, code };
}

it('The tour ends well, fits the terminal, labels its ids, and tells nothing twice', async () => {
  const { output, code } = await takeTour();
  const lines = output.split('\n');
  const [, retried = ''] = output.split('/retry');

  expect(code).toBe(0);
  // an address cannot be broken
  const isLong = (line: string) => line.length > COLUMNS && !line.includes('http://');
  expect(lines.filter(isLong)).toEqual([]);
  const ids = lines.filter((line) => /[0-9a-f]{8}-[0-9a-f]{4}-/.test(line));
  expect(ids.length).toBeGreaterThan(9);
  expect(ids.filter((line) => !/(order|saga|console|key|saga=) *"?\S+$/.test(line))).toEqual([]);
  expect(lines.filter((line) => line.startsWith('  status')).map((line) => line.trim())).toEqual([
    'status   completed',
    'status   compensated',
    'status   stuck',
    'status   completed',
  ]);
  // the first attempt that the operator asked for
  expect(retried).toContain('ship: succeeded');
  expect(retried).not.toContain('errored');
  expect(retried).not.toContain('saga started');
  expect(output).not.toContain('\x1b');
});
