import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pino, type Logger } from 'pino';
import type { StandaloneSettings } from './settings.js';

const FILE_MAX_BYTES = 10 * 1024 * 1024;

/**
 * Everything goes to `conductor.log` in the data folder, one JSON object a line; people see only
 * what they may have to act on, as plain text.
 */
export function openLog(settings: StandaloneSettings): Logger {
  mkdirSync(settings.dataDir, { recursive: true });
  const file = join(settings.dataDir, 'conductor.log');
  if (existsSync(file) && statSync(file).size > FILE_MAX_BYTES) renameSync(file, `${file}.1`);
  const level = settings.logLevel;
  return pino(
    { level },
    pino.multistream([
      { level, stream: pino.destination({ dest: file, sync: true }) },
      { level: 'warn', stream: { write: show } },
    ]),
  );
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
