import { compileDefinition, type SagaDefinition } from '#definition';
import { StoreUnavailableError, type pausePorts } from '#ports';
import { PauseBook } from './pause-book.js';

const AT = Date.UTC(2030, 0, 1);
const HOUR_MS = 3_600_000;

function compile(name: string, participant: string): SagaDefinition {
  const step = { name: 'act', command: `${participant}.act`, compensation: 'none' };
  const result = compileDefinition({ name, steps: [step] }, 1);
  if (!result.ok) throw new Error('it is valid');
  return result.definition;
}

const order = compile('order', 'payment');
const trip = compile('trip', 'hotel');

function pause(id: string, scope: pausePorts.KnownPause['scope'], to: number | null = null) {
  return { id, scope, from: AT, to, withCompensations: false, by: 'ann', reason: 'test' };
}

/** A book on a store and a pulse that the test moves. */
function openBook(stored: readonly pausePorts.KnownPause[]) {
  const state = { stored, isAway: false, reads: 0 };
  const beats: (() => void)[] = [];
  const changes: (() => void)[] = [];
  const reported: unknown[] = [];
  const book = new PauseBook({
    store: {
      readPauses: () => {
        state.reads++;
        if (state.isAway) return Promise.reject(new StoreUnavailableError('away'));
        return Promise.resolve(state.stored);
      },
    },
    pulse: {
      listen: (listener) => beats.push(() => listener(null)),
      onChange: (_catalogs, listener) => changes.push(listener),
    },
    report: (fault) => reported.push(fault),
  });
  const beat = async () => {
    for (const each of beats) each();
    await new Promise((resolve) => setImmediate(resolve));
  };
  const change = async () => {
    for (const each of changes) each();
    await beat();
  };
  return { book, state, reported, beat, change };
}

const idsFor = (book: PauseBook, definition: SagaDefinition, lastAt = AT) =>
  book.touching(definition, lastAt).map(({ id }) => id);

describe('What a process knows of pauses', () => {
  it('are those that its store has, for the definitions that they may cover', async () => {
    const { book } = openBook([
      pause('all', { definition: 'order' }),
      pause('step', { definition: 'trip', step: 'act' }),
      pause('other', { definition: 'trip', step: 'nothing' }),
      pause('hotel', { participant: 'hotel' }),
    ]);
    expect(idsFor(book, order)).toEqual([]);
    await book.open();
    expect(idsFor(book, order)).toEqual(['all']);
    expect(idsFor(book, trip)).toEqual(['step', 'hotel']);
  });

  it('is read again when the pulse says that it has changed, and not before', async () => {
    const { book, state, beat, change } = openBook([]);
    await book.open();
    state.stored = [pause('p', { participant: 'payment' })];
    const reads = state.reads;
    await beat();
    expect([state.reads, idsFor(book, order)]).toEqual([reads, []]);
    await change();
    expect(idsFor(book, order)).toEqual(['p']);
  });

  it('is asked for again until it could be read; what was known holds meanwhile', async () => {
    const { book, state, reported, beat, change } = openBook([
      pause('p', { participant: 'hotel' }),
    ]);
    await book.open();
    state.isAway = true;
    state.stored = [];
    await change();
    expect(idsFor(book, trip)).toEqual(['p']);
    expect(reported).toHaveLength(1);
    state.isAway = false;
    await beat();
    expect(idsFor(book, trip)).toEqual([]);
  });

  it('counts at once where it was changed', async () => {
    const { book, state } = openBook([]);
    await book.open();
    state.stored = [pause('p', { definition: 'order' })];
    await book.changed();
    expect(idsFor(book, order)).toEqual(['p']);
  });

  it('has a pause that is over for an hour longer than a saga may have missed it', async () => {
    const { book } = openBook([pause('p', { definition: 'order' }, AT + HOUR_MS)]);
    await book.open();
    expect(idsFor(book, order, AT + HOUR_MS)).toEqual(['p']);
    expect(idsFor(book, order, AT + 2 * HOUR_MS - 1)).toEqual(['p']);
    expect(idsFor(book, order, AT + 2 * HOUR_MS)).toEqual([]);
  });
});
