import { FORMATS } from '../output/output.js';
import type { OptionSpec } from './command-spec.js';

/** What every command that calls a conductor takes. */
export const SHARED_OPTIONS: readonly OptionSpec[] = [
  { flags: '-o, --output <format>', does: 'how the result is written', choices: FORMATS },
  { flags: '--json', does: 'short for --output json' },
  { flags: '--url <url>', does: 'the conductor; before CONDUCTOR_URL and profiles' },
  { flags: '--profile <name>', does: 'a conductor by your name for it: conductor profile list' },
];

export const PAGE_OPTIONS: readonly OptionSpec[] = [
  { flags: '--limit <n>', does: 'how many on a page', isInteger: true },
  { flags: '--cursor <next>', does: 'the next page: what the one before said' },
  { flags: '--all', does: 'all pages' },
];

export const WEB_OPTION: OptionSpec = {
  flags: '--web',
  does: 'opens the console there instead; without a browser it prints the address',
};

export const ACT_OPTIONS: readonly OptionSpec[] = [
  { flags: '--reason <text>', does: 'why; it goes into the audit log. Asked for when missing' },
  { flags: '-y, --yes', does: 'does not ask' },
  {
    flags: '--idempotency-key <key>',
    does: 'the same call with the same key has no further effect; made and printed when missing',
  },
];

export const PREVIEW_OPTIONS: readonly OptionSpec[] = [
  { flags: '--dry-run', does: 'shows the preview, and changes nothing' },
  { flags: '--if-version <n>', does: 'only if the saga still has this version', isInteger: true },
];

export const FILTER_OPTION: OptionSpec = {
  flags: '-f, --filter <filter>',
  does: "which sagas: 'status=stuck&age=>1h', or a whole address of the console",
};
