import { compileDefinition, type SagaDefinition } from '#definition';
import type { JsonObject } from '#protocol';
import { compile } from '#testing-sagas';
import { checkChildren } from '#children';
import {
  type Answer,
  WRONG_DOCUMENTS,
  type WrongDocument,
} from './wrong-documents/wrong-documents.js';

/*
 * What people get wrong who come from other engines, and everything that they are answered: each
 * document is to be mended in one go, by who has nothing but the answer.
 */

type Catalog = Parameters<typeof checkChildren>[1];

/** A catalog of these definitions, and of no others. */
function catalogOf(...definitions: readonly SagaDefinition[]): Catalog {
  const find = (name: string) => definitions.find((each) => each.name === name) ?? null;
  const resolve = (name: string) =>
    find(name) ? ({ type: 'found', version: 1 } as const) : ({ type: 'unknown' } as const);
  return {
    resolve: (name) => Promise.resolve(resolve(name)),
    load: (name) => Promise.resolve(find(name)),
  };
}

const EMPTY = catalogOf();

/** The child that two documents name was posted before. */
const WITH_CHILD = catalogOf(
  compile({
    name: 'ship-parcel',
    steps: [{ name: 'send', command: 'post.send', compensation: 'post.recall' }],
  }),
);

async function answersTo(
  document: JsonObject,
  outputs: WrongDocument['outputs'] = {},
  catalog = EMPTY,
): Promise<readonly Answer[]> {
  const outputSchemas = new Map(Object.entries(outputs));
  const result = compileDefinition(document, 1, { outputSchemas });
  if (!result.ok) return result.faults.map(plain);
  const faults = await checkChildren(result.definition, catalog);
  return (faults.length > 0 ? faults : result.definition.warnings).map(plain);
}

function plain({ path, rule, message }: Answer): Answer {
  return { path, rule, message };
}

const wrong = WRONG_DOCUMENTS.filter(({ answers }) => answers.length > 0);
const right = WRONG_DOCUMENTS.filter(({ answers }) => answers.length === 0);

it('There are 78 documents, four of which are right', () => {
  expect(WRONG_DOCUMENTS).toHaveLength(78);
  expect(right.map(({ mistake }) => mistake)).toEqual([
    'when single quote ok',
    'wait camel signal',
    '$schema given',
    'output list',
  ]);
});

describe('A wrong document', () => {
  it.each(wrong)('is answered exactly so: $mistake', async ({ document, outputs, answers }) => {
    expect(await answersTo(document, outputs)).toEqual(answers);
  });

  it.each(wrong)(
    'is right, and nothing is said of it, once it is mended: $mistake',
    async ({ document, mended = document, outputs }) => {
      expect(await answersTo(mended, outputs, WITH_CHILD)).toEqual([]);
    },
  );

  it('is mended within itself, unless it lacks its child', () => {
    const unmended = wrong.filter(({ mended }) => mended === undefined);
    expect(unmended.map(({ answers }) => answers[0]?.rule)).toEqual(['child-definition']);
  });
});

it.each(right)('A document that looks wrong, and is not: $mistake', async ({ document }) => {
  expect(await answersTo(document)).toEqual([]);
});
