import { ConductorStack } from '../../conductor-stack.fixture.js';
import { expectProblem } from '../../conductor-call.fixture.js';
import type { Json } from '../openapi/conformance.fixture.js';

const PEOPLE = ['ada', 'ben', 'eve', 'zoe'] as const;
type Person = (typeof PEOPLE)[number];
const ROLES = { ada: 'operator', ben: 'operator', eve: 'viewer', zoe: 'admin' } as const;
const keyOf = (person: Person) => `${person}-${'k'.repeat(32)}`;

let stack: ConductorStack;

beforeAll(async () => {
  const apiKeys = PEOPLE.map((name) => ({ name, role: ROLES[name], key: keyOf(name) }));
  stack = await ConductorStack.start({ apiKeys });
});

afterAll(() => stack.close());

afterEach(() => stack.sql.query('delete from saved_view'));

function call(person: Person, method: string, path: string, body?: unknown) {
  const headers = { authorization: `Bearer ${keyOf(person)}` };
  return stack.call(method, path, { headers, ...(body === undefined ? {} : { body }) });
}

async function save(person: Person, view: Json): Promise<Json> {
  const answer = await call(person, 'POST', '/v1/views', view);
  expect(answer.status).toBe(201);
  return answer.body;
}

async function namesFor(person: Person, query = ''): Promise<string[]> {
  const { body } = await call(person, 'GET', `/v1/views${query}`);
  return body.items.map(({ name }: Json) => name);
}

