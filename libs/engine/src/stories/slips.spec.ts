import {
  compile,
  nothingToUndo,
  onTrail,
  operatorAsks,
  forwarded,
  refused,
  sagaSpecification,
  succeeded,
  timePasses,
  timerOf,
  undone,
} from '#testing-sagas';
import { checkMigration } from '../migration/check-migration.js';
import type { Slip } from '../state/decision.js';
import type { TrailEntry } from '../state/saga-input.js';
import { begun, booked, flown, given, paid, TRIP } from './trip.fixture.js';

const execute = { iteration: 0, direction: 'execute', attempt: 1 } as const;
const trail = {
  hotel: { step: 'hotel', ...execute, outcome: { type: 'succeeded', output: { id: 1 } } },
  flight: { step: 'flight', ...execute, outcome: { type: 'succeeded', output: { seat: 'A1' } } },
  noPay: {
    step: 'pay',
    ...execute,
    outcome: { type: 'refused', error: { code: 'NO', message: 'no' } },
  },
  noFlight: {
    step: 'flight',
    iteration: 0,
    direction: 'compensate',
    attempt: 1,
    outcome: { type: 'succeeded', output: { result: 'undone' } },
  },
} as const satisfies Record<string, TrailEntry>;

describe('A routing slip that goes well', () => {
  it('leaves with the first command, and names what follows and how to undo it', () => {
    const { decision } = given().when(begun).thenSends('hotel.book');
    const slip = decision.type === 'transition' ? decision.commands[0]?.slip : undefined;
    expect(slip?.back).toEqual([]);
    expect(slip?.undo).toMatchObject({ command: 'hotel.cancel', data: { city: 'Ulm' } });
    expect(slip?.next.map(({ command }) => command)).toEqual([
      'flight.book',
      'card.charge',
      'mail.send',
    ]);
    expect(slip?.next[0]).toMatchObject({
      data: { hotel: null, to: 'Ulm' },
      fill: [{ at: ['hotel'], step: 'hotel', path: ['id'] }],
      undo: { command: 'flight.cancel', input: { fill: [{ at: ['of'] }] } },
    });
    expect(slip?.next.map(({ isPastPivot }) => isPastPivot)).toEqual([false, false, true]);
  });

  it('takes one command of the conductor, whatever the number of its steps', () => {
    const { saga } = given(begun, booked, flown, paid).when(succeeded('mail')).thenSends();
    expect(saga.status).toBe('completed');
    expect(saga.steps['flight']?.data).toEqual({ hotel: 1, to: 'Ulm' });
  });

  it('has the next step executing, with a timer of its own, when one has passed it on', () => {
    given(begun).when(booked).thenSends().andStepIs('flight', 'executing').andNextTimerIsIn(30_000);
  });

  it('is sent on by the conductor when a participant did not', () => {
    const { decision } = given(begun)
      .when(succeeded('hotel', { id: 1 }))
      .thenSends('flight.book');
    const slip = decision.type === 'transition' ? decision.commands[0]?.slip : undefined;
    expect(slip?.back).toMatchObject([{ command: 'hotel.cancel', data: { city: 'Ulm' } }]);
    expect(slip?.next).toMatchObject([{ step: 'pay' }, { step: 'mail' }]);
  });

  it('takes no reply for too early that brings those before it along', () => {
    given(begun)
      .when(onTrail(succeeded('mail', {}, execute), [trail.hotel, trail.flight]))
      .thenSends()
      .andStepIs('pay', 'executing');
    const all = [trail.hotel, trail.flight, { ...trail.hotel, step: 'pay' }];
    given(begun)
      .when(onTrail(succeeded('mail', {}, execute), all))
      .andStatusIs('completed');
  });

  it('knows what it has heard before', () => {
    given(begun, booked).when(booked).thenNothingHappens('step-closed');
    given(begun, forwarded(succeeded('flight', { seat: 'A1' }, execute), [trail.hotel]))
      .when(booked)
      .thenNothingHappens('step-closed');
  });

  it('goes on as ever when a forwarded step stays silent', () => {
    const { decision } = given(begun, booked, timerOf('flight'))
      .when(timerOf('flight'))
      .thenSends({ command: 'flight.book', attempt: 2, data: { hotel: 1, to: 'Ulm' } });
    expect(slipOf(decision)?.next).toHaveLength(2);
    expect(slipOf(decision)?.undo?.data).toEqual({ of: 1 });
  });

  it('says the same instant as the beginning of what a participant may have begun', () => {
    const { saga } = given(begun, timePasses(5_000)).when(booked).thenSends();
    expect(saga.steps['flight']?.issuedAt).toBe(saga.steps['hotel']?.issuedAt);
  });
});

