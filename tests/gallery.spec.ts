import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { applyTrigger, type SagaDefinition } from '#definition';
import type { JsonValue } from '#protocol';
import { endsWell, failureMatrix } from '#simulation';
import { compile } from '#testing-sagas';
import { AWS } from './gallery/aws.js';
import { BPMN } from './gallery/bpmn.js';
import { MORE } from './gallery/more.js';
import { runWay, type Ran } from './gallery/run-way.js';
import type { Row, Rows, Way } from './gallery/rows.js';
import { SAGAS } from './gallery/sagas.js';
import { SERVERLESS } from './gallery/serverless.js';
import { TEMPORAL } from './gallery/temporal.js';

/* Workflows of public repositories, run through success, other ways, every refusal and silence. */

const ROWS: Rows = { ...AWS, ...BPMN, ...MORE, ...SAGAS, ...SERVERLESS, ...TEMPORAL };

/** Subflows that their sources name and do not show. */
const ELSEWHERE = [
  'sw-apply-order',
  'sw-handle-approved-visa',
  'sw-handle-missing-id',
  'sw-handle-missing-item',
  'sw-handle-missing-quantity',
  'sw-handle-no-visa-decision',
  'sw-handle-rejected-visa',
  'sw-handle-submit-error',
  'sw-start-application',
];

const COMPENSATED = 'saga.compensated.';

const names = readdirSync('examples/gallery')
  .filter((file) => file.endsWith('.json'))
  .map((file) => basename(file, '.json'));
const documents = new Map(names.map((name) => [name, read(name)]));
const definitions = new Map([...documents].map(([name, document]) => [name, compile(document)]));

it('has a row for each definition, and a definition for each row', () => {
  expect(Object.keys(ROWS).sort()).toEqual([...names].sort());
});

it('has every child saga, but for those that their source does not show', () => {
  const children = [...definitions.values()].flatMap(({ steps }) =>
    steps.flatMap((step) => (step.type === 'command' && step.child ? [step.child.definition] : [])),
  );
  const missing = children.filter((child) => !definitions.has(child));
  expect([...new Set(missing)].sort()).toEqual(ELSEWHERE);
});

describe('The table of real workflows in docs/DEFINITIONS.md', () => {
  const [, table = ''] = readFileSync('docs/DEFINITIONS.md', 'utf8').split('### One by one\n');
  const rows = [...table.matchAll(/^\| (.+?) \| (.*?) ?\| (as is|in part|not|[A-Z, ]+) \|/gm)].map(
    ([, workflows = '', others = '', verdict = '']) => ({
      workflows: workflows.split(', '),
      others: others === '' ? [] : others.split(', '),
      verdict,
    }),
  );

  it('names every definition once', () => {
    const named = rows.flatMap(({ workflows, others, verdict }) =>
      verdict === 'not' ? [] : [...workflows, ...others],
    );
    expect(named.sort()).toEqual([...names].sort());
  });

  it('is counted as it is said above it', () => {
    const count = (like: RegExp) =>
      rows.filter(({ verdict }) => like.test(verdict)).flatMap(({ workflows }) => workflows).length;
    const counted = [/^as is$/, /^[A-Z]$/, /^[A-Z],/, /^in part$/, /^not$/, /./].map(count);
    const [, said = ''] = readFileSync('docs/DEFINITIONS.md', 'utf8').split('## Real workflows\n');
    const numbers = [...said.matchAll(/^\| [a-z].* \| (\d+) \|$/gm)].map(([, each]) =>
      Number(each),
    );
    expect(numbers).toEqual(counted);
  });
});

