import { operatorAsks, refused, sagaSpecification, succeeded, timerOf } from '#testing-sagas';
import { begun, booked, flown, given, paid, TRIP } from './trip.fixture.js';

const fenced = (step: string) => refused(step, 'FENCED');

describe('An operator and a routing slip', () => {
  it('go back as a whole, or not at all', () => {
    given(begun, booked)
      .when(operatorAsks({ name: 'compensate', toStep: 'hotel' }))
      .thenIsRejected('STEP_STATE_CONFLICT');
  });

  it('do not skip a step that may be going back', () => {
    given(begun, booked)
      .when(operatorAsks({ name: 'skip', step: 'flight' }))
      .thenIsRejected('STEP_STATE_CONFLICT');
    given(begun, booked, flown, paid)
      .when(operatorAsks({ name: 'skip', step: 'mail' }))
      .andStatusIs('completed');
  });

  it('settle a step whose output is lost: what was made of it is asked about', () => {
    const settled = operatorAsks({ name: 'settle', step: 'hotel', result: 'succeeded' });
    const asked = [begun, timerOf('hotel'), settled] as const;
    given(begun, timerOf('hotel'))
      .when(settled)
      .thenSends({ command: 'flight.book', direction: 'inquire' });
    given(...asked)
      .when(succeeded('flight', { seat: 'A1' }, { direction: 'inquire' }))
      .thenSends({ command: 'card.charge', data: { seat: 'A1' } });
    given(...asked)
      .when(fenced('flight'))
      .thenSends('hotel.cancel')
      .andStatusIs('compensating');
    given(...asked)
      .when(operatorAsks({ name: 'cancel' }))
      .thenSends();
  });

  it('skip a step past the pivot: what was made of its true output is asked about', () => {
    const made = { name: 'post', command: 'mail.post', kind: 'retryable', input: {} };
    const input = { of: '${steps.mail.output.id}' };
    const posted = { ...TRIP, steps: [...TRIP.steps, { ...made, input }] };
    const longer = sagaSpecification(posted);
    const skipped = operatorAsks({ name: 'skip', step: 'mail', output: { id: 'by hand' } });
    const issued = [begun, booked, flown, paid, skipped] as const;
    longer(...issued)
      .when(refused('post', 'KEY_REUSED'))
      .thenSends({ command: 'mail.post', direction: 'inquire' });
    longer(...issued, refused('post', 'KEY_REUSED'))
      .when(succeeded('post', null, { direction: 'inquire' }))
      .andStatusIs('completed');
  });

  it('go back when a step to be edited was refused in the meantime', () => {
    const once = { ...TRIP.steps[1], retry: { maxAttempts: 1 } };
    const hasty = sagaSpecification({ ...TRIP, steps: [TRIP.steps[0], once] });
    const stuck = [begun, booked, timerOf('flight'), timerOf('flight')] as const;
    const edit = operatorAsks({ name: 'retry', step: 'flight', input: { to: 'Bern' } });
    hasty(...stuck)
      .when(edit)
      .thenSends({ direction: 'inquire' });
    hasty(...stuck, edit)
      .when(fenced('flight'))
      .thenSends({ command: 'flight.book', iteration: 1, data: { to: 'Bern' } });
    hasty(...stuck, edit)
      .when(refused('flight', 'FULL', { direction: 'inquire', attempt: 2 }))
      .andStatusIs('compensating');
  });
});
