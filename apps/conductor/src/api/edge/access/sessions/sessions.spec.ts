import { WrongKeys } from '../../wrong-keys.js';
import { Callers } from '../callers.js';
import type { Identity } from '../identity.js';
import { OwnCalls } from '../own-calls.js';
import { SettingKeys } from '../setting-keys.js';
import { makeSession, SESSION_COOKIE } from './session-cookie.js';
import { Sessions } from './sessions.js';

type Store = ConstructorParameters<typeof Sessions>[0]['store'];
type Row = NonNullable<Awaited<ReturnType<Store['find']>>>;

/** A table of sessions in memory, that counts how often it is asked. */
class Table implements Store {
  asked = 0;
  private readonly rows = new Map<string, Row>();

  add({ id, lastsMs, ...row }: Parameters<Store['add']>[0]): Promise<void> {
    this.rows.set(id, { ...row, expiresAt: new Date(Date.now() + lastsMs) });
    return Promise.resolve();
  }

  find(id: string): Promise<Row | null> {
    this.asked++;
    return Promise.resolve(this.rows.get(id) ?? null);
  }

  end(id: string): Promise<boolean> {
    return Promise.resolve(this.rows.delete(id));
  }

  endBy(): Promise<null> {
    return Promise.resolve(null);
  }
}

const ANN: Identity = {
  actor: 'oidc/ann',
  role: 'operator',
  definitions: 'all',
  credential: 'oidc:ann',
};

function setUp() {
  const clock = { ms: Date.now() };
  const now = () => clock.ms;
  const table = new Table();
  const settingKeys = new SettingKeys([]);
  const sessions = new Sessions({ store: table, keys: { holderOf: () => null }, settingKeys, now });
  const callers = new Callers({
    ...{ settingKeys, sessions, tokens: null, ownCalls: new OwnCalls(), needsLogin: true },
    keys: { identify: () => null },
  });
  const wrongKeys = new WrongKeys({ warn: () => undefined }, now);
  /** As the edge asks; the code of a refusal, or who it is. */
  const ask = async (cookie: string, address = 'a'): Promise<string> => {
    const headers = { cookie: `${SESSION_COOKIE}=${cookie}` };
    const found = await callers.identify(headers, () => wrongKeys.isOver(address));
    return found === null ? wrongKeys.answer(address).code : found.identity.actor;
  };
  return { clock, table, sessions, ask };
}

describe('Cookies of sessions that there are not', () => {
  it('cost no query once two hundred of an address were wrong', async () => {
    // given
    const { table, ask } = setUp();
    // when
    const codes: string[] = [];
    for (let each = 0; each < 260; each++) codes.push(await ask(makeSession().text));
    // then
    expect(table.asked).toBe(200);
    expect(codes.filter((code) => code === 'TOO_MANY_WRONG_KEYS')).toHaveLength(60);
  });

  it('lock out nobody who is logged in here, at another address, or a minute later', async () => {
    // given
    const { clock, table, sessions, ask } = setUp();
    const { text } = await sessions.open(ANN);
    const elsewhere = makeSession();
    await table.add({
      ...elsewhere,
      ...ANN,
      definitions: null,
      credential: 'oidc:ann',
      lastsMs: 1e6,
    });
    for (let each = 0; each < 300; each++) await ask(makeSession().text);
    // when what is known of it is read anew
    clock.ms += 4000;
    expect(await ask(text)).toBe('oidc/ann');
    // then one of another replica waits at this address, and only there
    expect(await ask(elsewhere.text)).toBe('TOO_MANY_WRONG_KEYS');
    expect(await ask(elsewhere.text, 'b')).toBe('oidc/ann');
    expect(await ask(elsewhere.text)).toBe('oidc/ann');
    clock.ms += 60_000;
    expect(await ask(makeSession().text)).toBe('UNAUTHENTICATED');
  });

  it('of a session that has ended are wrong, too', async () => {
    const { sessions, ask } = setUp();
    const { text } = await sessions.open(ANN);
    const [id = ''] = text.split('.');
    await sessions.end({ id, secretHash: Buffer.alloc(32) });
    expect(await ask(text)).toBe('UNAUTHENTICATED');
  });
});
