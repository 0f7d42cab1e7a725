import { eventually } from '#testing-internal';
import { findFreePort } from '#servers/ports';
import { SeverableProxy } from '../../../../apps/conductor/src/severable-proxy.fixture.js';
import { ClientStack } from '../client-stack.fixture.js';
import { ConductorClient } from '../conductor-client.js';

let own: ClientStack;
let proxy: SeverableProxy;
/** Behind a connection that the test can cut. */
let watcher: ConductorClient;

beforeAll(async () => {
  // a conductor that restarts is found where it was
  const port = await findFreePort();
  own = await ClientStack.start({ port });
  proxy = await SeverableProxy.before({ host: '127.0.0.1', port });
  watcher = new ConductorClient({ baseUrl: `http://127.0.0.1:${proxy.port}` });
});

afterAll(async () => {
  proxy.close();
  await own.close();
});

async function restart(): Promise<void> {
  await own.stack.stopReplicas();
  await own.stack.addReplica();
}

/** What happens to a stream, and what is done meanwhile. */
const CUTS = [
  ['a connection that breaks', (work: Work) => whileCut(() => proxy.cut(), work)],
  ['a connection that falls silent', (work: Work) => whileCut(() => proxy.silence(), work)],
  ['a conductor that restarts', (work: Work) => restart().then(work)],
] as const;

type Work = () => Promise<void>;

async function whileCut(cut: () => void, work: Work): Promise<void> {
  cut();
  await work();
  proxy.heal();
}

describe('A stream of the client', () => {
  it('given cuts of all kinds, then it tells all changes of all sagas, each once', async () => {
    // given a stream that is open
    const told: string[] = [];
    const kinds: string[] = [];
    const ending = new AbortController();
    const { signal } = ending;
    const cuts: string[] = [];
    const news = watcher.watch({}, { signal, onCut: ({ code }) => cuts.push(code) });
    const reading = (async () => {
      for await (const each of news) {
        if (each.kind !== 'change') kinds.push(each.kind);
        else told.push(`${each.change.sagaId}/${each.change.version}`);
      }
    })();
    reading.catch(() => {});
    await eventually(
      async () => kinds,
      (seen) => seen.includes('open'),
    );
    // when sagas run before, while it is cut and after
    const expected: string[] = [];
    const run = async (orderId: string): Promise<void> => {
      const { id, version } = await own.client.sagas.run(own.order(orderId));
      for (let each = 1; each <= version; each++) expected.push(`${id}/${each}`);
    };
    for (const [name, cut] of CUTS) {
      await run(`${name}, before`);
      await cut(() => run(`${name}, meanwhile`));
      await run(`${name}, after`);
      const [last] = expected.slice(-1);
      await eventually(
        async () => told,
        (seen) => seen.includes(last ?? ''),
      );
    }
    ending.abort(new Error('enough'));
    await expect(reading).rejects.toThrow('enough');
    // then nothing was lost, and nothing came twice
    expect([...told].sort()).toEqual([...expected].sort());
    expect(kinds).toEqual(['open']);
    expect(cuts.length).toBeGreaterThanOrEqual(CUTS.length);
  }, 240_000);

  it.each(CUTS)('given %s, then it tells a saga as its history has it', async (_name, cut) => {
    const { id } = await own.client.sagas.start({ definition: 'loan', input: {} });
    const versions: number[] = [];
    const reading = (async () => {
      for await (const { version } of watcher.sagas.watch(id)) versions.push(version);
    })();
    await eventually(
      async () => versions,
      (seen) => seen.length > 0,
    );
    await cut(() => own.client.sagas.signal(id, 'approved').then(() => {}));
    await reading;
    const history = await own.client.sagas.history(id).toArray();
    expect(versions).toEqual(history.flatMap(({ version }) => version ?? []));
  });
});
