import type { Direction, ReplyOutcome } from '#engine';

/** A participant with an inbox, and what its actions leave behind. */
export interface InboxFixture {
  newKey(): string;
  /** Gives the answer to a command. Should the participant act on it, that ends like `ends`. */
  send(direction: Direction, key: string, ends: ReplyOutcome['type']): Promise<ReplyOutcome>;
  /** What was done and undone for a key, in this order. */
  effectsOf(key: string): Promise<readonly ('done' | 'undone')[]>;
}

const NOTHING_TO_UNDO = { type: 'succeeded', output: { result: 'nothing-to-undo' } };
const UNDONE = { type: 'succeeded', output: { result: 'undone' } };
const FENCED = { type: 'refused', error: { code: 'FENCED' } };

/** What an inbox does for a participant that keeps its duties, wherever its rows are. */
export function inboxContract(name: string, fixture: () => InboxFixture): void {
  describe(`${name}: an inbox`, () => {
    let key: string;
    const send = (direction: Direction, ends: ReplyOutcome['type'] = 'succeeded') =>
      fixture().send(direction, key, ends);
    const effects = () => fixture().effectsOf(key);

    beforeEach(() => {
      key = fixture().newKey();
    });

    it('has an action done once, and gives its answer to whoever asks again', async () => {
      const first = await send('execute');
      expect(await send('execute', 'refused')).toEqual(first);
      expect(await send('inquire')).toEqual(first);
      expect(first).toMatchObject({ type: 'succeeded' });
      expect(await effects()).toEqual(['done']);
    });

    it('keeps a refusal', async () => {
      const first = await send('execute', 'refused');
      expect(await send('execute')).toEqual(first);
      expect(await send('inquire')).toEqual(first);
      expect(first).toMatchObject({ type: 'refused' });
      expect(await effects()).toEqual([]);
    });

    it('keeps nothing of an error: the next attempt acts', async () => {
      expect(await send('execute', 'errored')).toMatchObject({ type: 'errored' });
      expect(await send('execute')).toMatchObject({ type: 'succeeded' });
      expect(await effects()).toEqual(['done']);
    });

    it('has an action undone once, which never happens again', async () => {
      await send('execute');
      const undone = await send('compensate');
      expect(undone).toMatchObject(UNDONE);
      expect(await send('compensate', 'refused')).toEqual(undone);
      expect(await send('execute')).toMatchObject(FENCED);
      expect(await send('inquire')).toMatchObject(FENCED);
      expect(await effects()).toEqual(['done', 'undone']);
    });

    it.each(['refused', 'errored'] as const)(
      'keeps nothing of a compensation that ended %s: the action stays done, and is undone later',
      async (ends) => {
        const done = await send('execute');
        expect(await send('compensate', ends)).toMatchObject({ type: ends });
        expect(await send('inquire')).toEqual(done);
        expect(await send('compensate')).toMatchObject(UNDONE);
        expect(await effects()).toEqual(['done', 'undone']);
      },
    );

    it('fences what is undone or asked for before it came', async () => {
      expect(await send('compensate', 'refused')).toMatchObject(NOTHING_TO_UNDO);
      expect(await send('execute')).toMatchObject(FENCED);
      key = fixture().newKey();
      expect(await send('inquire')).toMatchObject(FENCED);
      expect(await send('execute')).toMatchObject(FENCED);
      expect(await send('compensate')).toMatchObject(NOTHING_TO_UNDO);
      expect(await effects()).toEqual([]);
    });

    it('has nothing to undo of what was refused, and fences it', async () => {
      await send('execute', 'refused');
      expect(await send('compensate')).toMatchObject(NOTHING_TO_UNDO);
      expect(await send('execute')).toMatchObject(FENCED);
      expect(await effects()).toEqual([]);
    });
  });
}
