import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CliError, usage } from '../ending/errors.js';
import type { Session } from '../session/session.js';

/**
 * The JSON of an option: written there, or `@FILE`, or `@-` for stdin.
 * @throws CliError CLI_USAGE when it is no JSON, CLI_FILE when the file cannot be read
 */
export async function jsonOf(text: string, option: string, session: Session): Promise<unknown> {
  const source = text.startsWith('@') ? await textOf(text.slice(1), session) : text;
  try {
    return JSON.parse(source) as unknown;
  } catch (cause) {
    throw usage(
      `${option} is no JSON: ${(cause as Error).message}`,
      `Write JSON in single quotes, or ${option} @FILE.`,
    );
  }
}

/** The text of a file; `-`: all of stdin. @throws CliError CLI_FILE */
export async function textOf(file: string, session: Session): Promise<string> {
  if (file === '-') return session.readInput();
  try {
    return readFileSync(resolve(session.surroundings.cwd, file), 'utf8');
  } catch (cause) {
    const why = (cause as Error).message;
    throw new CliError(`${file} cannot be read: ${why}`, { code: 'CLI_FILE', cause });
  }
}