describe('A station of a routing slip that answers for others', () => {
  it('is not believed about those that come after it', () => {
    const forged = [trail.hotel, trail.flight, { ...trail.hotel, step: 'pay' }];
    given(begun)
      .when(forwarded(succeeded('hotel', { id: 1 }, execute), forged))
      .thenSends()
      .andStepIs('flight', 'executing');
    given(begun)
      .when(forwarded(refused('hotel', 'FULL', execute), [trail.flight]))
      .andStepIs('flight', 'pending');
  });

  it('nor that the way back has passed those that it comes to later', () => {
    const noHotel = { ...trail.noFlight, step: 'hotel' };
    given(begun, booked, flown, forwarded(refused('pay', 'BROKE')))
      .when(onTrail(undone('flight', { attempt: 1 }), [noHotel]))
      .andStatusIs('compensating')
      .andStepIs('hotel', 'compensating');
    given(begun, booked, flown)
      .when(onTrail(succeeded('flight', { seat: 'A1' }, execute), [trail.noFlight]))
      .thenNothingHappens('step-closed');
  });
});

describe('A routing slip that goes back', () => {
  it('is undone by its participants when one of them refuses', () => {
    given(begun, booked)
      .when(forwarded(refused('flight', 'FULL')))
      .thenSends()
      .andStatusIs('compensating')
      .andStepIs('flight', 'compensated')
      .andStepIs('hotel', 'compensating');
    given(begun, booked, forwarded(refused('flight', 'FULL')))
      .when(undone('hotel'))
      .andStatusIs('compensated');
  });

  it('is undone by the conductor where they do not, or fall silent', () => {
    given(begun, booked).when(refused('flight', 'FULL')).thenSends('flight.cancel');
    given(begun, booked, forwarded(refused('flight', 'FULL')), timerOf('hotel'))
      .when(timerOf('hotel'))
      .thenSends({ command: 'hotel.cancel', attempt: 2, data: { city: 'Ulm' } });
  });

  it('is undone after the pivot said no, also when that is heard last', () => {
    given(begun, booked, flown)
      .when(forwarded(refused('pay', 'BROKE')))
      .thenSends()
      .andStepIs('flight', 'compensating');
    const history = [trail.hotel, trail.flight, trail.noPay, trail.noFlight];
    given(begun)
      .when(onTrail(undone('hotel', { attempt: 1 }), history))
      .thenSends()
      .andStatusIs('compensated');
  });

  it('obeys a stored no to whichever attempt', () => {
    given(begun, booked, timerOf('flight'), timerOf('flight'))
      .when(forwarded(refused('flight', 'FULL', { attempt: 1 })))
      .andStatusIs('compensating');
  });

  it('carries the rest of the way back when the conductor has to begin with it', () => {
    const { decision } = given(begun, booked, flown, operatorAsks({ name: 'cancel' }))
      .when(refused('pay', 'FENCED'))
      .thenSends('flight.cancel');
    expect(slipOf(decision)?.back).toMatchObject([{ command: 'hotel.cancel' }]);
    given(begun, booked, flown, operatorAsks({ name: 'cancel' }), refused('pay', 'FENCED'))
      .when(forwarded(undone('flight')))
      .thenSends()
      .andStepIs('hotel', 'compensating');
  });
});

