import { readFileSync, writeFileSync } from 'node:fs';
import { allCommands, faultOf, NOUNS } from './all-commands.js';
import { referenceText } from './reference.js';

const { paths } = JSON.parse(readFileSync('schemas/openapi.json', 'utf8')) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};
const VERBS = ['get', 'post', 'put', 'delete', 'patch'];
const OPERATIONS = Object.entries(paths).flatMap(([path, item]) =>
  VERBS.filter((verb) => verb in item).map((verb) => `${verb.toUpperCase()} ${path}`),
);

/** What no command is for, and why. */
const WITHOUT_COMMAND: Readonly<Record<string, string>> = {
  'POST /v1/login': 'begins the session of a browser, by a cookie; a command line sends its key',
  'POST /v1/logout': 'ends the session of a browser, by its cookie',
};

describe('The commands', () => {
  const called = new Set(allCommands().flatMap(({ calls }) => calls));

  it('reach every call of the API', () => {
    const missing = OPERATIONS.filter((each) => !called.has(each) && !(each in WITHOUT_COMMAND));
    expect(missing).toEqual([]);
    expect(OPERATIONS.length).toBeGreaterThan(90);
  });

  it('call nothing else, and each call without a command says why', () => {
    expect([...called].filter((each) => !OPERATIONS.includes(each))).toEqual([]);
    const idle = Object.keys(WITHOUT_COMMAND).filter((each) => called.has(each));
    expect(idle).toEqual([]);
    expect(Object.keys(WITHOUT_COMMAND).filter((each) => !OPERATIONS.includes(each))).toEqual([]);
  });

  it('have names of their own, below nouns that say what they are about', () => {
    const words = allCommands().map((spec) => spec.words);
    expect(new Set(words).size).toBe(words.length);
    const nouns = words.flatMap((each) => (each.includes(' ') ? [each.split(' ')[0] ?? ''] : []));
    expect([...new Set(nouns)].filter((noun) => NOUNS[noun] === undefined)).toEqual([]);
  });

  it('have examples that can be understood', () => {
    const examples = allCommands().flatMap((spec) => spec.examples ?? []);
    expect(examples.length).toBeGreaterThan(8);
    const faults = examples.map((example) => faultOf(wordsOf(example)));
    expect(faults.filter((fault) => fault !== null)).toEqual([]);
  });

  it.each([
    [['saga', 'repair', 'x'], /unknown command 'repair'/],
    [['saga', 'get'], /missing required argument/],
    [['saga', 'retry', 'x', '--resaon', 'y'], /unknown option '--resaon'[^]*--reason/],
    [['saga', 'settle', 'x', '--result', 'maybe'], /Allowed choices are succeeded, undone/],
    [['saga', 'list', '--limit', 'many'], /no whole number/],
  ])('given %j, then it says what is wrong', (argv, says) => {
    expect(faultOf(argv)).toMatch(says);
  });
});

describe('docs/CLI.md', () => {
  const MARK = '<!-- Below: made from the commands by UPDATE_DOCS=1 npm test -- all-commands. -->';

  it('has every command as it is', () => {
    const text = readFileSync('docs/CLI.md', 'utf8');
    const [head = ''] = text.split(MARK);
    const now = `${head}${MARK}\n\n${referenceText()}`;
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync('docs/CLI.md', now);
    expect(readFileSync('docs/CLI.md', 'utf8')).toBe(now);
  });
});

/** As a shell splits what has no more than quotes in it. */
function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}
