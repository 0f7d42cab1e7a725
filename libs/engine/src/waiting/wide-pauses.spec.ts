import { compile, sagaSpecification, started, succeeded } from '#testing-sagas';
import type { PauseScope } from '../pausing/pauses.js';
import { heldWait } from './waits-of.js';
import { NOTHING_KNOWN, tellWaiting, waitsOf, type Waits, type Waiting } from './waiting.js';

const SAGA = '01940000-0000-7000-8000-000000000001';
const FROM = Date.UTC(2030, 0, 1, 0, 0, 1);
const TRIP = {
  name: 'trip',
  deadline: '1h',
  steps: [
    { name: 'book', command: 'hotel.book', compensation: 'hotel.cancel' },
    { name: 'pay', command: 'bank.pay', kind: 'pivot' },
  ],
};

/** What a saga says that waits for `bank`, while these are paused. */
function told(scope: PauseScope, to: number | null = null, waits = ofBank()): Waiting {
  const pause = { id: 'p-1', scope, from: FROM, to, withCompensations: false };
  const by = { actor: 'alice', reason: 'the bank moves' };
  const pauses = { pauses: [{ pause, by }], at: FROM + 1 };
  const definition = compile(TRIP);
  return tellWaiting(waits, { sagaId: SAGA, definition }, { ...NOTHING_KNOWN, ...pauses });
}

function ofBank(): Waits {
  const { saga } = sagaSpecification(TRIP)(started()).when(succeeded('book'));
  const waits = waitsOf(saga);
  if (waits === null) throw new Error('it is open');
  return waits;
}

describe('A saga that a pause of more than one holds', () => {
  it.each([
    ['the participant bank', { participant: 'bank' }],
    ['the step pay of trip', { definition: 'trip', step: 'pay' }],
    ['the definition trip', { definition: 'trip' }],
  ])('says who paused %s, and that nothing happens', (what, scope) => {
    const waiting = told(scope);
    expect(waiting).toMatchObject({ code: 'paused', since: FROM, until: null });
    expect(waiting.text).toBe(
      `pay is paused since 2030-01-01T00:00:01Z: alice paused ${what} ("the bank moves"), and ` +
        'its clocks stand still; nothing happens until you act.',
    );
    expect(waiting.on[0]?.pauses).toEqual([{ id: 'p-1', scope }]);
  });

  it.each([
    ['another participant', { participant: 'hotel' }],
    ['another step', { definition: 'trip', step: 'book' }],
    ['another definition', { definition: 'sale' }],
  ])('says nothing of it where it is %s', (_what, scope) => {
    expect(told(scope).code).toBe('executing');
  });

  it('says when a pause ends by itself, and nothing of one that is over', () => {
    const waiting = told({ participant: 'bank' }, FROM + 60_000);
    expect(waiting.until).toBe(FROM + 60_000);
    expect(waiting.text).toMatch(/clocks stand still, until 2030-01-01T00:01:01Z at the latest\.$/);
    expect(told({ participant: 'bank' }, FROM + 1).code).toBe('executing');
  });

  it.each([
    [FROM + 10_000, 'at 2030-01-01T00:00:11Z.'],
    [null, 'now and then.'],
  ])('says that it is paused automatically, why, and when it is tried (%s)', (probeAt, when) => {
    const own = { scope: { participant: 'bank' }, from: FROM, to: null, withCompensations: false };
    const by = { actor: 'conductor', reason: '20 attempts in a row failed', probeAt };
    const pauses = [{ pause: { id: 'p-1', ...own, isAutomatic: true }, by }];
    const told = { sagaId: SAGA, definition: compile(TRIP) };
    const waiting = tellWaiting(ofBank(), told, { ...NOTHING_KNOWN, pauses, at: FROM + 1 });
    expect(waiting.until).toBe(probeAt);
    expect(waiting.text).toBe(
      'pay is paused since 2030-01-01T00:00:01Z: the participant bank is paused automatically ' +
        '(20 attempts in a row failed), and its clocks stand still; ' +
        `an attempt is let through ${when}`,
    );
  });

  it('says who holds what has not begun', () => {
    const waits = { waits: [heldWait(FROM + 5)], more: 0, deadlineAt: null, undo: null };
    const waiting = told({ definition: 'trip' }, null, waits);
    expect(waiting.text).toMatch(/^It is paused since 2030-01-01T00:00:01Z: alice paused the def/);
  });
});
