import { child, each, no, SILENCE } from './run-way.js';
import type { Rows } from './rows.js';

export const TEMPORAL: Rows = {
  'tmp-booking': {
    input: { name: 'ann' },
    given: { car: { id: 'c' }, hotel: { id: 'h' }, flight: { id: 'f' } },
    output: { car: 'c', hotel: 'h', flight: 'f' },
    ways: [
      {
        called: 'no flight, no trip',
        given: { flight: no('FULL') },
        ends: 'compensated',
        error: 'FULL',
        sends: ['hotels.cancel', 'cars.cancel'],
      },
    ],
  },

  'tmp-money-transfer': {
    input: { fromAccountId: 'a', toAccountId: 'b', referenceId: 'r-1', amountCents: 1000 },
    output: { referenceId: 'r-1' },
    ways: [
      {
        called: 'what cannot be deposited is paid back',
        given: { deposit: no('CLOSED') },
        ends: 'compensated',
        error: 'CLOSED',
        sends: ['accounts.refund'],
      },
    ],
  },

  'tmp-money-batch': {
    input: { batchId: 'b-1', toAccountId: 'a-1', batchSize: 2 },
    given: {
      withdrawals: each(
        child({
          asked: { batchId: 'b-1', referenceId: 'r-1', fromAccountId: 'c-1', amountCents: 100 },
        }),
        child({
          asked: { batchId: 'b-1', referenceId: 'r-2', fromAccountId: 'c-2', amountCents: 50 },
        }),
      ),
    },
    sends: ['saga.tmp-money-withdrawal', 'saga.tmp-money-withdrawal', 'accounts.deposit'],
    output: { balance: 150 },
    ways: [
      {
        called: 'the same withdrawal asked for twice counts once',
        given: {
          withdrawals: child({
            asked: { batchId: 'b-1', referenceId: 'r-1', fromAccountId: 'c-1', amountCents: 100 },
          }),
        },
        ends: 'compensated',
        error: 'EVENT_TIMEOUT',
        never: ['accounts.deposit'],
      },
      {
        called: 'what cannot be deposited is paid back',
        given: { deposit: no('CLOSED') },
        ends: 'compensated',
        error: 'CLOSED',
        sends: [
          'saga.tmp-money-withdrawal',
          'saga.tmp-money-withdrawal',
          'accounts.deposit',
          'saga.tmp-money-withdrawal',
          'saga.tmp-money-withdrawal',
        ],
      },
    ],
  },

  'tmp-money-withdrawal': {
    input: { batchId: 'b-1', taken: ['r-1'], balance: 100 },
    given: { asked: { batchId: 'b-1', referenceId: 'r-2', fromAccountId: 'c-1', amountCents: 50 } },
    sends: ['accounts.withdraw'],
    output: { taken: ['r-1', 'r-2'], balance: 150 },
    ways: [
      {
        called: 'a withdrawal that a round before it took is not taken again',
        given: {
          asked: { batchId: 'b-1', referenceId: 'r-1', fromAccountId: 'c-1', amountCents: 50 },
        },
        ends: 'compensated',
        error: 'EVENT_TIMEOUT',
        never: ['accounts.withdraw'],
      },
    ],
  },

  'tmp-food-delivery': {
    input: { productId: 1, name: 'pizza' },
    sends: ['payments.charge', 'push.send', 'push.send', 'push.send'],
    output: { productId: 1 },
    ways: [
      {
        called: 'nobody picks it up',
        given: { pickedUp: SILENCE },
        ends: 'compensated',
        error: 'NOT_PICKED_UP',
        sends: ['payments.refund'],
        never: ['push.send'],
      },
      {
        called: 'nobody delivers',
        given: { delivered: SILENCE },
        ends: 'compensated',
        error: 'SIGNAL_TIMEOUT',
        sends: ['push.send', 'payments.refund'],
      },
      {
        called: 'a notice that cannot be sent takes nothing back',
        given: { rate: no('NO_PHONE') },
        never: ['payments.refund'],
        output: { productId: 1 },
      },
    ],
  },

  'tmp-food-delivery-failed': {
    input: { name: 'pizza', code: 'SIGNAL_TIMEOUT', message: 'late' },
    sends: ['push.send'],
  },

  'tmp-open-account': {
    input: { accountId: 'a-1', address: {}, clientEmail: 'a@b.c', bankDetails: {} },
    output: { accountId: 'a-1' },
    ways: [
      {
        called: 'no bank, no account',
        given: { bank: no('UNKNOWN_BANK') },
        ends: 'compensated',
        error: 'UNKNOWN_BANK',
        sends: ['accounts.remove-client', 'accounts.clear-addresses'],
      },
    ],
  },

  'tmp-expense': {
    input: { expenseId: 'x-1' },
    given: { decision: { approved: true } },
    sends: ['expenses.create', 'payments.pay'],
    output: { status: 'COMPLETED' },
    ways: [
      {
        called: 'a rejection ends it',
        given: { decision: { approved: false } },
        never: ['payments.pay'],
        output: { status: 'REJECTED' },
      },
      {
        called: 'nobody decides in time',
        input: { expenseId: 'x-1', timeout: '3d' },
        given: { decision: SILENCE },
        never: ['payments.pay'],
        output: { status: 'TIMED_OUT' },
      },
    ],
  },

  'tmp-order-fulfill': {
    input: { orderId: 'o-1' },
    given: {
      needsApproval: { isNeeded: true },
      payment: { id: 'p' },
      inventory: { id: 'i' },
      deliver: { id: 'd' },
    },
    output: 'Order fulfilled: p, i, d',
    ways: [
      {
        called: 'nobody approves',
        given: { approval: SILENCE },
        ends: 'compensated',
        error: 'SIGNAL_TIMEOUT',
        never: ['payments.process'],
      },
      {
        called: 'an old card is not tried again',
        given: { payment: no('CREDIT_CARD_EXPIRED') },
        ends: 'compensated',
        error: 'CREDIT_CARD_EXPIRED',
      },
    ],
  },

  'tmp-packet-delivery': {
    given: {
      generate: {
        packets: [
          { id: 1, content: 'a' },
          { id: 2, content: 'b' },
        ],
      },
      deliveries: { code: 'Confirmed' },
    },
    sends: ['saga.tmp-packet', 'saga.tmp-packet'],
    output: { delivered: [{ code: 'Confirmed' }, { code: 'Confirmed' }], calledOff: [] },
    ways: [
      {
        called: 'one packet is called off, and the other arrives',
        given: { deliveries: each(no('CANCELLED'), { code: 'Confirmed' }) },
        output: { delivered: [{ code: 'Confirmed' }], calledOff: [0] },
      },
    ],
  },

  'tmp-packet': {
    input: { id: 1, content: 'a' },
    given: {
      delivery: each(
        child({ confirmed: { id: 1 }, complete: { code: 'Nobody there' } }),
        child({ confirmed: { id: 1 }, complete: { code: 'Confirmed' } }),
      ),
    },
    sends: ['saga.tmp-packet-round', 'saga.tmp-packet-round'],
    output: { id: 1, code: 'Confirmed' },
  },

  'tmp-packet-round': {
    input: { id: 1, content: 'a' },
    given: { confirmed: { id: 1 }, complete: { code: 'Confirmed' } },
    sends: ['delivery.perform', 'delivery.complete'],
    output: { code: 'Confirmed' },
  },

  'tmp-iterator-batch': {
    input: { pageSize: 10, offset: 0 },
    given: {
      pages: each(
        child({ load: { records: [1, 2] } }),
        child({ load: { records: [3] } }),
        child({ load: { records: [] } }),
      ),
    },
    sends: ['saga.tmp-batch-page', 'saga.tmp-batch-page', 'saga.tmp-batch-page'],
    output: { offset: 3 },
  },

  'tmp-batch-page': {
    input: { pageSize: 10, offset: 20 },
    given: { load: { records: [1, 2, 3] }, process: each({}, no('BROKEN'), {}) },
    sends: ['records.process', 'records.process', 'records.process'],
    output: { offset: 23, records: 3 },
    ways: [
      {
        called: 'there is no more',
        given: { load: { records: [] } },
        never: ['records.process'],
        output: { offset: 20, records: 0 },
      },
    ],
  },

  'tmp-early-return': {
    input: { sourceAccount: 'a', targetAccount: 'b', amount: 10 },
    given: { complete: { id: 'x-1' } },
    output: { tx: { id: 'x-1' } },
    ways: [
      {
        called: 'what is not completed is cancelled',
        given: { complete: no('CLOSED') },
        ends: 'compensated',
        error: 'CLOSED',
        sends: ['transactions.cancel'],
      },
    ],
  },
};
