import { child, each, no, SILENCE } from './run-way.js';
import type { Rows } from './rows.js';

export const MORE: Rows = {
  'sw-visa': {
    input: { applicationId: 'v-1' },
    given: { decision: { applicationId: 'v-1', decision: 'approved' } },
    sends: ['saga.sw-handle-approved-visa'],
    never: ['saga.sw-handle-rejected-visa', 'saga.sw-handle-no-visa-decision'],
    output: { decision: 'approved' },
    ways: [
      {
        called: 'it is rejected',
        given: { decision: { applicationId: 'v-1', decision: 'rejected' } },
        sends: ['saga.sw-handle-rejected-visa'],
        never: ['saga.sw-handle-approved-visa'],
        output: { decision: 'rejected' },
      },
      {
        called: 'nobody decides within an hour',
        given: { decision: SILENCE },
        sends: ['saga.sw-handle-no-visa-decision'],
        never: ['saga.sw-handle-rejected-visa'],
        output: { decision: 'none' },
      },
    ],
  },

  'sw-college': {
    event: { applicantId: 'a-1' },
    given: { scores: { applicantId: 'a-1', sat: 1500 }, letter: { applicantId: 'a-1' } },
    sends: ['college.finalize'],
    output: { applicantId: 'a-1' },
    ways: [
      {
        called: 'no letter comes',
        given: { letter: SILENCE },
        ends: 'compensated',
        error: 'EVENT_TIMEOUT',
        never: ['college.finalize'],
      },
    ],
  },

  'sw-high-temperature': {
    event: { eventId: 'e-1', patientId: 'p-1' },
    sends: ['patients.send-tylenol-order'],
    output: { patientId: 'p-1' },
  },

  'sw-high-pressure': {
    event: { eventId: 'e-1', patientId: 'p-1' },
    sends: ['patients.call-nurse'],
    output: { patientId: 'p-1' },
  },

  'sw-high-respiration': {
    event: { eventId: 'e-1', patientId: 'p-1' },
    sends: ['patients.call-pulmonologist'],
    output: { patientId: 'p-1' },
  },

  'sw-auction-bid': {
    event: { bidId: 'b-1', bid: { carid: 'c-1', amount: 3000 } },
    sends: ['auctions.store-bid'],
    output: { bidId: 'b-1' },
  },

  'sw-transactions': {
    input: { customer: { transactions: [100, 9000, 20] } },
    sends: ['banking.larger-transaction'],
    output: { larger: 1, smaller: 2 },
    ways: [
      {
        called: 'one that is refused undoes the others',
        given: { larger: no('NO_FUNDS') },
        ends: 'compensated',
        error: 'NO_FUNDS',
        sends: ['banking.reverse-smaller-transaction', 'banking.reverse-smaller-transaction'],
      },
    ],
  },

  'sw-glass': {
    input: { counts: { current: 0, max: 2 } },
    given: { addWater: each({ current: 1 }, { current: 2 }) },
    sends: ['glass.add-water', 'glass.add-water'],
    output: { current: 2 },
    ways: [
      {
        called: 'a full glass is left alone',
        input: { counts: { current: 2, max: 2 } },
        never: ['glass.add-water'],
        output: { current: 2 },
      },
    ],
  },

  'sw-completion': {
    input: { orders: [{ id: 'o-1' }, { id: 'o-2' }] },
    sends: ['saga.sw-provision', 'saga.sw-provision', 'orders.provisioning-completed'],
    output: { orders: 2 },
  },

  'tmp-updatable-timer': {
    input: { timerId: 't-1', wakeUpAt: '2030-01-02T00:00:00Z' },
    given: {
      sleep: each(
        child({ moved: { timerId: 't-1', moveId: 'm-1', wakeUpAt: '2030-01-03T00:00:00Z' } }),
        child({ moved: SILENCE }),
      ),
    },
    sends: ['saga.tmp-timer-round', 'saga.tmp-timer-round'],
    output: { wakeUpAt: '2030-01-03T00:00:00Z' },
  },

  'tmp-timer-round': {
    input: { timerId: 't-1', wakeUpAt: '2030-01-02T00:00:00Z', taken: [] },
    given: { moved: { timerId: 't-1', moveId: 'm-1', wakeUpAt: '2030-01-03T00:00:00Z' } },
    output: { isOver: false, wakeUpAt: '2030-01-03T00:00:00Z', taken: ['m-1'] },
    ways: [
      {
        called: 'nobody moves it',
        given: { moved: SILENCE },
        output: { isOver: true, wakeUpAt: '2030-01-02T00:00:00Z', taken: [] },
      },
    ],
  },

  'bpmn-write-off': {
    input: { loanId: 'l-1', amount: '900.00' },
    given: { first: { approved: true, by: 'hea' }, second: { approved: true, by: 'sen' } },
    sends: ['desk.ask', 'desk.ask', 'collections.execute-write-off'],
    never: ['collections.notify-rejection'],
    output: { loanId: 'l-1', isWrittenOff: true },
    ways: [
      {
        called: 'the second no is told, and ends it',
        given: { second: { approved: false, by: 'sen' } },
        ends: 'compensated',
        error: 'NOT_APPROVED',
        sends: ['collections.notify-rejection', 'desk.withdraw'],
        never: ['collections.execute-write-off'],
      },
    ],
  },

  'bpmn-disbursement': {
    input: { disbursementId: 'd-1', amount: '900.00', initiator: 'ini', treasuryManager: 'man' },
    given: {
      validation: { isValid: true },
      funding: { isSufficient: true },
      approval: { approved: true, by: 'man' },
    },
    sends: [
      'desk.ask',
      'treasury.check-funding',
      'desk.ask',
      'treasury.disburse',
      'treasury.update-records',
    ],
    output: { result: 'DISBURSED' },
    ways: [
      {
        called: 'what is not valid goes back to who asked',
        given: { validation: { isValid: false } },
        sends: ['desk.ask', 'desk.ask'],
        never: ['treasury.check-funding', 'treasury.disburse'],
        output: { result: 'INVALID' },
      },
      {
        called: 'there is too little money',
        given: { funding: { isSufficient: false } },
        never: ['treasury.disburse'],
        output: { result: 'INSUFFICIENT_FUNDS' },
      },
      {
        called: 'the manager says no',
        given: { approval: { approved: false, by: 'man' } },
        never: ['treasury.disburse'],
        output: { result: 'REJECTED' },
      },
    ],
  },

  'tmp-one-click-buy': {
    input: { itemId: 'i-1' },
    given: { cancelled: SILENCE },
    sends: ['purchases.checkout'],
    output: { state: 'PURCHASE_CONFIRMED' },
    ways: [
      {
        called: 'it is cancelled within five seconds',
        given: { cancelled: {} },
        sends: ['purchases.cancelled'],
        never: ['purchases.checkout'],
        output: { state: 'PURCHASE_CANCELED' },
      },
    ],
  },

  'aws-stock-trading': {
    given: { price: { stock_price: 40 }, buy: { id: 'b-1' }, sell: { id: 's-1' } },
    sends: ['stocks.buy', 'transactions.record'],
    never: ['stocks.sell'],
    output: { id: 'b-1' },
    ways: [
      {
        called: 'what is dear is sold',
        given: { price: { stock_price: 60 } },
        sends: ['stocks.sell'],
        never: ['stocks.buy'],
        output: { id: 's-1' },
      },
      {
        called: 'what is not recorded is undone',
        given: { record: no('CLOSED') },
        ends: 'compensated',
        error: 'CLOSED',
        sends: ['stocks.sell-back'],
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
