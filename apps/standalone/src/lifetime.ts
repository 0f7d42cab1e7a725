import { unknownSettingsText } from '#process';
import type { Logger } from 'pino';
import { ConfigError } from '../../conductor/src/config.js';
import { StartError } from '../../conductor/src/start-error.js';
import { LaunchError } from './launch-error.js';
import { openLog, say, showErrors } from './log.js';
import { EndingError, Parts } from './parts.js';
import type { StandaloneSettings } from './settings.js';

/** What runs from a start to Ctrl-C. */
export interface Program {
  /** @throws ConfigError */
  readSettings(): StandaloneSettings;
  /** What it started is in `parts`. @throws LaunchError, StartError, ConfigError */
  start(settings: StandaloneSettings, logger: Logger, parts: Parts): Promise<Running>;
}

export interface Running {
  /** For people, once everything runs. */
  readonly text: string;
  /** Settles when it cannot go on. */
  readonly lost: Promise<LaunchError>;
}

/** A stop that takes longer than this is cut off; nothing that was committed is lost. */
const STOP_TIMEOUT_MS = 25_000;

/** Ctrl-C reaches us twice, from the terminal and from npm: within this time it is one. */
const ONE_SIGNAL_MS = 1_000;

const parts = new Parts();
let stoppingSince: number | null = null;

/** Runs a program in this process until it is told to stop. Never rejects: it ends the process. */
export async function live(program: Program): Promise<void> {
  try {
    await begin(program);
  } catch (error) {
    // stopOrCutOff has the last word
    if (stoppingSince !== null || error instanceof EndingError) return;
    stoppingSince = Date.now();
    say(`Conductor cannot start: ${describe(error)}`);
    await parts.end().catch((fault: unknown) => say(describe(fault)));
    process.exit(1);
  }
}

async function begin(program: Program): Promise<void> {
  const settings = program.readSettings();
  const logger = openLog(settings);
  // whoever read our output may be gone; that is no reason to leave the database in the lurch
  process.stdout.on('error', () => undefined);
  process.on('SIGINT', () => stopOrCutOff(0));
  process.on('SIGTERM', () => stopOrCutOff(0));
  process.on('unhandledRejection', (reason) => {
    logger.fatal(
      { err: reason },
      'a promise was rejected and nobody took it: a bug, please report',
    );
    stopOrCutOff(1);
  });
  say('Starting …');
  const unread = unknownSettingsText(process.env);
  if (unread !== null) logger.warn(unread);
  const running = await program.start(settings, logger, parts);
  void running.lost.then((reason) => {
    if (stoppingSince !== null) return;
    say(reason.message);
    stopOrCutOff(1);
  });
  showErrors();
  say(running.text);
}

/** The first time in order, the second time at once. */
function stopOrCutOff(exitCode: number): void {
  if (stoppingSince !== null) {
    if (Date.now() - stoppingSince < ONE_SIGNAL_MS) return;
    cutOff('Stopped at once; the next start recovers.');
  }
  stoppingSince = Date.now();
  say('\nStopping … (once more: at once)');
  setTimeout(() => cutOff('Stopping took too long; the next start recovers.'), STOP_TIMEOUT_MS);
  parts.end().then(
    () => {
      say('Stopped.');
      process.exit(exitCode);
    },
    (error: unknown) => cutOff(describe(error)),
  );
}

function cutOff(reason: string): never {
  say(reason);
  parts.abort();
  process.exit(1);
}

/** A fault of whoever started it is one line; anything else comes with its stack. */
function describe(error: unknown): string {
  if (error instanceof ConfigError) return error.faults.join('\n');
  if (error instanceof StartError || error instanceof LaunchError) return error.message;
  if (error instanceof AggregateError) return error.errors.map(describe).join('\n');
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
