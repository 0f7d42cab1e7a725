import { each, no, SILENCE } from './run-way.js';
import type { Rows } from './rows.js';

export const AWS: Rows = {
  'aws-quorum': {
    input: { quorum: 2 },
    given: { enough: each({ completed: 0 }, { completed: 1 }, { completed: 2 }) },
    sends: ['processes.next'],
    output: { isMet: true },
    ways: [
      {
        called: 'time runs out',
        given: { enough: { completed: 1 } },
        sends: ['processes.late'],
        never: ['processes.next'],
        output: { isMet: false },
      },
    ],
  },

  'aws-quorum-round': {
    given: {
      process1: { Completed: true },
      process2: { Completed: false },
      process3: { Completed: true },
    },
    output: { completed: 2 },
  },

  'aws-either-or': {
    given: { first: each({ process: 0 }, { process: 2 }) },
    sends: ['next.two'],
    never: ['next.one', 'next.late'],
    output: { first: 2 },
    ways: [
      {
        called: 'the first one wins',
        given: { first: { process: 1 } },
        sends: ['next.one'],
        never: ['next.two'],
        output: { first: 1 },
      },
      {
        called: 'time runs out',
        given: { first: { process: 0 } },
        sends: ['next.late'],
        never: ['next.one', 'next.two'],
        output: { first: 0 },
      },
    ],
  },

  'aws-either-or-round': {
    given: { process1: { Completed: false }, process2: { Completed: true } },
    output: { process: 2 },
    ways: [
      { called: 'none is done', given: { process2: { Completed: false } }, output: { process: 0 } },
    ],
  },

  'aws-parallel-approval': {
    input: { requestId: 'r-1', message: 'please' },
    given: {
      approval1: { approved: true },
      approval2: { approved: true },
      approval3: { approved: true },
    },
    sends: ['requests.approve'],
    output: { requestId: 'r-1' },
    ways: [
      {
        called: 'one no is enough',
        given: { approval1: SILENCE, approval2: { approved: false }, approval3: SILENCE },
        ends: 'compensated',
        error: 'REJECTED',
        sends: ['approvers.withdraw'],
        never: ['requests.approve'],
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
};
