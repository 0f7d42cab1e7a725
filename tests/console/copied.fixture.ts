import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { eventually } from '#testing-internal';
import type { Json } from '../../apps/conductor/src/api/openapi/conformance.fixture.js';
import { conductor } from '../../libs/cli/src/cli.fixture.js';

/** What the button of that name copies. */
export async function copied(
  page: Page,
  name: string,
  within = page.locator('main'),
): Promise<string> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate(`navigator.clipboard.writeText('')`);
  await within.getByRole('button', { name, exact: true }).click();
  return eventually(
    () => page.evaluate<string>('navigator.clipboard.readText()'),
    (text) => text !== '',
  );
}

const inShell = promisify(execFile);

/** In a shell, as somebody with a key. */
export async function run(command: string): Promise<Json> {
  expect(command).toContain('$CONDUCTOR_API_KEY');
  const env = { PATH: process.env['PATH'], CONDUCTOR_API_KEY: 'not-needed-here' };
  const { stdout } = await inShell('/bin/sh', ['-c', command], { env });
  return JSON.parse(stdout) as Json;
}

/** What a shell makes of a command of the command line, without `conductor`. */
export async function wordsOf(command: string): Promise<readonly string[]> {
  const tell = `conductor() { for each in "$@"; do printf '%s\\0' "$each"; done; }\n${command}`;
  const { stdout } = await inShell('/bin/sh', ['-c', tell]);
  return stdout.split('\0').slice(0, -1);
}

/** What a command of the command line answers. */
export async function runCli(command: string, more: readonly string[] = []): Promise<Json> {
  const ran = await conductor([...(await wordsOf(command)), ...more, '--json']);
  expect([ran.exit, ran.err]).toEqual([0, expect.any(String)]);
  return ran.json() as Json;
}