describe.each(names)('examples/gallery/%s.json', (name) => {
  const definition = definitionOf(name);
  const { ways = [], ...row } = ROWS[name] ?? {};

  it('is named after its file, names its source, and gives no cause for warnings', () => {
    expect(documents.get(name)).toMatchObject({
      name,
      description: expect.stringMatching(/^From [\w.-]+\/[\w.-]+ \S.*\.$/),
    });
    expect(definition.warnings).toEqual([]);
  });

  it('completes when nobody says no', () => {
    expectWay(definition, row, { called: '', ...row });
  });

  for (const way of ways) {
    it(`knows the way on which ${way.called}`, () => {
      expectWay(definition, row, way);
    });
  }

  it('ends well whatever goes wrong', () => {
    const paths = [...failureMatrix(definition)];
    // nobody answers an event that it publishes
    expect(paths.length > 0).toBe(definition.steps.some(({ type }) => type !== 'publish'));
    expect(paths.filter((path) => !endsWell(path, definition))).toEqual([]);
  });
});

const tellers = names.filter((name) => eventOf(name).startsWith(COMPENSATED));

describe.each(tellers)('%s, which tells of a saga that was taken back,', (name) => {
  const told = eventOf(name).slice(COMPENSATED.length);
  const { ways = [], ...row } = ROWS[told] ?? {};
  const failed = ways.filter(({ ends }) => ends === 'compensated');

  it.each(failed.map((way) => [way.called, way] as const))('tells that %s', (_, way) => {
    expectTold(name, ranOf(definitionOf(told), row, way));
  });

  it('tells that somebody cancelled', () => {
    const definition = definitionOf(told);
    const ran = runWay(
      definition,
      inputOf(definition, row),
      {},
      {
        children: definitions,
        isCancelled: true,
      },
    );
    expect(ran.run.state).toMatchObject({ status: 'compensated', error: null });
    expectTold(name, ran);
  });
});

/** The end of one saga starts the other, which completes. */
function expectTold(name: string, { told }: Ran): void {
  const teller = definitionOf(name);
  const row = { event: told.get(eventOf(name)) ?? null };
  const { run, sent } = ranOf(teller, row, { called: '' });
  expect(run.state).toMatchObject({ status: 'completed', error: null });
  expect(sent).not.toEqual([]);
}

function eventOf(name: string): string {
  return definitions.get(name)?.trigger?.event ?? '';
}

function definitionOf(name: string): SagaDefinition {
  const definition = definitions.get(name);
  if (!definition) throw new Error(`there is no definition ${name}`);
  return definition;
}

function expectWay(definition: SagaDefinition, row: Row, way: Way): void {
  const { ends = 'completed', error = null, sends = [], never = [], output = {} } = way;
  const { run, sent } = ranOf(definition, row, way);
  expect({ status: run.state.status, error: run.state.error?.code ?? null }).toEqual({
    status: ends,
    error,
  });
  if (ends === 'completed') expect(run.state.output).toEqual(output);
  expect(inOrder(sends, sent)).toEqual(sends);
  expect(never.filter((each) => sent.includes(each))).toEqual([]);
}

function ranOf(definition: SagaDefinition, row: Row, way: Way): Ran {
  const input = way.input ?? inputOf(definition, row);
  expect(definition.checkInput(input)).toEqual([]);
  const ran = runWay(definition, input, { ...row.given, ...way.given }, { children: definitions });
  for (const { child, direction, data } of ran.run.sent) {
    if (!child || direction !== 'execute') continue;
    // what it gives a child is what that takes
    expect(definitions.get(child.definition)?.checkInput(data) ?? []).toEqual([]);
  }
  return ran;
}

function inputOf({ trigger }: SagaDefinition, { input = {}, event }: Row): JsonValue {
  if (event === undefined) return input;
  expect(trigger).not.toBeNull();
  const start = trigger && applyTrigger(trigger, event);
  if (start === null || 'error' in start)
    throw new Error(`starts nothing: ${JSON.stringify(start)}`);
  return start.input;
}

/** Those of `wanted` that are in `sent` one after the other. */
function inOrder(wanted: readonly string[], sent: readonly string[]): readonly string[] {
  const found: string[] = [];
  for (const each of sent) if (each === wanted[found.length]) found.push(each);
  return found;
}

function read(name: string): object {
  return JSON.parse(readFileSync(`examples/gallery/${name}.json`, 'utf8')) as object;
}
