import { pino } from 'pino';
import { ScriptedBus } from '#testing-internal';
import { ParticipantQueues } from './participant-queues.js';

const TOGETHER_MAX = 10;
const PAGES = 7;

const namesOf = (page: number) => Array.from({ length: 100 }, (_, index) => `p${page}-${index}`);

function setUp(waits?: { readonly answerMs: number; readonly pageMs: number }) {
  const bus = new ScriptedBus();
  const queues = new ParticipantQueues(bus, 'conductor', pino({ enabled: false }), waits);
  return { bus, queues };
}

describe('Pages of participants that are read at the same time', () => {
  it('share a few channels, and all get their answers', async () => {
    // given seven readers of a hundred participants each
    const { bus, queues } = setUp();
    const pages = Array.from({ length: PAGES }, (_, page) => namesOf(page));
    // when they look at the queues at once
    const found = await Promise.all(pages.map((names) => queues.inspect(names)));
    // then no more questions were open than one reader may have
    expect(bus.mostOpenQuestions).toBeLessThanOrEqual(TOGETHER_MAX);
    expect(found.flatMap((states) => [...states.values()])).toEqual(
      pages.flat().map(() => ({ ready: 0, consumers: 1 })),
    );
  });

  it('ask once for a queue that they all show', async () => {
    const { bus, queues } = setUp();
    const names = namesOf(0).slice(0, 5);
    await Promise.all(Array.from({ length: PAGES }, () => queues.inspect(names)));
    expect(bus.questions.toSorted()).toEqual(names.map((name) => queues.nameOf(name)).toSorted());
    await queues.inspect(names);
    expect(bus.questions).toHaveLength(2 * names.length);
  });

  it('take no channel more while the broker is silent, and go on once it answers', async () => {
    // given a broker that does not answer
    const { bus, queues } = setUp({ answerMs: 10, pageMs: 1_000 });
    const thaw = bus.freeze();
    // when one reader after the other gives up
    for (let page = 0; page < PAGES; page++) {
      const states = await queues.inspect(namesOf(page));
      expect(new Set(states.values())).toEqual(new Set(['unknown']));
    }
    // then what they asked has few channels, and the next one is answered when the broker is back
    expect(bus.openQuestions).toBe(TOGETHER_MAX);
    thaw();
    expect((await queues.inspect(['order'])).get('order')).toEqual({ ready: 0, consumers: 1 });
    expect(bus.openQuestions).toBe(0);
  });

  it('leave the rest unknown when a page has taken its time', async () => {
    const { bus, queues } = setUp({ answerMs: 2_000, pageMs: 0 });
    const states = [...(await queues.inspect(namesOf(0))).values()];
    expect(bus.questions).toHaveLength(TOGETHER_MAX);
    expect(states.slice(TOGETHER_MAX)).toEqual(Array.from({ length: 90 }, () => 'unknown'));
  });
});
