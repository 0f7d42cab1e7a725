import { StoreUnavailableError } from '#ports';
import { PipelineBench, replyTo } from '#testing-internal';

/** More than may wait for a definition that is missing. */
const SAGAS = 300;

/** A conductor that was started again over sagas that wait for their replies. */
async function setUp() {
  const before = new PipelineBench();
  const ids = await Promise.all(Array.from({ length: SAGAS }, () => before.start()));
  const { store, clock, definition } = before;
  const looks: {
    readonly answer: (found: typeof definition | null) => void;
    readonly fail: (error: Error) => void;
  }[] = [];
  const load = () =>
    new Promise<typeof definition | null>((answer, fail) => looks.push({ answer, fail }));
  const bench = new PipelineBench({ store, clock, definitions: { load } });
  const results = ids.map((id) => bench.pipeline.reply(replyTo(id, 'create')));
  await clock.advance(5000);
  expect(looks).toHaveLength(1);
  return { store, clock, definition, looks, results };
}

describe('Replies that wait when a conductor starts', () => {
  it('all wait while their definition is looked for, however many they are', async () => {
    // given
    const { store, definition, looks, results } = await setUp();
    // when
    looks[0]?.answer(definition);
    // then
    expect(new Set(await Promise.all(results))).toEqual(new Set(['applied']));
    expect(store.deadMessages.size).toBe(0);
  });

  it('all wait while the store does not answer', async () => {
    // given
    const { store, clock, definition, looks, results } = await setUp();
    // when
    looks[0]?.fail(new StoreUnavailableError('the database cannot answer now'));
    await clock.advance(5000);
    // then
    expect(looks).toHaveLength(2);
    expect(store.deadMessages.size).toBe(0);
    looks[1]?.answer(definition);
    expect(new Set(await Promise.all(results))).toEqual(new Set(['applied']));
  });

  it('are set aside beyond a number once the definition is known to be missing', async () => {
    // given
    const { store, clock, definition, looks, results } = await setUp();
    // when
    looks[0]?.answer(null);
    await clock.advance(5000);
    // then
    expect(store.deadMessages.size).toBe(50);
    looks[1]?.answer(definition);
    const outcomes = await Promise.all(results);
    expect(outcomes.filter((outcome) => outcome === 'applied')).toHaveLength(250);
  });
});
