import { readFileSync } from 'node:fs';
import { eventually } from '#testing-internal';
import { ConductorStack } from '../../conductor-stack.fixture.js';

/* What the overview says of the replicas, as `conductor doctor` reads it. */

let stack: ConductorStack;

beforeAll(async () => {
  stack = await ConductorStack.start();
  await stack.addReplica();
});

afterAll(() => stack?.close());

interface Replica {
  readonly id: string;
  readonly version: string | null;
}

const replicas = async () =>
  (await stack.call('GET', '/v1/admin/overview')).body.replicas as readonly Replica[];

it('given two replicas, when the overview is read, then each has its release', async () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  const seen = await eventually(replicas, ({ length }) => length === 2);
  expect(seen.map((each) => each.version)).toEqual([version, version]);
});

it('given a replica of a release that does not say, then it has none', async () => {
  await stack.sql.query(
    `insert into replica (id, seen_at, has_left, reads_envelopes, logs_changes)
     values (gen_random_uuid(), clock_timestamp(), false, true, true)`,
  );
  expect((await replicas()).map((each) => each.version)).toContain(null);
});
