import { clientApi } from './api/client-api.js';
import { CliError } from './ending/errors.js';
import { lookOf } from './output/look.js';
import { harmless } from './output/table.js';
import { Session, type Connect, type SharedOptions } from './session/session.js';
import { allCommands, NOUNS } from './tree/all-commands.js';
import { runProgram } from './tree/program.js';
import type { Surroundings } from './world/surroundings.js';

/**
 * Runs one command line, without `conductor` in front. Gives the exit code; writes errors to
 * stderr, as JSON when the result was asked for as JSON.
 */
export async function runCli(
  argv: readonly string[],
  surroundings: Surroundings,
  connect: Connect = clientApi,
): Promise<number> {
  const { out, err } = surroundings;
  let asked: SharedOptions = {};
  try {
    return await runProgram(
      {
        specs: allCommands(),
        nouns: NOUNS,
        version: surroundings.version,
        write: (text) => out.write(text),
        writeErr: (text) => err.write(text),
        run: (spec, given, shared) => {
          asked = shared;
          return spec.run(given, new Session(surroundings, shared, connect));
        },
      },
      argv,
    );
  } catch (error) {
    return tellError(error, asked, surroundings);
  }
}

function tellError(error: unknown, asked: SharedOptions, { err, env }: Surroundings): number {
  if (!(error instanceof CliError)) throw error;
  const { message, code, help, exit } = error;
  if (asked.json === true || asked.output === 'json' || asked.output === 'jsonl') {
    const problem = (error as { readonly problem?: unknown }).problem ?? { code, detail: message };
    err.write(`${JSON.stringify(problem)}\n`);
    return exit;
  }
  const { paint } = lookOf(err, env);
  err.write(`${paint('red', code)}  ${harmless(message)}\n${faultsOf(error)}`);
  if (help !== null) err.write(`${paint('dim', help)}\n`);
  return exit;
}

/** Each thing that is wrong with what was sent. */
function faultsOf(error: CliError): string {
  const { problem } = error as { readonly problem?: { readonly errors?: readonly Fault[] } };
  const faults = problem?.errors ?? [];
  return faults
    .map(({ path, rule, message }) => `  ${path || '/'}  ${rule}: ${harmless(message)}\n`)
    .join('');
}

interface Fault {
  readonly path: string;
  readonly rule: string;
  readonly message: string;
}
