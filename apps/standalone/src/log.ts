import { chmodSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pino, type Logger } from 'pino';
import { LaunchError } from './launch-error.js';
import type { StandaloneSettings } from './settings.js';

const FILE_MAX_BYTES = 10 * 1024 * 1024;

/** What is logged of sagas is for whoever runs this, and for nobody else on the machine. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;
/** As root the database server runs as a user of its own, who has to get through to its folder. */
const FOLDER_MODE_OF_ROOT = 0o711;

/**
 * Everything goes to `conductor.log` in the data folder, one JSON object a line; people see only
 * what they may have to act on, as plain text.
 */
export function openLog(settings: StandaloneSettings): Logger {
  makeDataFolder(settings.dataDir);
  chmodSync(settings.dataDir, process.getuid?.() === 0 ? FOLDER_MODE_OF_ROOT : FOLDER_MODE);
  const file = join(settings.dataDir, 'conductor.log');
  if (existsSync(file) && statSync(file).size > FILE_MAX_BYTES) renameSync(file, `${file}.1`);
  if (existsSync(file)) chmodSync(file, FILE_MODE);
  const level = settings.logLevel;
  return pino(
    { level },
    pino.multistream([
      { level, stream: pino.destination({ dest: file, sync: true, mode: FILE_MODE }) },
      { level: 'warn', stream: { write: show } },
    ]),
  );
}

/** @throws LaunchError */
function makeDataFolder(dir: string): void {
  try {
    makeFolder(dir);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LaunchError(`the folder ${dir} (CONDUCTOR_DATA_DIR) cannot be used: ${reason}`, {
      cause,
    });
  }
}

/** Level by level: where nothing can be made, as in /proc, Node's `recursive` tries for ever. */
function makeFolder(dir: string): void {
  if (existsSync(dir)) {
    if (!statSync(dir).isDirectory()) throw new Error(`${dir} is a file`);
    return;
  }
  makeFolder(dirname(dir));
  mkdirSync(dir);
}

let showsErrors = false;

/** From now on. A start that fails says why by itself, in one line. */
export function showErrors(): void {
  showsErrors = true;
}

function show(text: string): void {
  const line = JSON.parse(text) as LogLine;
  if (showsErrors || line.level < pino.levels.values['error']!) say(asText(line));
}

/** To whoever started us. */
export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

interface LogLine {
  readonly level: number;
  readonly time: number;
  readonly msg?: string;
  readonly err?: { readonly message?: string };
}

function asText({ level, time, msg, err }: LogLine): string {
  const at = new Date(time).toTimeString().slice(0, 8);
  const reason = err?.message === undefined ? '' : `: ${err.message}`;
  return `${at} ${pino.levels.labels[level] ?? ''} ${msg ?? ''}${reason}`;
}
