import { quoted } from './quoted';

/** A command of the command line, as docs/CLI.md has them. */
export interface CliCall {
  /** `saga retry`, and what it is about. */
  readonly words: readonly string[];
  /** Left out are those without a value; one of several values is given for each. */
  readonly options: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The root of the API, absolute. */
  readonly url: string;
}

/** For a POSIX shell, a part on each line. The key is in CONDUCTOR_API_KEY, as always. */
export function cliOf({ words, options, url }: CliCall): string {
  const given = Object.entries({ ...options, url: url.replace(/(?<!\/)\/+$/, '') });
  const named = given.flatMap(([name, value]) =>
    (typeof value === 'string' ? [value] : (value ?? [])).map(
      (each) => `--${name}=${wordOf(each)}`,
    ),
  );
  const isLikeOption = words.some((word) => word.startsWith('-'));
  const about = words.map(wordOf).join(' ');
  // what begins with a dash is no option
  const parts = isLikeOption
    ? ['conductor', ...named, `-- ${about}`]
    : [`conductor ${about}`, ...named];
  return parts.join(' \\\n  ');
}

function wordOf(text: string): string {
  return /^[\w./:@%+,-]+$/.test(text) ? text : quoted(text);
}
