import { callUrl } from '../../apps/conductor/src/conductor-call.fixture.js';
import { CLONE_SAGA } from '../../apps/conductor/src/api/bulk/cloned-sagas.fixture.js';
import { findFreePort, Fleet, PATIENCE_MS, waitFor, waitUntilUp } from './fleet.fixture.js';

const DEFINITION = {
  name: 'approved',
  steps: [{ name: 'approve', wait: { signal: 'approval', timeout: '24h' } }],
};
/** 10,000 is what a bulk takes at most: CONTRIBUTING.md. */
const SAGAS = Number(process.env['BULK_SAGAS'] ?? 400);
const BULK_MS = PATIENCE_MS + SAGAS * 60;

/** Starts sagas of the same definition, one after the other, until it is told to stop. */
class StartsBeside {
  count = 0;
  private isOver = false;
  private readonly all: Promise<void>;

  /** `url`: it waits while there is no process to ask. */
  constructor(public url: Promise<string>) {
    this.all = this.run();
  }

  async stop(): Promise<void> {
    this.isOver = true;
    await this.all;
  }

  private async run(): Promise<void> {
    while (!this.isOver) {
      const body = { definition: 'approved', input: {} };
      const url = await this.url;
      const answer = await callUrl('POST', `${url}/v1/sagas`, { body }).catch(() => null);
      if (answer?.status === 201) this.count += 1;
    }
  }
}

describe('a conductor that is killed in the middle of a bulk', () => {
  let fleet: Fleet;

  beforeAll(async () => {
    fleet = await Fleet.prepare();
  });
  afterAll(() => fleet.end());

  const startConductor = async () => {
    const port = String(await findFreePort());
    const url = `http://127.0.0.1:${port}`;
    const conductor = await fleet.start('conductor', { PORT: port });
    await waitUntilUp(`${url}/health/ready`);
    return { url, conductor };
  };
  const count = async (what: string): Promise<number> => {
    const sql = `select count(*)::int as count from ${what}`;
    return Number((await fleet.query<{ count: number }>('conductor', sql))[0]?.count);
  };

  it('leaves the rest to the next one, and every saga is acted on once', async () => {
    // given many sagas that wait
    const { url, conductor } = await startConductor();
    await callUrl('POST', `${url}/v1/definitions`, { body: DEFINITION });
    const start = { definition: 'approved', input: {} };
    const { body: saga } = await callUrl('POST', `${url}/v1/sagas`, { body: start });
    await fleet.query(
      'conductor',
      CLONE_SAGA.replaceAll('$1', `'${saga.id}'`).replace('$2', String(SAGAS - 1)),
    );
    const { version } = saga;
    const body = {
      filter: 'definition=approved',
      action: 'cancel',
      rate: 100,
      reason: 'the offer is over',
    };
    const made = await callUrl('POST', `${url}/v1/admin/bulk`, { body });
    expect([made.status, made.body.count]).toEqual([201, SAGAS]);
    // and others that begin meanwhile
    const beside = new StartsBeside(Promise.resolve(url));
    // when
    const acted = `operator_audit where action = 'cancel' and outcome = 'done'`;
    await waitFor(
      'some of it is done',
      () => count(acted),
      (done) => done >= 60,
    );
    let tellNext: (url: string) => void = () => undefined;
    beside.url = new Promise((resolve) => (tellNext = resolve));
    await fleet.kill(conductor);
    const doneBefore = await count(acted);
    expect(doneBefore).toBeLessThan(SAGAS);
    // then
    const { url: nextUrl } = await startConductor();
    tellNext(nextUrl);
    const bulk = await waitFor(
      'all of it is done',
      async () => (await callUrl('GET', `${nextUrl}/v1/admin/bulk/${made.body.id}`)).body,
      ({ status }) => status !== 'running',
      BULK_MS,
    );
    await beside.stop();
    expect(bulk).toMatchObject({ status: 'done', counts: { done: SAGAS, good: SAGAS } });
    expect(await count(acted)).toBe(SAGAS);
    const once = `(select saga_id from operator_audit where action = 'cancel'
                      group by saga_id having count(*) = 1) as once`;
    expect(await count(once)).toBe(SAGAS);
    const moved = `saga where status = 'compensated' and version = ${Number(version) + 1}`;
    expect(await count(moved)).toBe(SAGAS);
    const results = `bulk_saga where state = 'done' and outcome = 'good'`;
    expect(await count(results)).toBe(SAGAS);
    // whoever began later is none of its sagas
    expect(beside.count).toBeGreaterThan(0);
    const others = `saga where definition_name = 'approved' and status = 'running'`;
    expect(await count(others)).toBeGreaterThanOrEqual(beside.count);
  });
});
