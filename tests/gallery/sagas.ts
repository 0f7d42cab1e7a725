import { no } from './run-way.js';
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
