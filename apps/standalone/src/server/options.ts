import { parseArgs } from 'node:util';
import { programVersion } from '#process';

export type Options =
  /** The environment with the options over it. */
  | { readonly kind: 'start'; readonly environment: NodeJS.ProcessEnv }
  /** The tables of `DATABASE_URL` are brought up to date, and nothing is started. */
  | { readonly kind: 'migrate' }
  /** Nothing is started. */
  | { readonly kind: 'answer'; readonly text: string; readonly exitCode: 0 | 2 };

/** What each option sets; the environment alone does as well. */
const SETTINGS = { port: 'PORT', host: 'HOST', data: 'CONDUCTOR_DATA_DIR' } as const;

const HELP = `Usage: conductor-server [options]
       conductor-server migrate

Runs the conductor with its console, on a PostgreSQL of its own that keeps its
data in a folder, or on yours.

  --port PORT     listens there (3000; PORT)
  --host HOST     on this address (127.0.0.1; HOST). Another one than loopback
                  needs CONDUCTOR_API_KEYS=name:key
  --data FOLDER   of the database and the log (.conductor; CONDUCTOR_DATA_DIR)
  --help          says this
  --version       says which release it is

  AMQP_URL        your RabbitMQ: amqp://user:password@host:5672/vhost. Without
                  one no service can take part: sagas wait at their first step
  DATABASE_URL    your PostgreSQL, and none of its own

migrate brings the tables of DATABASE_URL up to date and ends: for a conductor
whose role may not (CONDUCTOR_MIGRATIONS=check).

Ctrl-C stops it in order. The next start goes on where it was, also after a
crash. All other settings: OPERATIONS.md of the project.`;

/** Reads the arguments of `conductor-server`. Never throws. */
export function readOptions(args: readonly string[], environment: NodeJS.ProcessEnv): Options {
  try {
    const text = { type: 'string' } as const;
    if (args.length === 1 && args[0] === 'migrate') return { kind: 'migrate' };
    const { values } = parseArgs({
      args: [...args],
      options: { port: text, host: text, data: text, help: flag('h'), version: flag('V') },
    });
    if (values.help) return { kind: 'answer', text: HELP, exitCode: 0 };
    if (values.version) {
      return { kind: 'answer', text: programVersion(import.meta.url), exitCode: 0 };
    }
    const given = Object.entries(SETTINGS).flatMap(([option, setting]) => {
      const value = values[option as keyof typeof SETTINGS];
      return value === undefined ? [] : [[setting, value] as const];
    });
    return { kind: 'start', environment: { ...environment, ...Object.fromEntries(given) } };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const advice = 'conductor-server --help lists the options.';
    return { kind: 'answer', text: `${reason}\n${advice}`, exitCode: 2 };
  }
}

function flag(short: string) {
  return { type: 'boolean', short } as const;
}
