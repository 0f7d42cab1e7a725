import { readFileSync } from 'node:fs';
import { OPPOSITE } from './opposite.js';

interface Operation {
  readonly operationId: string;
}

const paths = (
  JSON.parse(readFileSync('schemas/openapi.json', 'utf8')) as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  }
).paths;

/** Those that change nothing, or only who is logged in. */
const NO_ACTS = ['validateDefinition', 'previewAction', 'logIn', 'logOut'];

const operations = Object.values(paths)
  .flatMap((methods) => Object.entries(methods))
  .filter(([method]) => ['post', 'put', 'delete'].includes(method))
  .map(([, { operationId }]) => operationId)
  .filter((each) => !NO_ACTS.includes(each));

interface Row {
  readonly acts: readonly string[];
  readonly back: string;
}

function rows(): readonly Row[] {
  const text = readFileSync('docs/console/README.md', 'utf8');
  const [, part = ''] = text.split('## Taking an act back\n');
  const [table = ''] = part.split('\n## ');
  return table
    .split('\n')
    .filter((line) => line.startsWith('| ') && line.includes('`'))
    .map((line) => {
      const [, , acts = '', back = ''] = line.split('|');
      return { acts: namesIn(acts), back };
    });
}

function namesIn(text: string): readonly string[] {
  return [...text.matchAll(/`(\w+)`/g)].map(([, name = '']) => name);
}

describe('The table of what can be taken back', () => {
  it('given any act of the API, then it stands there once', () => {
    const told = rows().flatMap(({ acts }) => acts);
    expect(told.toSorted()).toEqual(operations.toSorted());
  });

  it('given an act is taken back, then by an act of the API; or it says why not', () => {
    for (const { back } of rows()) {
      const names = namesIn(back);
      expect(names.filter((each) => !operations.includes(each))).toEqual([]);
      expect(/each other|nothing/.test(back)).toBe(names.length === 0);
    }
  });

  it('given the verbs on a saga, then the console says the same of them', () => {
    const mutual = Object.entries(OPPOSITE).filter(([, back]) => typeof back !== 'string');
    const told = rows().filter(({ acts }) => acts.some((each) => each.endsWith('Saga')));
    const inTable = told
      .filter(({ back }) => back.includes('each other'))
      .flatMap(({ acts }) => acts.map((each) => each.replace(/Saga$/, '')));
    expect(mutual.map(([verb]) => verb).toSorted()).toEqual(inTable.toSorted());
  });
});
