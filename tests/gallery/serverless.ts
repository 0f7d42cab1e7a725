import { child, each, no, SILENCE } from './run-way.js';
import type { Rows } from './rows.js';

export const SERVERLESS: Rows = {
  'sw-applicant': {
    input: { applicant: { fname: 'Ann', lname: 'Lee', age: 22, email: 'a@b.c' } },
    sends: ['saga.sw-start-application'],
    never: ['mail.rejection'],
    output: { isStarted: true },
    ways: [
      {
        called: 'who is too young is told no',
        input: { applicant: { fname: 'Bo', lname: 'Lee', age: 17, email: 'b@b.c' } },
        sends: ['mail.rejection'],
        never: ['saga.sw-start-application'],
        output: { isStarted: false },
      },
    ],
  },

  'sw-provision': {
    input: { order: { id: 'o-1' } },
    sends: ['saga.sw-apply-order'],
    output: { isApplied: true },
    ways: [
      {
        called: 'an order without items goes elsewhere',
        given: { provision: no('MISSING_ORDER_ITEM') },
        sends: ['saga.sw-handle-missing-item'],
        never: ['saga.sw-apply-order', 'saga.sw-handle-missing-id'],
        output: { isApplied: false },
      },
      {
        called: 'any other error takes it back',
        given: { provision: no('CLOSED') },
        ends: 'compensated',
        error: 'CLOSED',
        never: ['saga.sw-handle-missing-item', 'saga.sw-apply-order'],
      },
    ],
  },

  'sw-job': {
    input: { job: { name: 'j' } },
    given: {
      submit: { jobuid: 'u-1' },
      status: each({ jobStatus: 'RUNNING' }, { jobStatus: 'SUCCEEDED' }),
    },
    sends: ['jobs.status', 'jobs.status', 'jobs.report-succeeded'],
    output: { status: 'SUCCEEDED' },
    ways: [
      {
        called: 'a job that failed is reported',
        given: { status: { jobStatus: 'FAILED' } },
        sends: ['jobs.report-failure'],
        never: ['jobs.report-succeeded'],
        output: { status: 'FAILED' },
      },
      {
        called: 'a submission that failed goes elsewhere',
        given: { submit: no('FULL') },
        sends: ['saga.sw-handle-submit-error'],
        never: ['jobs.status'],
        output: { status: 'NOT_SUBMITTED' },
      },
      {
        called: 'a submission without an answer is undone first',
        given: { submit: SILENCE },
        sends: ['jobs.cancel', 'saga.sw-handle-submit-error'],
        never: ['jobs.status'],
        output: { status: 'NOT_SUBMITTED' },
      },
    ],
  },

  'sw-credit-check': {
    input: { customer: { id: 'c-1', name: 'Ann' } },
    given: { decision: { customerId: 'c-1', decision: 'Approved' } },
    sends: ['saga.sw-start-application'],
    never: ['mail.rejection'],
    output: { decision: 'Approved' },
    ways: [
      {
        called: 'a denial is told',
        given: { decision: { customerId: 'c-1', decision: 'Denied' } },
        sends: ['mail.rejection'],
        never: ['saga.sw-start-application'],
        output: { decision: 'Denied' },
      },
      {
        called: 'the event of another customer is not taken',
        given: { decision: { customerId: 'c-2', decision: 'Approved' } },
        ends: 'compensated',
        error: 'EVENT_TIMEOUT',
        sends: ['credit.withdraw'],
      },
    ],
  },

  'sw-patient': {
    event: { patientId: 'p-1', name: 'Ann', condition: 'cough' },
    given: { doctor: { doctor: 'd-1' } },
    output: { doctor: 'd-1' },
    ways: [
      {
        called: 'no appointment, no patient',
        given: { appointment: no('FULL') },
        ends: 'compensated',
        error: 'FULL',
        sends: ['doctors.unassign', 'patients.remove'],
      },
    ],
  },

  'sw-purchase-order': {
    event: { orderid: 'o-1' },
    given: { confirmation: { orderid: 'o-1' }, shipment: { orderid: 'o-1' } },
    sends: ['orders.log-created', 'orders.log-confirmed', 'orders.log-shipped', 'orders.finished'],
    output: { orderid: 'o-1' },
    ways: [
      {
        called: 'an order that nobody ships is cancelled after thirty days',
        given: { shipment: SILENCE },
        ends: 'compensated',
        error: 'DEADLINE_EXCEEDED',
        sends: ['orders.cancel'],
        never: ['orders.finished'],
      },
    ],
  },

  'sw-car-vitals': {
    event: { tripId: 't-1' },
    given: {
      vitals: each(
        child({ off: SILENCE }),
        child({ off: SILENCE }),
        child({ off: { tripId: 't-1' } }),
      ),
    },
    sends: ['saga.sw-vitals-check', 'saga.sw-vitals-check', 'saga.sw-vitals-check'],
    output: { isOff: true },
  },

  'sw-vitals-check': {
    input: { tripId: 't-1' },
    given: { off: SILENCE },
    sends: ['dashboard.show'],
    output: { isOff: false },
    ways: [
      {
        called: 'the car is turned off',
        given: { off: { tripId: 't-1' } },
        output: { isOff: true },
      },
    ],
  },

  'sw-book-lending': {
    event: { requestId: 'r-1', lender: 'ann', book: { id: 'b-1', title: 'Emma' } },
    given: {
      rounds: each(
        child({ status: { status: 'onloan' }, response: { requestId: 'r-1', wants: 'hold' } }),
        child({ status: { status: 'available' } }),
      ),
    },
    sends: ['saga.sw-lending-round', 'saga.sw-lending-round', 'books.check-out', 'lenders.notify'],
    output: { isLent: true },
    ways: [
      {
        called: 'a lender who does not answer gets no book',
        given: { rounds: { status: 'given-up' } },
        never: ['books.check-out'],
        output: { isLent: false },
      },
    ],
  },

  'sw-lending-round': {
    input: { requestId: 'r-1', lender: 'ann', book: { id: 'b-1', title: 'Emma' } },
    given: { status: { status: 'onloan' }, response: { requestId: 'r-1', wants: 'hold' } },
    sends: ['lenders.send-status', 'books.request-hold'],
    never: ['books.cancel-hold'],
    output: { status: 'onloan' },
    ways: [
      {
        called: 'a hold is declined',
        given: { response: { requestId: 'r-1', wants: 'decline' } },
        sends: ['books.cancel-hold'],
        never: ['books.request-hold'],
        output: { status: 'onloan' },
      },
      {
        called: 'nobody answers',
        given: { response: SILENCE },
        never: ['books.request-hold', 'books.cancel-hold'],
        output: { status: 'given-up' },
      },
      {
        called: 'the book is there',
        given: { status: { status: 'available' } },
        never: ['lenders.send-status'],
        output: { status: 'available' },
      },
    ],
  },

  'sw-food-order': {
    event: { id: 'o-1', customerId: 'c-1', order: { restaurantId: 'r-1' }, delivery: 'home' },
    given: { eta: { at: '2030-01-01T01:00:00Z' } },
    sends: ['orders.submit', 'saga.sw-deliver-order', 'payments.charge'],
    output: { orderid: 'o-1', orderstatus: 'Order Completed' },
    ways: [
      {
        called: 'what is not delivered is not charged',
        given: { deliver: no('EVENT_TIMEOUT') },
        ends: 'compensated',
        error: 'EVENT_TIMEOUT',
        sends: ['orders.cancel'],
        never: ['payments.charge'],
      },
    ],
  },

  'sw-deliver-order': {
    input: { id: 'o-1', order: {} },
    given: { pickedUp: { orderId: 'o-1', by: 'bo' }, delivered: { orderId: 'o-1' } },
    sends: ['delivery.dispatch', 'delivery.deliver'],
    output: { delivered: { orderId: 'o-1' } },
    ways: [
      {
        called: 'nobody picks it up',
        given: { pickedUp: SILENCE },
        ends: 'compensated',
        error: 'EVENT_TIMEOUT',
        sends: ['delivery.recall'],
        never: ['delivery.deliver'],
      },
    ],
  },

  'sw-ev-charging': {
    event: { eventId: 'e-1', stationId: 's-1', cardId: 'c-1' },
    given: { session: { id: 'x-1', slot: 1 }, slot: { slot: 2 } },
    sends: [
      'supplier.end',
      'supplier.pay',
      'supplier.unlock-slot',
      'charging-station.session-ended',
    ],
    never: ['supplier.acquire-slot'],
    output: { charging: 'ended' },
    ways: [
      {
        called: 'a card without a session begins one',
        given: { session: no('NOT_FOUND') },
        sends: [
          'supplier.acquire-slot',
          'supplier.lock-slot',
          'supplier.start',
          'charging-station.session-started',
        ],
        never: ['supplier.pay'],
        output: { charging: 'started' },
      },
      {
        called: 'a full station says so',
        given: { session: no('NOT_FOUND'), slot: no('NO_SLOTS') },
        sends: ['supplier.led'],
        never: ['supplier.start', 'supplier.pay'],
        output: { charging: 'no slot' },
      },
      {
        called: 'a slot is given back when charging does not start',
        given: { session: no('NOT_FOUND'), start: no('BROKEN') },
        ends: 'compensated',
        error: 'BROKEN',
        sends: ['supplier.undo-lock', 'supplier.release-slot'],
      },
    ],
  },

  'sw-ev-fault': {
    event: { eventId: 'e-2', stationId: 's-1', error: { code: 7 } },
    sends: ['supplier.contact-support', 'supplier.led', 'charging-station.out-of-order'],
    output: { stationId: 's-1' },
  },
};
