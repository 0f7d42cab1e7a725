import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { applyTrigger, warningsOf, type SagaDefinition } from '#definition';
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
    steps.flatMap((step) => (step.does === 'command' && step.child ? [step.child.definition] : [])),
  );
  const missing = children.filter((child) => !definitions.has(child));
  expect([...new Set(missing)].sort()).toEqual(ELSEWHERE);
});

describe.each(names)('examples/gallery/%s.json', (name) => {
  const definition = definitions.get(name) as SagaDefinition;
  const { ways = [], ...row } = ROWS[name] ?? {};

  it('is named after its file, names its source, and gives no cause for warnings', () => {
    expect(documents.get(name)).toMatchObject({
      name,
      description: expect.stringMatching(/^From [\w.-]+\/[\w.-]+ \S.*\.$/),
    });
    expect(warningsOf(definition)).toEqual([]);
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
    expect(paths.length).toBeGreaterThan(0);
    expect(paths.filter((path) => !endsWell(path, definition))).toEqual([]);
  });
});

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
  const ran = runWay(definition, input, { ...row.given, ...way.given });
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
