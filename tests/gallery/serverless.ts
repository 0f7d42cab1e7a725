import { each, no, SILENCE } from './run-way.js';
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

  'sw-car-vitals': {
    event: { tripId: 't-1' },
    given: { vitals: each({ isOff: false }, { isOff: false }, { isOff: true }) },
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
    given: { rounds: each({ status: 'onloan' }, { status: 'available' }) },
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

  'sw-fork-compete': {
    input: { alarmId: 'a-1', patient: { fullName: 'Ann Lee' }, room: { number: 7 } },
    given: { first: { alarmId: 'a-1', by: 'nurse' } },
    sends: ['alerts.nurses', 'alerts.doctor', 'alerts.call-off-doctor'],
    never: ['alerts.call-off-nurses'],
    output: { by: 'nurse' },
    ways: [
      {
        called: 'the doctor comes first',
        given: { first: { alarmId: 'a-1', by: 'doctor' } },
        sends: ['alerts.call-off-nurses'],
        never: ['alerts.call-off-doctor'],
        output: { by: 'doctor' },
      },
      {
        called: 'nobody comes',
        given: { first: SILENCE },
        ends: 'compensated',
        error: 'EVENT_TIMEOUT',
        never: ['alerts.call-off-doctor'],
      },
    ],
  },

  'sw-room-readings': {
    input: { roomId: 'r-1' },
    given: {
      temperature: { roomId: 'r-1', reading: 21 },
      humidity: { roomId: 'r-1', reading: 40 },
      report: { pages: 1 },
    },
    sends: ['orders.log-reading', 'orders.log-reading', 'orders.produce-report'],
    output: { report: { pages: 1 } },
    ways: [
      {
        called: 'a reading is missing for an hour',
        given: { humidity: SILENCE },
        ends: 'compensated',
        error: 'DEADLINE_EXCEEDED',
        never: ['orders.log-reading'],
      },
    ],
  },
};
