import { no, SILENCE } from './run-way.js';
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
