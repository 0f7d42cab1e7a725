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
  const level = settings.logLevel as pino.Level;
  return pino(
    { level },
    pino.multistream([
      { level, stream: pino.destination({ dest: file, sync: true }) },
      { level: 'warn', stream: { write: (line: string) => say(asText(line)) } },
    ]),
  );
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

function asText(line: string): string {
  const { level, time, msg, err } = JSON.parse(line) as LogLine;
  const at = new Date(time).toTimeString().slice(0, 8);
  const reason = err?.message === undefined ? '' : `: ${err.message}`;
  return `${at} ${pino.levels.labels[level] ?? ''} ${msg ?? ''}${reason}`;
}
