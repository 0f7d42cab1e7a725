import { ConductorStack, ORDER_DEFINITION } from '../../conductor-stack.fixture.js';
import { expectProblem } from '../../conductor-call.fixture.js';

let stack: ConductorStack;
let names = 0;

beforeAll(async () => {
  stack = await ConductorStack.start();
});

afterAll(() => stack.close());

/** A valid definition that no other test posts. */
function someDefinition(changes: object = {}) {
  names += 1;
  return { ...ORDER_DEFINITION, name: `definition-${names}`, ...changes };
}

function step(name: string, changes: object = {}) {
  return { name, command: `order.${name.toLowerCase()}`, compensation: 'none', ...changes };
}

describe('Posting a definition', () => {
  it('stores it as version 1, and gives identical content the same version again', async () => {
    const body = someDefinition();
    const first = await stack.call('POST', '/v1/definitions', { body });
    expect(first.status).toBe(201);
    expect(first.body).toEqual({
      name: body.name,
      version: 1,
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(first.headers.get('location')).toBe(`/v1/definitions/${body.name}/versions/1`);
    const reordered = Object.fromEntries(Object.entries(body).reverse());
    const again = await stack.call('POST', '/v1/definitions', { body: reordered });
    expect({ status: again.status, body: again.body }).toEqual({ status: 200, body: first.body });
  });

  it('gives other content of the same name the next version', async () => {
    const body = someDefinition();
    await stack.call('POST', '/v1/definitions', { body });
    const changed = { ...body, description: 'changed' };
    const { status, body: posted } = await stack.call('POST', '/v1/definitions', { body: changed });
    expect([status, posted.version]).toEqual([201, 2]);
  });

  it('gives different versions to different contents that are posted at once', async () => {
    const base = someDefinition();
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) => {
        const body = { ...base, description: `variant ${index % 6}` };
        return stack.call('POST', '/v1/definitions', { body });
      }),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(6);
    const versions = answers.map(({ body }) => body.version as number);
    expect(new Set(versions)).toEqual(new Set([1, 2, 3, 4, 5, 6]));
    for (let index = 0; index < 6; index++) expect(versions[index]).toBe(versions[index + 6]);
  });

  it('says everything that is wrong at once, each with its path and rule', async () => {
    const rows = await stack.countRows();
    const body = {
      ...someDefinition(),
      surprise: true,
      steps: [
        step('one', { after: ['two'] }),
        step('two', { after: ['one'] }),
        step('three', { kind: 'pivot', after: [] }),
        step('four', { kind: 'pivot', after: ['three'] }),
        step('five', { compensation: 'payment.undo', after: [] }),
        step('six', { input: { x: '${input.}' }, after: [] }),
      ],
    };
    const answer = await stack.call('POST', '/v1/definitions', { body });
    expectProblem(answer, 400, 'DEFINITION_INVALID');
    expect(answer.body.errors.length).toBeGreaterThanOrEqual(3);
    for (const fault of answer.body.errors) {
      expect(fault).toEqual({
        path: expect.any(String),
        rule: expect.any(String),
        message: expect.any(String),
      });
    }
    expect(await stack.countRows()).toBe(rows);
  });

  it.each<[string, object]>([
    ['a graph with a cycle', { steps: [step('a', { after: ['b'] }), step('b', { after: ['a'] })] }],
    [
      'two pivots',
      {
        steps: [
          { name: 'a', command: 'order.a', kind: 'pivot' },
          { name: 'b', command: 'order.b', kind: 'pivot' },
        ],
      },
    ],
    [
      'a compensation of another participant',
      { steps: [step('a', { compensation: 'payment.x' })] },
    ],
    ['an expression that does not parse', { steps: [step('a', { input: { x: '${1 +}' } })] }],
    ['an unknown field', { surprise: 1 }],
    ['no steps', { steps: [] }],
    ['a step without compensation', { steps: [{ name: 'a', command: 'order.a' }] }],
  ])('refuses %s, and stores nothing', async (_what, changes) => {
    const rows = await stack.countRows();
    const body = someDefinition(changes);
    const answer = await stack.call('POST', '/v1/definitions', { body });
    expectProblem(answer, 400, 'DEFINITION_INVALID');
    expect(answer.body.errors.length).toBeGreaterThan(0);
    const report = await stack.call('POST', '/v1/definitions/validate', { body });
    expect(report.status).toBe(200);
    expect(report.body).toMatchObject({ valid: false, errors: answer.body.errors, plan: null });
    expect(await stack.countRows()).toBe(rows);
  });

  it.each(['[]', '"text"', '7', 'null', '{}', ''])('refuses %s', async (body) => {
    expectProblem(await stack.call('POST', '/v1/definitions', { body }), 400, 'DEFINITION_INVALID');
  });

  it('finds nothing wrong with a good one, and stores nothing when only asked', async () => {
    const rows = await stack.countRows();
    const answer = await stack.call('POST', '/v1/definitions/validate', { body: someDefinition() });
    expect(answer.body).toMatchObject({ valid: true, errors: [], warnings: [] });
    expect(await stack.countRows()).toBe(rows);
  });

  it('plans a good one that is not stored as it would one that is', async () => {
    const body = { ...ORDER_DEFINITION, name: 'planned' };
    const { plan } = (await stack.call('POST', '/v1/definitions/validate', { body })).body;
    await stack.call('POST', '/v1/definitions', { body });
    const stored = await stack.call('GET', '/v1/definitions/planned/versions/1/plan');
    expect(plan).toEqual(stored.body);
  });

  it('answers with the warnings of validate, the first time and again', async () => {
    const body = someDefinition({
      steps: [step('a', { catch: 'any' }), step('b', { input: '${steps.a.output.id}' })],
    });
    const { warnings } = (await stack.call('POST', '/v1/definitions/validate', { body })).body;
    expect(warnings).toContainEqual(
      expect.objectContaining({ rule: 'output-may-be-null', path: '/steps/1/input' }),
    );
    for (const status of [201, 200]) {
      const answer = await stack.call('POST', '/v1/definitions', { body });
      expect(answer).toMatchObject({ status, body: { version: 1, warnings } });
    }
  });

  it('says what a saga does for every step and every way it can go wrong', async () => {
    const body = { ...ORDER_DEFINITION, name: 'matrix', deadline: '1s' };
    const report = await stack.call('POST', '/v1/definitions/validate', { body });
    expect(report.body.warnings[0]).toMatchObject({ rule: 'longer-than-deadline' });
    const paths = report.body.failureMatrix;
    expect(paths).toContainEqual(
      expect.objectContaining({ step: 'createOrder', fault: 'duplicate', ends: 'completed' }),
    );
    await stack.call('POST', '/v1/definitions', { body });
    const stored = await stack.call('GET', '/v1/definitions/matrix/versions/1/failure-matrix');
    const { faults, ...matrix } = stored.body;
    expect(matrix).toEqual({ name: 'matrix', version: 1, paths });
    // in words, each that a path may have
    const named = paths.map(({ fault }: { readonly fault: string }) => fault);
    expect(Object.keys(faults)).toEqual(expect.arrayContaining(named));
    const missing = await stack.call('GET', '/v1/definitions/matrix/versions/9/failure-matrix');
    expectProblem(missing, 404, 'DEFINITION_NOT_FOUND');
  });

  it('checks and plans the same without the failure matrix', async () => {
    const body = { ...ORDER_DEFINITION, name: 'quick', deadline: '1s' };
    const whole = (await stack.call('POST', '/v1/definitions/validate', { body })).body;
    const ask = '/v1/definitions/validate?failureMatrix=';
    const quick = await stack.call('POST', `${ask}false`, { body });
    expect(whole.failureMatrix.length).toBeGreaterThan(0);
    expect(quick.body).toEqual({ ...whole, failureMatrix: null });
    expect((await stack.call('POST', `${ask}true`, { body })).body).toEqual(whole);
    expectProblem(await stack.call('POST', `${ask}no`, { body }), 400, 'VALIDATION_FAILED');
  });

  it('says what it does when a loop runs out of rounds, or fails in a later one', async () => {
    const undo = { compensation: 'order.undo' };
    const poll = { ...undo, repeat: { until: '${output.done}', maxIterations: 1000 } };
    const body = someDefinition({ steps: [step('a', undo), step('b', poll)] });
    const { failureMatrix } = (await stack.call('POST', '/v1/definitions/validate', { body })).body;
    for (const [fault, undone] of [
      ['exhausted', ['b[1]', 'b[0]', 'a']],
      ['refused-later', ['b[0]', 'a']],
    ]) {
      expect(failureMatrix).toContainEqual(
        expect.objectContaining({ step: 'b', fault, ends: 'compensated', undone }),
      );
    }
  });
});

