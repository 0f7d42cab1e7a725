import type { Session } from '../session/session.js';

/** An option as the library for arguments reads it: `--step <name>`. */
export interface OptionSpec {
  readonly flags: string;
  readonly does: string;
  readonly choices?: readonly string[];
  readonly isInteger?: boolean;
  /** It can be given several times. */
  readonly isList?: boolean;
}

/** What was written on the command line: names of arguments, and of options in camelCase. */
export interface Given {
  readonly args: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly options: Readonly<Record<string, unknown>>;
}

/** A command: its words, what it takes, what it calls, and what it does. */
export interface CommandSpec {
  /** A noun and a verb, or a verb alone: `saga get`. */
  readonly words: string;
  /** `<needed>`, `[maybe]`, `<several...>`. */
  readonly args?: readonly string[];
  readonly does: string;
  /** Further lines of its help. */
  readonly more?: string;
  /** The calls of the API that it can make: `GET /v1/sagas/{id}`. */
  readonly calls: readonly string[];
  readonly options?: readonly OptionSpec[];
  /** Command lines without the word `conductor`. */
  readonly examples?: readonly string[];
  /** Without `--output`, `--url` and `--profile`: it has no result of its own, and calls nobody. */
  readonly isLocal?: boolean;
  /** Gives the exit code. */
  readonly run: (given: Given, session: Session) => Promise<number>;
}

/** A text among the arguments or options; undefined: it was not given. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The name of an option as it is given: `to-step` becomes `toStep`. */
export function optionName(flags: string): string {
  const [, long = ''] = /--(?:no-)?([a-z-]+)/.exec(flags) ?? [];
  return long.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** The names of an option as they are written: `-o` and `--output`. */
export function optionNames(flags: string): readonly string[] {
  return flags.match(/(?<=^|[ ,])--?[a-z][a-z-]*/gi) ?? [];
}
