import { quoted } from './quoted';

type Options = Readonly<Record<string, string | true | readonly string[] | undefined>>;

/** A command of the command line, as docs/CLI.md has them. */
export interface CliCall {
  /** `saga retry`, and what it is about. */
  readonly words: readonly string[];
  /** Left out are those without a value; one of several values is given for each; true: a flag. */
  readonly options?: Options;
  /** What it reads, where its words have a `-`. */
  readonly stdin?: string;
  /** The root of the API, absolute. */
  readonly url: string;
}

/** For a POSIX shell, a part on each line. The key is in CONDUCTOR_API_KEY, as always. */
export function cliOf({ words, options, url, stdin }: CliCall): string {
  const all: Options = { ...options, url: url.replace(/(?<!\/)\/+$/, '') };
  const named = Object.entries(all).flatMap(([name, value]) => {
    if (value === true) return [`--${name}`];
    const values = typeof value === 'string' ? [value] : (value ?? []);
    return values.map((each) => `--${name}=${wordOf(each)}`);
  });
  const [noun = '', verb = '', ...about] = words.map(wordOf);
  const isLikeOption = words.some((word) => word.startsWith('-') && word !== '-');
  const parts = isLikeOption
    ? [`conductor ${noun} ${verb}`, ...named, ['--', ...about].join(' ')]
    : [['conductor', noun, verb, ...about].join(' '), ...named];
  const command = parts.join(' \\\n  ');
  return stdin === undefined ? command : `printf '%s' ${quoted(stdin)} | ${command}`;
}

function wordOf(text: string): string {
  return /^[\w./:@%+,-]+$/.test(text) ? text : quoted(text);
}
