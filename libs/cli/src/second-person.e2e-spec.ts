import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  FourEyesStack,
  PEOPLE,
} from '../../../apps/conductor/src/api/approvals/four-eyes-stack.fixture.js';
import { conductor, type Ran } from './cli.fixture.js';

/* What a terminal says of acts that a second person has to confirm. */

const WAITS = 8;
const CONFLICT = 3;

let eyes: FourEyesStack;
let folder: string;

beforeAll(async () => {
  eyes = await FourEyesStack.start(['post-definition', 'retire-definition']);
  folder = mkdtempSync(join(tmpdir(), 'second-person-'));
});

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await eyes.stack.close();
});

function run(args: readonly string[]): Promise<Ran> {
  const apiKey = PEOPLE.find(({ name }) => name === 'root')?.key ?? '';
  return conductor(args, { url: eyes.stack.conductor.url, apiKey, cwd: folder });
}

const confirmed = (text: string): string[] =>
  [...text.matchAll(/conductor approval confirm (\S+)/g)].map(([, id]) => String(id));

describe('A definition that a second person has to confirm', () => {
  it('given several files, then each approval is named, and all are there afterwards', async () => {
    // given
    const files = ['one', 'two'].map((name) => `${name}.json`);
    for (const file of files) {
      const steps = [{ name: 'pay', command: 'payment.pay', kind: 'pivot' }];
      writeFileSync(join(folder, file), JSON.stringify({ name: file.slice(0, -5), steps }));
    }
    // when
    const asked = await run(['definition', 'apply', ...files]);
    const ids = confirmed(asked.err);
    expect([asked.exit, ids.length]).toEqual([WAITS, 2]);
    for (const id of ids) expect((await eyes.decide('chief', id, 'confirm')).status).toBe(200);
    // then
    const again = await run(['definition', 'apply', ...files, '--json']);
    expect([again.exit, again.json()]).toMatchObject([0, [{ name: 'one' }, { name: 'two' }]]);
  });
});

describe('The same line again, by its key', () => {
  const retire = (key: string): Promise<Ran> => {
    const words = ['definition', 'retire', 'place-order', '1', '--reason', 'it is old', '--yes'];
    return run([...words, '--idempotency-key', key]);
  };

  it('given it was rejected meanwhile, then it is not done, and says so', async () => {
    const [id = ''] = confirmed((await retire('line-1')).err);
    await eyes.decide('chief', id, 'reject');
    const again = await retire('line-1');
    expect([again.exit, confirmed(again.err)]).toEqual([CONFLICT, []]);
    expect(again.err).toContain(`The approval ${id} is rejected: nothing was done.`);
  });

  it('given it was confirmed meanwhile, then it is done', async () => {
    const [id = ''] = confirmed((await retire('line-2')).err);
    await eyes.decide('chief', id, 'confirm');
    const again = await retire('line-2');
    expect([again.exit, confirmed(again.err)]).toEqual([0, []]);
    expect(again.err).toContain(`The approval ${id} is confirmed: it was done.`);
  });
});
