import 'reflect-metadata';
import { unknownSettingsText } from '#process';
import type { Logger } from 'pino';
import { ConfigError } from '../../conductor/src/config.js';
import { StartError } from '../../conductor/src/start-error.js';
import { LaunchError } from './launch-error.js';
import { openLog, say, showErrors } from './log.js';
import { EndingError, Parts } from './parts.js';
import { describeReady } from './ready-text.js';
import { readSettings, type StandaloneSettings } from './settings.js';
import { startStandalone } from './standalone.js';

/** A stop that takes longer than this is cut off; nothing that was committed is lost. */
const STOP_TIMEOUT_MS = 25_000;

/** Ctrl-C reaches us twice, from the terminal and from npm: within this time it is one. */
const ONE_SIGNAL_MS = 1_000;

const parts = new Parts();
let stoppingSince: number | null = null;

async function main(): Promise<void> {
  const settings = readSettings(process.env);
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
  await start(settings, logger);
}

async function start(settings: StandaloneSettings, logger: Logger): Promise<void> {
  say('Starting …');
  const unread = unknownSettingsText(process.env);
  if (unread !== null) logger.warn(unread);
  const running = await startStandalone(settings, logger, parts);
  void running.lost.then((reason) => {
    if (stoppingSince !== null) return;
    say(reason.message);
    stopOrCutOff(1);
  });
  showErrors();
  say(describeReady(running));
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

main().catch(async (error: unknown) => {
  // stopOrCutOff has the last word
  if (stoppingSince !== null || error instanceof EndingError) return;
  stoppingSince = Date.now();
  say(`Conductor cannot start: ${describe(error)}`);
  await parts.end().catch((fault: unknown) => say(describe(fault)));
  process.exit(1);
});