const cancelled = operatorAsks({ name: 'cancel' });
const fenced = (step: string) => refused(step, 'FENCED');

describe('A routing slip that is wanted back', () => {
  it('is asked about before anything is undone, for it may be further than anybody heard', () => {
    given(begun).when(cancelled).thenSends({ command: 'hotel.book', direction: 'inquire' });
    given(begun, cancelled)
      .when(succeeded('hotel', { id: 1 }))
      .thenSends({ command: 'flight.book', direction: 'inquire' });
    given(begun, cancelled, succeeded('hotel', { id: 1 }))
      .when(fenced('flight'))
      .thenSends({ command: 'hotel.cancel', data: { city: 'Ulm' } })
      .andStepIs('flight', 'compensated');
    const { saga } = given(begun, cancelled, succeeded('hotel', { id: 1 }), fenced('flight'))
      .when(undone('hotel'))
      .andStatusIs('compensated');
    expect(saga.abort).toMatchObject({ reason: 'cancelled', error: null });
  });

  it('goes on when the pivot turns out to be passed', () => {
    given(begun, cancelled, succeeded('hotel', { id: 1 }), succeeded('flight', {}))
      .when(succeeded('pay'))
      .thenSends({ command: 'mail.send', direction: 'execute' })
      .andStatusIs('running');
  });

  it('is asked about when its deadline passes', () => {
    const { saga } = given(begun, booked, timePasses(600_000)).when(fenced('flight'));
    expect(saga.abort?.reason).toBe('deadline');
    expect(saga.error?.code).toBe('DEADLINE_EXCEEDED');
  });

  it('is undone from its end when all of it has happened', () => {
    const short = sagaSpecification({ ...TRIP, steps: TRIP.steps.slice(0, 2) });
    given(begun, booked).when(cancelled).thenSends({ direction: 'inquire' });
    short(begun, booked, cancelled).when(succeeded('flight')).thenSends('flight.cancel');
  });

  it('is asked about when the attempts of a step are used up', () => {
    const once = { ...TRIP.steps[1], retry: { maxAttempts: 1 } };
    const hasty = sagaSpecification({ ...TRIP, steps: [TRIP.steps[0], once] });
    hasty(begun, booked)
      .when(timerOf('flight'))
      .thenSends({ command: 'flight.book', direction: 'inquire' });
    hasty(begun, booked, timerOf('flight'))
      .when(fenced('flight'))
      .thenSends('hotel.cancel')
      .andStatusIs('compensating');
    hasty(begun, booked, timerOf('flight')).when(succeeded('flight')).andStatusIs('completed');
  });

  it('asks too when a refusal says nothing of what the key came to', () => {
    given(begun, booked).when(refused('flight', 'KEY_REUSED')).thenSends({ direction: 'inquire' });
  });
});

it('A routing slip holds the steps of its version, and keeps it', () => {
  const { saga } = given(begun).when(booked);
  const [from, plain] = [compile(TRIP), { ...TRIP, mode: 'orchestration' }];
  for (const target of [compile(TRIP, 2), compile(plain, 2)]) {
    const check = checkMigration(saga, from, target);
    expect(check).toMatchObject({ fits: false, reasons: [{ code: 'ROUTING_SLIP' }] });
  }
  expect(checkMigration(saga, compile(plain), compile(TRIP, 2)).fits).toBe(false);
});

it('A participant that answers nothing-to-undo is believed', () => {
  given(begun, booked, forwarded(refused('flight', 'FULL')))
    .when(nothingToUndo('hotel'))
    .andStatusIs('compensated');
});

function slipOf(decision: { readonly type: string }): Slip | undefined {
  return (decision as { commands?: readonly { slip?: Slip }[] }).commands?.[0]?.slip;
}
