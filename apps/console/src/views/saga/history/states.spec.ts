import type { SagaEvent } from '#engine';
import { happeningOf, keyOf, type Happening } from './happening';
import { changesOf, statesAround } from './states';
import { timerChanges } from './timers';

const AT = '2030-01-01T00:00:00.000Z';

function history(...parts: readonly (readonly object[])[]): readonly Happening[] {
  return parts.map((events, place) =>
    happeningOf({
      version: place + 1,
      at: new Date(Date.parse(AT) + place * 1_000).toISOString(),
      input: { type: 'timer' },
      events: events as never,
      ignored: null,
    }),
  );
}

const STARTED = {
  ...{ type: 'saga-started', sagaId: 's', definition: { name: 'order', version: 1 }, key: null },
  ...{ input: { dueAt: AT }, steps: ['ship'], deadlineAt: AT },
};
const ISSUED = {
  ...{ type: 'command-issued', step: 'ship', iteration: 0, direction: 'execute', attempt: 1 },
  ...{ attemptsLeft: 0, command: 'shipping.ship', data: { dueAt: AT }, dueAt: AT },
};
const SUCCEEDED = {
  ...{ type: 'step-succeeded', step: 'ship', output: { trackingId: 'T-1' }, by: 'reply' },
};

describe('The states of a saga, by its history', () => {
  it('given an event as the API has it, when it is read, then only its own instants are', () => {
    const [started] = history([STARTED, ISSUED]);
    const [first, second] = started?.events ?? [];
    expect(first).toMatchObject({ deadlineAt: Date.parse(AT), input: { dueAt: AT } });
    expect(second).toMatchObject({ dueAt: Date.parse(AT), data: { dueAt: AT } });
  });

  it('given an output came, when the change is told, then it is by path', () => {
    const happenings = history([STARTED], [ISSUED], [SUCCEEDED]);
    const texts = changesOf(happenings, 2).map(({ path, kind, after }) => [path, kind, after]);
    expect(texts).toContainEqual(['steps.ship.status', 'changed', 'succeeded']);
    expect(texts).toContainEqual(['steps.ship.output.trackingId', 'added', 'T-1']);
    expect(texts.map(([path]) => path)).not.toContain('version');
  });

  it('given timers, when they are set and cleared, then both are told', () => {
    const happenings = history([STARTED], [ISSUED], [SUCCEEDED]);
    const changes = (place: number) => {
      const { before, after } = statesAround(happenings, place);
      const { set, cleared } = timerChanges(before, after);
      return [set.map(({ name }) => name), cleared.map(({ name }) => name)];
    };
    expect([0, 1, 2].map(changes)).toEqual([
      [['deadline'], []],
      [['timeout of ship'], []],
      [[], ['timeout of ship']],
    ]);
  });

  it('given hundreds of events, when one is looked at, then its state is of all before', () => {
    const rest = Array.from({ length: 350 }, () => [{ type: 'parent-asked', asked: null }]);
    const happenings = history([STARTED], ...rest, [ISSUED]);
    expect(statesAround(happenings, 351)).toMatchObject({
      before: { version: 351, steps: { ship: { status: 'pending' } } },
      after: { version: 352, steps: { ship: { status: 'executing' } } },
    });
    // once more, from what was kept
    expect(statesAround(happenings, 310).after).toMatchObject({ version: 311 });
  });

  it('given a reply that was ignored, when it is told, then it changed nothing', () => {
    const [started] = history([STARTED]) as readonly [Happening];
    const events: readonly SagaEvent[] = [];
    const late = { ...started, version: null, events };
    expect(changesOf([started, late], 1)).toEqual([]);
    expect(keyOf(late)).toBe(`late-${Date.parse(AT)}`);
  });
});
