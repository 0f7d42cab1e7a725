import { child, each, no, SILENCE } from './run-way.js';
import type { Rows } from './rows.js';

export const SAGAS: Rows = {
  'seata-compensation': {
    input: { a: 1 },
    sends: ['demo.foo', 'demo.bar'],
    output: { a: 1 },
    ways: [
      {
        called: 'the other branch',
        input: { a: 2 },
        sends: ['demo.foo', 'demo.foo'],
        never: ['demo.bar'],
        output: { a: 2 },
      },
      {
        called: 'no branch fits',
        input: { a: 3 },
        ends: 'compensated',
        error: 'NOT_FOUND',
        sends: ['demo.foo', 'demo.compensate-foo'],
      },
    ],
  },

  'seata-parallel': {
    input: { a: 1 },
    sends: ['demo.bar', 'demo.bar', 'demo.bar', 'demo.bar', 'demo.bar'],
    output: { a: 1 },
    ways: [
      {
        called: 'no branch fits',
        input: { a: 2 },
        ends: 'compensated',
        error: 'NOT_FOUND',
        sends: ['demo.compensate-bar', 'demo.compensate-bar'],
      },
    ],
  },

  'seata-sub-machine': {
    input: { a: 2 },
    sends: ['demo.foo', 'saga.seata-compensation'],
    output: { a: 2 },
    ways: [
      {
        called: 'a sub machine that fails takes it back',
        given: { sub: no('NOT_FOUND') },
        ends: 'compensated',
        error: 'NOT_FOUND',
        sends: ['demo.compensate-foo'],
      },
      {
        called: 'no branch fits',
        input: { a: 3 },
        ends: 'compensated',
        error: 'NOT_FOUND',
        never: ['saga.seata-compensation'],
      },
    ],
  },

  'ftgo-create-order': {
    input: {
      orderId: 7,
      orderDetails: { consumerId: 1, restaurantId: 2, lineItems: [{}], orderTotal: '12.50' },
    },
    given: { ticket: { ticketId: 't-1' } },
    sends: ['accounting.authorize', 'kitchen.confirm-ticket', 'order.approve'],
    output: { ticketId: 't-1' },
    ways: [
      {
        called: 'a card that is refused rejects the order',
        given: { authorize: no('CARD_DECLINED') },
        ends: 'compensated',
        error: 'CARD_DECLINED',
        sends: ['kitchen.cancel-ticket', 'order.reject'],
      },
    ],
  },

  'ftgo-cancel-order': {
    input: { orderId: 7, restaurantId: 2, consumerId: 1, orderTotal: '12.50' },
    output: { orderId: 7 },
    ways: [
      {
        called: 'a ticket that is being cooked is not cancelled',
        given: { beginTicket: no('IN_PREPARATION') },
        ends: 'compensated',
        error: 'IN_PREPARATION',
        sends: ['order.undo-cancel'],
        never: ['accounting.reverse'],
      },
    ],
  },

  'ftgo-revise-order': {
    input: {
      orderId: 7,
      restaurantId: 2,
      consumerId: 1,
      orderRevision: { revisedLineItemQuantities: { a: 2 } },
    },
    given: { begin: { revisedOrderTotal: '15.00' } },
    output: { orderTotal: '15.00' },
    ways: [
      {
        called: 'a card that does not cover it undoes the revision',
        given: { reviseAuthorization: no('CARD_DECLINED') },
        ends: 'compensated',
        error: 'CARD_DECLINED',
        sends: ['kitchen.undo-revise', 'order.undo-revise'],
      },
    ],
  },

  'mt-forkjoint': {
    input: {
      orderId: 'o-1',
      burgers: [{ id: 'b-1' }, { id: 'b-2' }],
      fries: [{ id: 'f-1' }],
      shakes: [],
      fryShakes: [],
    },
    given: { burgers: { line: 'b' }, fries: { line: 'f' } },
    sends: ['order.completed'],
    never: ['order.faulted'],
    output: { isComplete: true },
    ways: [
      {
        called: 'a line that faults leaves the others',
        given: { burgers: each(no('NO_LETTUCE'), { line: 'b' }) },
        sends: ['order.faulted'],
        never: ['order.completed', 'fryer.discard'],
        output: { isComplete: false },
      },
    ],
  },

  'mt-burger': {
    input: { orderLineId: 'b-1', burger: { weight: 0.5 } },
    given: { dress: { lettuce: true } },
    output: { orderLineId: 'b-1', burger: { lettuce: true } },
    ways: [
      {
        called: 'a patty that nobody dresses is thrown away',
        given: { dress: no('NO_LETTUCE') },
        ends: 'compensated',
        error: 'NO_LETTUCE',
        sends: ['grill.throw-away'],
      },
    ],
  },

  'mt-fry-shake': {
    input: { orderLineId: 'x-1', both: { size: 'L' } },
    given: { fry: { size: 'L' }, shake: { flavor: 'vanilla' } },
    output: { orderLineId: 'x-1', fry: { size: 'L' }, shake: { flavor: 'vanilla' } },
  },

  'mt-check-out': {
    event: { checkOutId: 'c-1', bookId: 'b-1', memberId: 'm-1', timestamp: '2030-01-01T00:00:00Z' },
    given: {
      renewals: each(
        child({ asked: { checkOutId: 'c-1', requestId: 'r-1', at: '2030-01-10T00:00:00Z' } }),
        child({ asked: { checkOutId: 'c-1', requestId: 'r-2', at: '2030-01-20T00:00:00Z' } }),
        child({ asked: SILENCE }),
      ),
    },
    sends: [
      'members.notify',
      'library.add-book-to-member-collection',
      'saga.mt-renewal',
      'saga.mt-renewal',
      'saga.mt-renewal',
    ],
    output: { dueDate: '2030-01-31T00:00:00Z' },
  },

  'mt-renewal': {
    input: {
      checkOutId: 'c-1',
      memberId: 'm-1',
      dueDate: '2030-01-15T00:00:00Z',
      limit: '2030-01-31T00:00:00Z',
      taken: [],
    },
    given: { asked: { checkOutId: 'c-1', requestId: 'r-1', at: '2030-01-10T00:00:00Z' } },
    sends: ['members.notify', 'library.check-out-renewed'],
    never: ['library.check-out-duration-limit-reached'],
    output: { isDue: false, dueDate: '2030-01-24T00:00:00Z', taken: ['r-1'] },
    ways: [
      {
        called: 'no renewal goes beyond the limit',
        input: {
          checkOutId: 'c-1',
          memberId: 'm-1',
          dueDate: '2030-01-24T00:00:00Z',
          limit: '2030-01-31T00:00:00Z',
          taken: ['r-1'],
        },
        given: { asked: { checkOutId: 'c-1', requestId: 'r-2', at: '2030-01-20T00:00:00Z' } },
        sends: ['library.check-out-duration-limit-reached'],
        never: ['library.check-out-renewed'],
        output: { isDue: false, dueDate: '2030-01-31T00:00:00Z', taken: ['r-1', 'r-2'] },
      },
      {
        called: 'nobody asks before the due date',
        given: { asked: SILENCE },
        never: ['library.check-out-renewed'],
        output: { isDue: true, dueDate: '2030-01-15T00:00:00Z', taken: [] },
      },
    ],
  },

  'mt-thank-you': {
    event: { bookId: 'b-1', memberId: 'm-1' },
    given: { reserved: { bookId: 'b-1', memberId: 'm-1', reservationId: 'v-1' } },
    sends: ['library.ready-to-thank'],
    output: { isReady: true },
    ways: [
      {
        called: 'it was never reserved',
        given: { reserved: SILENCE },
        never: ['library.ready-to-thank'],
        output: { isReady: false },
      },
    ],
  },

  'mt-courier': {
    input: { paymentCardNumber: '5999-1234-5678-9012' },
    given: { pay: { id: 'p-1' } },
    output: { payment: { id: 'p-1' } },
    ways: [
      {
        called: 'a card that is refused releases the stock',
        given: { pay: no('CARD_DECLINED') },
        ends: 'compensated',
        error: 'CARD_DECLINED',
        sends: ['inventory.release'],
      },
    ],
  },
};