describe('Reading definitions', () => {
  it('shows the latest with its versions, and any one of them', async () => {
    const body = someDefinition();
    const changed = { ...body, description: 'changed' };
    for (const version of [body, changed]) {
      await stack.call('POST', '/v1/definitions', { body: version });
    }
    const latest = await stack.call('GET', `/v1/definitions/${body.name}`);
    expect(latest.body).toMatchObject({ version: 2, retiredAt: null, document: changed });
    expect(latest.body.versions).toMatchObject([{ version: 2 }, { version: 1 }]);
    const first = await stack.call('GET', `/v1/definitions/${body.name}/versions/1`);
    expect(first.body).toMatchObject({ name: body.name, version: 1, document: body });
  });

  it('lists them by name, page by page', async () => {
    const posted = [someDefinition(), someDefinition(), someDefinition()];
    for (const body of posted) await stack.call('POST', '/v1/definitions', { body });
    const names: string[] = [];
    let cursor = '';
    do {
      const { body } = await stack.call('GET', `/v1/definitions?limit=2${cursor}`);
      expect(body.items.length).toBeLessThanOrEqual(2);
      names.push(...body.items.map(({ name }: { name: string }) => name));
      cursor = body.next === null ? '' : `&cursor=${body.next}`;
    } while (cursor !== '');
    expect(names).toEqual(expect.arrayContaining(posted.map(({ name }) => name)));
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual([...names].sort());
  });
});
