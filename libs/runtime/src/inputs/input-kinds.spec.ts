import { type MemorySagaStore, PipelineBench, replyTo } from '#testing-internal';
import type { PendingInput } from '../planning/pending-input.js';

const NOBODY = '018f0000-0000-7000-8000-00000000abcd';
const FAULT = new RangeError('a value is out of range');
const REJECTED = { status: 'rejected', reason: FAULT };

interface Case {
  hand(bench: PipelineBench, sagaId: string): Promise<unknown>;
  /** The answer when there is no such saga. */
  readonly unknown: unknown;
  /** What comes of it when it makes its batch fail. */
  readonly guilty: unknown;
  /** What comes of it while its saga's definition is not at hand. */
  readonly withoutDefinition: 'waits' | 'let go' | 'STORE_UNAVAILABLE';
  /** Sources of the dead messages: of the unknown saga, and of the guilty input. */
  readonly dead: readonly [readonly string[], readonly string[]];
}

const action = { name: 'cancel' } as const;
const operator = { action, actor: 'ann', reason: 'a test', fingerprint: 'f' };
const asked = { direction: 'compensate', attempt: 1, correlationId: 'c' } as const;
const done = { status: 'fulfilled', value: undefined };

/** Does not compile while a kind of input is missing. */
const CASES: { readonly [Kind in Exclude<PendingInput['type'], 'start'>]: Case } = {
  reply: {
    hand: ({ pipeline }, sagaId) => pipeline.reply(replyTo(sagaId, 'create')),
    unknown: 'set-aside',
    guilty: { status: 'fulfilled', value: 'set-aside' },
    withoutDefinition: 'waits',
    dead: [['reply'], ['reply']],
  },
  signal: {
    hand: ({ pipeline }, sagaId) =>
      pipeline.signal({ sagaId, name: 'paid', payload: null, idempotencyKey: null }),
    unknown: { type: 'not-found' },
    guilty: REJECTED,
    withoutDefinition: 'STORE_UNAVAILABLE',
    dead: [[], []],
  },
  timer: {
    hand: ({ pipeline }, sagaId) => pipeline.wake(sagaId),
    unknown: undefined,
    guilty: done,
    withoutDefinition: 'let go',
    dead: [[], ['timer']],
  },
  sent: {
    hand: ({ pipeline, store }, sagaId) => pipeline.sent(sagaId, commandIn(store) ?? 'none'),
    unknown: undefined,
    guilty: done,
    withoutDefinition: 'STORE_UNAVAILABLE',
    dead: [[], []],
  },
  resend: {
    hand: ({ pipeline }, sagaId) => pipeline.resend(sagaId),
    unknown: undefined,
    guilty: REJECTED,
    withoutDefinition: 'STORE_UNAVAILABLE',
    dead: [[], []],
  },
  operate: {
    hand: ({ pipeline }, sagaId) => pipeline.operate({ ...operator, sagaId, idempotencyKey: null }),
    unknown: { type: 'not-found' },
    guilty: REJECTED,
    withoutDefinition: 'STORE_UNAVAILABLE',
    dead: [[], []],
  },
  parent: {
    hand: ({ pipeline }, sagaId) => pipeline.askChild({ sagaId, root: sagaId, asked }),
    unknown: { type: 'not-found' },
    guilty: REJECTED,
    withoutDefinition: 'STORE_UNAVAILABLE',
    dead: [[], []],
  },
};

/** The message id of a command in the outbox. */
function commandIn({ outbox }: MemorySagaStore): string | undefined {
  return outbox.messages().find(({ type }) => type === 'command')?.messageId;
}

const sourcesIn = ({ store }: PipelineBench) =>
  [...store.deadMessages.values()].map(({ source }) => source);

describe.each(Object.entries(CASES))('An input of the kind %s', (kind, each) => {
  it('of a saga that is not there is answered so, and makes none', async () => {
    // given
    const bench = new PipelineBench();
    // when
    const answer = await each.hand(bench, NOBODY);
    // then
    expect(answer).toEqual(each.unknown);
    expect(sourcesIn(bench)).toEqual(each.dead[0]);
    expect(bench.store.sagas.size).toBe(0);
  });

  it('that makes its batch fail is taken out of the way as its kind has it', async () => {
    // given a saga whose command is in the outbox
    const bench = new PipelineBench();
    const sagaId = await bench.start();
    bench.store.outbox.splitAll();
    expect(commandIn(bench.store)).toBeDefined();
    bench.store.faults.judgeBy(() => FAULT);
    // when
    const [outcome] = await Promise.allSettled([each.hand(bench, sagaId)]);
    // then
    expect(outcome).toEqual(each.guilty);
    expect(sourcesIn(bench)).toEqual(each.dead[1]);
    expect(bench.store.stateOf(sagaId)?.version).toBe(1);
    expect(commandIn(bench.store) === undefined).toBe(kind === 'sent');
    expect(bench.faults.at(-1)).toMatchObject({ during: `handle a ${kind}`, error: FAULT, sagaId });
  });

  it('whose definition is not at hand waits as long as its kind does', async () => {
    // given a conductor that has yet to load it
    const before = new PipelineBench();
    const sagaId = await before.start();
    const { store, clock } = before;
    const bench = new PipelineBench({ store, clock, patienceMs: 10_000 });
    bench.hasDefinition = false;
    // when
    let outcome: unknown = 'waits';
    each.hand(bench, sagaId).then(
      () => (outcome = 'let go'),
      ({ code }: { readonly code: string }) => (outcome = code),
    );
    await clock.advance(11_000);
    // then
    expect(outcome).toBe(each.withoutDefinition);
  });
});
