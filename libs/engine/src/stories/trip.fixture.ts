import { forwarded, sagaSpecification, started, succeeded } from '#testing-sagas';

/** A routing slip: two bookings, the pivot, and a mail. */
export const TRIP = {
  name: 'trip',
  mode: 'routing-slip',
  deadline: '10m',
  steps: [
    {
      name: 'hotel',
      command: 'hotel.book',
      compensation: 'hotel.cancel',
      input: { city: '${input.city}' },
    },
    {
      name: 'flight',
      command: 'flight.book',
      compensation: { command: 'flight.cancel', input: { of: '${steps.hotel.output.id}' } },
      input: { hotel: '${steps.hotel.output.id}', to: '${input.city}' },
    },
    { name: 'pay', command: 'card.charge', kind: 'pivot', input: '${steps.flight.output}' },
    { name: 'mail', command: 'mail.send', kind: 'retryable' },
  ],
};

export const given = sagaSpecification(TRIP);
export const begun = started({ city: 'Ulm' });
export const booked = forwarded(succeeded('hotel', { id: 1 }));
export const flown = forwarded(succeeded('flight', { seat: 'A1' }));
export const paid = forwarded(succeeded('pay'));
