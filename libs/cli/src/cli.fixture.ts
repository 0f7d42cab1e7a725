import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { runCli } from './main.js';

export interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
  /** What stdout has as JSON. */
  readonly json: () => never;
}

export interface World {
  readonly url?: string;
  readonly apiKey?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** On stdin; of a terminal: answers, each given once it is asked for. */
  readonly input?: string;
  readonly answers?: readonly string[];
  readonly isTerminal?: boolean;
  readonly columns?: number;
  readonly interrupted?: AbortSignal;
  readonly onOut?: (all: string) => void;
}

export const OWN_HOME = mkdtempSync(join(tmpdir(), 'conductor-home-'));

/** Runs a command line in this process, as a terminal or a pipe would. */
export async function conductor(args: readonly string[], world: World = {}): Promise<Ran> {
  const { url, apiKey, answers = [], isTerminal = answers.length > 0 } = world;
  let [out, err] = ['', ''];
  const left = [...answers];
  const typed = new PassThrough();
  const exit = await runCli(args, {
    out: {
      isTTY: isTerminal,
      columns: world.columns ?? 100,
      rows: 40,
      write: (text) => {
        out += text;
        world.onOut?.(out);
      },
    },
    err: Object.assign(new PassThrough(), {
      isTTY: isTerminal,
      write: (text: string) => {
        err += text;
        // somebody reads the question, and answers
        if (isTerminal && /[?:\]] $/.test(text))
          setImmediate(() => typed.write(`${left.shift()}\n`));
        return true;
      },
    }),
    input: Object.assign(isTerminal ? typed : Readable.from([world.input ?? '']), {
      isTTY: isTerminal,
    }),
    env: {
      ...(url === undefined ? {} : { CONDUCTOR_URL: url }),
      ...(apiKey === undefined ? {} : { CONDUCTOR_API_KEY: apiKey }),
      NO_COLOR: '1',
      ...world.env,
    },
    cwd: world.cwd ?? process.cwd(),
    home: OWN_HOME,
    version: '0.0.0',
    interrupted: world.interrupted ?? new AbortController().signal,
    openBrowser: () => false,
  });
  return { exit, out, err, json: () => JSON.parse(out) as never };
}