describe('A saved view', () => {
  it('given a filter as it was copied, when it is saved, then it is kept in one form', async () => {
    const filter = 'https://conductor.example/v1/sagas?age=%3E60m&status=stuck,running&limit=5';
    const view = await save('ada', { name: 'Old', filter });
    expect(view).toMatchObject({
      name: 'Old',
      filter: 'status=running,stuck&age=>1h',
      isShared: false,
      owner: 'ada',
      mayChange: true,
    });
    const list = await call('ada', 'GET', `/v1/sagas?${view.filter}`);
    expect(list.status).toBe(200);
  });

  it('given one that is private, when others look or change it, then there is none', async () => {
    const { id } = await save('ada', { name: 'Mine', filter: 'status=stuck' });
    const content = { name: 'Theirs', filter: '' };
    for (const person of ['ben', 'zoe'] as const) {
      expect(await namesFor(person)).toEqual([]);
      expectProblem(await call(person, 'PUT', `/v1/views/${id}`, content), 404, 'VIEW_NOT_FOUND');
      expectProblem(await call(person, 'DELETE', `/v1/views/${id}`), 404, 'VIEW_NOT_FOUND');
    }
    expect(await namesFor('ada')).toEqual(['Mine']);
  });

  it('given one that is shared, then all see it, its owner or an admin changes it', async () => {
    const { id } = await save('ada', { name: 'All', filter: 'status=stuck', isShared: true });
    for (const person of PEOPLE) {
      const { body } = await call(person, 'GET', '/v1/views');
      const mayChange = person === 'ada' || person === 'zoe';
      expect(body.items).toMatchObject([{ id, name: 'All', owner: 'ada', mayChange }]);
    }
    const content = { name: 'Ours', filter: 'status=running', isShared: true };
    expectProblem(await call('ben', 'PUT', `/v1/views/${id}`, content), 403, 'VIEW_NOT_YOURS');
    expectProblem(await call('ben', 'DELETE', `/v1/views/${id}`), 403, 'VIEW_NOT_YOURS');
    const changed = await call('zoe', 'PUT', `/v1/views/${id}`, content);
    expect(changed.body).toMatchObject({ ...content, owner: 'ada' });
    expect(
      (await call('ada', 'PUT', `/v1/views/${id}`, { ...content, isShared: false })).status,
    ).toBe(200);
    expect(await namesFor('ben')).toEqual([]);
    expect((await call('ada', 'DELETE', `/v1/views/${id}`)).body).toMatchObject({ name: 'Ours' });
    expect(await namesFor('ada')).toEqual([]);
  });

  it('given one that others see, when it changes, then that is in the audit log', async () => {
    const { id } = await save('ada', { name: 'Mine', filter: 'status=stuck' });
    const shared = { name: 'Ours', filter: 'status=stuck', isShared: true };
    await call('ada', 'PUT', `/v1/views/${id}`, shared);
    await call('zoe', 'DELETE', `/v1/views/${id}`);
    const { rows } = await stack.sql.query(
      `select actor, action, before::json ->> 'name' as before, after::json ->> 'name' as after
         from operator_audit where subject_id = $1 order by at`,
      [id],
    );
    expect(rows).toEqual([
      { actor: 'ada', action: 'replace-view', before: 'Mine', after: 'Ours' },
      { actor: 'zoe', action: 'delete-view', before: 'Ours', after: null },
    ]);
  });

  it('given a role, when it gets a default, it is that one while it is shared', async () => {
    const one = await save('ada', { name: 'One', filter: 'status=stuck', isShared: true });
    const two = await save('ada', { name: 'Two', filter: 'status=running', isShared: true });
    const mine = await save('zoe', { name: 'Mine', filter: '' });
    const set = (person: Person, role: string, viewId: string | null) =>
      call(person, 'PUT', `/v1/views/defaults/${role}`, { viewId, reason: 'for the night' });
    const defaults = async () => {
      const { body } = await call('eve', 'GET', '/v1/views');
      return body.items.map(({ name, defaultFor }: Json) => [name, defaultFor]);
    };
    expectProblem(await set('ada', 'viewer', one.id), 403, 'FORBIDDEN');
    expectProblem(await set('zoe', 'viewer', mine.id), 400, 'VALIDATION_FAILED');
    expectProblem(await set('zoe', 'guest', one.id), 400, 'VALIDATION_FAILED');
    expectProblem(await set('zoe', 'viewer', one.id.replace(/.$/, 'x')), 400, 'VALIDATION_FAILED');
    const none = '01900000-0000-7000-8000-000000000011';
    expectProblem(await set('zoe', 'viewer', none), 404, 'VIEW_NOT_FOUND');
    await set('zoe', 'operator', one.id);
    await set('zoe', 'viewer', two.id);
    const { body: answer } = await set('zoe', 'viewer', one.id);
    expect(answer).toEqual({ role: 'viewer', viewId: one.id });
    expect(await defaults()).toEqual([
      ['One', ['operator', 'viewer']],
      ['Two', []],
    ]);
    await set('zoe', 'operator', null);
    expect(await defaults()).toEqual([
      ['One', ['viewer']],
      ['Two', []],
    ]);
    const { rows } = await stack.sql.query(
      `select reason, request from operator_audit
        where action = 'default-view' and outcome = 'done' order by at`,
    );
    expect(rows).toHaveLength(4);
    expect(rows[0]).toMatchObject({ reason: 'for the night', request: '{"role":"operator"}' });
    const content = { name: 'One', filter: 'status=stuck', isShared: false };
    await call('ada', 'PUT', `/v1/views/${one.id}`, content);
    await call('ada', 'PUT', `/v1/views/${one.id}`, { ...content, isShared: true });
    expect(await defaults()).toEqual([
      ['One', []],
      ['Two', []],
    ]);
  });

  it('given a viewer, when one is saved, then it is refused', async () => {
    expectProblem(
      await call('eve', 'POST', '/v1/views', { name: 'No', filter: '' }),
      403,
      'FORBIDDEN',
    );
  });

  it('given a name that its owner uses, then it is refused; others may use it', async () => {
    await save('ada', { name: 'Stuck', filter: 'status=stuck' });
    const { id } = await save('ada', { name: 'Other', filter: 'status=stuck' });
    const content = { name: 'Stuck', filter: '' };
    expectProblem(await call('ada', 'POST', '/v1/views', content), 409, 'VIEW_NAME_TAKEN');
    expectProblem(await call('ada', 'PUT', `/v1/views/${id}`, content), 409, 'VIEW_NAME_TAKEN');
    await save('ben', content);
  });

  it('given as many as one may have, when more come at once, then none is added', async () => {
    await stack.sql.query(
      `insert into saved_view (id, owner, name, filter, is_shared)
       select gen_random_uuid(), 'ada', 'view ' || n, '', false from generate_series(1, 98) as n`,
    );
    const answers = await Promise.all(
      [1, 2, 3, 4, 5].map((n) =>
        call('ada', 'POST', '/v1/views', { name: `new ${n}`, filter: '' }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 409, 409, 409]);
    const refused = answers.find(({ status }) => status === 409);
    if (refused !== undefined) expectProblem(refused, 409, 'TOO_MANY_VIEWS');
    await save('ben', { name: 'still', filter: '' });
  });

  it('given several, when they are read page by page, then each comes once', async () => {
    const names = ['a', 'b "\\" é', 'c', 'd', 'e'];
    for (const name of names.toReversed()) await save('ada', { name, filter: '' });
    const read: string[] = [];
    let cursor = '';
    for (let page = 0; page < 5; page++) {
      const { body } = await call('ada', 'GET', `/v1/views?limit=2${cursor}`);
      read.push(...body.items.map(({ name }: Json) => name));
      if (body.next === null) break;
      cursor = `&cursor=${encodeURIComponent(body.next)}`;
    }
    expect(read).toEqual(names);
  });

  it.each([
    [{ name: 'x', filter: 'status=lost' }, '/filter/status', 'isIn'],
    [{ name: 'x', filter: 'colour=red' }, '/filter/colour', 'unknownField'],
    [{ name: 'x', filter: 'q='.padEnd(5000, 'x') }, '/filter', 'isLength'],
    [{ name: '', filter: '' }, '/name', 'isLength'],
    [{ name: 'x'.repeat(65), filter: '' }, '/name', 'isLength'],
    [{ name: 'a\nb', filter: '' }, '/name', 'matches'],
    [{ name: 'x' }, '/filter', 'isString'],
    [{ name: 'x', filter: '', isShared: 'yes' }, '/isShared', 'isBoolean'],
  ])('given %j, when it is saved, then it says what is wrong', async (body, path, rule) => {
    const answer = await call('ada', 'POST', '/v1/views', body);
    expectProblem(answer, 400, 'VALIDATION_FAILED');
    expect(answer.body.errors).toMatchObject([{ path, rule }]);
  });
});
