import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import ts from 'typescript';
import { isTest, root, sourceFiles } from './architecture/files.js';

/** Linear ones take milliseconds for all texts together, also on a machine with other work. */
const TIME_MAX_MS = 2_000;
const CHARS = 100_000;
/** What texts of outsiders are made of. */
const ALPHABET = [...'aA0_-./ \t\n"\'\\:;,=#$%{}[]()+*<>&|@é🙂'];

const F = 'libs/failures/src/normalise.ts: ';
/** What takes longer: the characters that the texts have at most which come to it. */
const BOUNDED: Readonly<Record<string, number>> = {
  // a sentence of our own with an id in it
  'apps/conductor/src/workers/engine-host.ts: /\\S*\\d\\S*/g': 500,
  // nine digits
  'libs/expressions/src/evaluate/temporal.ts: /0+$/': 9,
  // TIME_CHARS_MAX
  'libs/expressions/src/evaluate/temporal.ts: /(\\d*)\\.?(\\d*)(ns|us|µs|μs|ms|s|m|h|d)/g': 100,
  // a part of one that is tried where a number begins, and nowhere else
  ['libs/expressions/src/parse/literals.ts: ' +
  '/(?<double>\\d*\\.\\d+(?:[eE][+-]?\\d+)?|\\d+[eE][+-]?\\d+)/']: 1,
  // MESSAGE_CHARS_MAX
  [`${F}/\\n\\s*(?:at\\s|\\.\\.\\. \\d)[^\\n]*/g`]: 500,
  [`${F}/<?[\\w.+-]{1,64}@[\\w-]+(?:\\.[\\w-]+)+>?/g`]: 500,
  [`${F}/[\\s,;(]*\\b(?:request|trace|correlation|host|span)[\\s_-]?id:? #\\)?/gi`]: 500,
  [`${F}/\\s*\\([^()]*#[^()]*\\)\\s*$/`]: 500,
};

interface Found {
  readonly file: string;
  readonly text: string;
}

/** Every regular expression that is written in the code of the product. */
function expressions(): readonly Found[] {
  const files = sourceFiles().filter((file) => /^(libs|apps)\//.test(file) && !isTest(file));
  return files.flatMap((file) => {
    const source = readFileSync(join(root, file), 'utf8');
    const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest);
    const found: Found[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isRegularExpressionLiteral(node)) found.push({ file, text: node.text });
      ts.forEachChild(node, visit);
    };
    visit(tree);
    return found;
  });
}

/** Texts that nearly match: what the expression names, again and again, and an end that fails. */
function hostileTexts(expression: string, chars: number): readonly string[] {
  const named = [...new Set(expression.replace(/[^\w./ :;,=#%-]/g, ''))].slice(0, 12);
  const pieces = [...ALPHABET, ...named.flatMap((char) => [`${char}a`, `${char}0`, `${char} `])];
  return pieces.flatMap((piece) => {
    const long = piece.repeat(Math.ceil(chars / piece.length));
    return [`${long}\u0001`, `a${long}`];
  });
}

/** Without a repetition there is nothing to go back for. */
function repeats(expression: string): boolean {
  return /[*+{]/.test(expression);
}

/** false: it did not come to its end. The time is that of the engine, which can be stopped. */
function isLinear(expression: string, chars = CHARS): boolean {
  const [, body = '', flags = ''] = /^\/(.*)\/([a-z]*)$/s.exec(expression) ?? [];
  const global = flags.includes('g') || flags.includes('y') ? flags : `${flags}g`;
  const texts = hostileTexts(expression, chars);
  const script = new Script(`for (const text of texts) text.replace(expression, '')`);
  try {
    const context = { texts, expression: new RegExp(body, global) };
    script.runInNewContext(context, { timeout: TIME_MAX_MS });
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return false;
    throw error;
  }
}

describe('Our own regular expressions', () => {
  it('are judged: one that goes back again and again is found', () => {
    expect(isLinear('/^(a+)+$/')).toBe(false);
    expect(isLinear('/a+$/', 400_000)).toBe(false);
    expect(isLinear('/^a+$/')).toBe(true);
  }, 60_000);

  it('come to their end on long texts that nearly match', () => {
    const all = expressions().filter(({ text }) => repeats(text));
    expect(all.length).toBeGreaterThan(100);
    const texts = new Map(all.map(({ file, text }) => [`${file}: ${text}`, text]));
    const slow = [...texts].filter(([name, text]) => !isLinear(text, BOUNDED[name]));
    expect(slow.map(([name]) => name)).toEqual([]);
    expect(Object.keys(BOUNDED).filter((name) => !texts.has(name))).toEqual([]);
  }, 600_000);
});
