import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Nothing leaves the machine: neither counts of use nor a question for a newer version. */
const QUIET = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
const RULES = fileURLToPath(new URL('redocly.yaml', import.meta.url));
const PACKAGE = createRequire(import.meta.url).resolve('@redocly/cli/package.json');

interface Report {
  readonly problems: readonly {
    readonly ruleId: string;
    readonly message: string;
    readonly location: readonly { readonly pointer?: string }[];
  }[];
}

/** What the document does against the rules of redocly.yaml, warnings too, a line each. */
export function lint(document: unknown): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'conductor-openapi-'));
  try {
    const file = join(folder, 'openapi.json');
    writeFileSync(file, JSON.stringify(document));
    const command = join(PACKAGE, '../bin/cli.js');
    const options = ['--config', RULES, '--format', 'json', '--max-problems', '1000'];
    const done = spawnSync(process.execPath, [command, 'lint', file, ...options], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: folder, ...QUIET },
    });
    if (!done.stdout.startsWith('{')) throw new Error(`the linter failed: ${done.stderr}`);
    const { problems } = JSON.parse(done.stdout) as Report;
    return problems.map(({ ruleId, message, location: [at] }) => {
      return `${ruleId} ${at?.pointer ?? ''} ${message}`;
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
