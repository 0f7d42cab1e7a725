import { each, no, SILENCE } from './run-way.js';
import type { Rows } from './rows.js';

export const BPMN: Rows = {
  'co-order-fulfillment': {
    input: { orderId: 'o-1', amount: 40 },
    given: { reserveInventory: { reservationId: 'v-1' }, chargePayment: { chargeId: 'h-1' } },
    output: { orderId: 'o-1', reservationId: 'v-1', chargeId: 'h-1' },
    ways: [
      {
        called: 'what cannot be shipped is paid back',
        given: { bookShipment: no('FULL') },
        ends: 'compensated',
        error: 'FULL',
        sends: ['payments.refund', 'inventory.release'],
      },
    ],
  },

  'co-conditional': {
    input: { param1: 'nested', param2: 'two', finalCase: 'notify' },
    sends: ['integration.task-2', 'integration.task-4'],
    never: ['integration.task-1', 'integration.task-3', 'integration.task-10'],
    output: { isNotified: true },
    ways: [
      {
        called: 'the default case',
        input: { param1: 'x', param2: 'y', finalCase: 'exit' },
        sends: ['integration.task-10'],
        never: [
          'integration.task-1',
          'integration.task-2',
          'integration.task-3',
          'integration.task-4',
        ],
        output: { isNotified: false },
      },
    ],
  },

  'co-dowhile': {
    given: { poll: each({ dateTime: '10:00' }, { dateTime: '10:01' }, { dateTime: '10:02' }) },
    output: { sampledAt: '10:02', iterations: 3 },
  },

  'bpmn-order-kafka': {
    event: { orderId: 'o-1', amount: 40, items: [{}] },
    given: { goods: { pickId: 'k-1' } },
    sends: ['payment.retrieve', 'inventory.fetch', 'shipping.ship', 'order.completed'],
    output: { pickId: 'k-1' },
    ways: [
      {
        called: 'no goods, no money',
        given: { goods: no('SOLD_OUT') },
        ends: 'compensated',
        error: 'SOLD_OUT',
        sends: ['payment.refund'],
      },
    ],
  },

  'bpmn-payment7': {
    input: { customerId: 'c-1', amount: 40 },
    given: { credit: { remainingAmount: 15 } },
    sends: ['credit-card.charge'],
    output: { charged: 15 },
    ways: [
      {
        called: 'a credit that covers all leaves the card alone',
        given: { credit: { remainingAmount: 0 } },
        never: ['credit-card.charge'],
        output: { charged: 0 },
      },
      {
        called: 'a card that is refused gives the credit back',
        given: { charge: no('CARD_DECLINED') },
        ends: 'compensated',
        error: 'CARD_DECLINED',
        sends: ['customer-credit.restore'],
      },
    ],
  },

  'bpmn-trip': {
    input: { tripId: 't-1' },
    output: { tripId: 't-1' },
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

  'bpmn-loan-origination': {
    input: { loanId: 'l-1', productType: 'PAYROLL', loanAmount: 9000, loanOfficer: 'ann' },
    given: {
      grade: { riskGrade: 'A' },
      collateral: { value: 900000 },
      underwriter: { approved: true, by: 'una' },
      analyst: { approved: true, by: 'al' },
      head: { approved: true, by: 'hea' },
      ceo: { approved: true, by: 'cy' },
    },
    sends: ['pmec.verify', 'desk.ask', 'desk.ask', 'mail.notify-decision'],
    output: { loanId: 'l-1', isAuthorized: true },
    ways: [
      {
        called: 'a large loan of a business goes up to the CEO',
        input: { loanId: 'l-1', productType: 'BUSINESS', loanAmount: 300000, loanOfficer: 'ann' },
        sends: [
          'desk.ask',
          'credit.history',
          'desk.ask',
          'desk.ask',
          'desk.ask',
          'mail.notify-decision',
        ],
        never: ['pmec.verify'],
        output: { loanId: 'l-1', isAuthorized: true },
      },
      {
        called: 'an analyst who says no takes it back',
        given: { analyst: { approved: false, by: 'al' } },
        ends: 'compensated',
        error: 'NOT_APPROVED',
        sends: ['desk.withdraw'],
        never: ['mail.notify-decision'],
      },
    ],
  },

  'tmf-openslice': {
    input: { serviceOrderId: 's-1', orderItems: [{}] },
    given: { manual: { by: 'ann' } },
    sends: ['osom.check', 'nfvo.deploy', 'osom.complete'],
    output: { serviceOrderId: 's-1' },
    ways: [
      {
        called: 'what cannot be deployed takes it back',
        given: { orchestrate: no('NO_ROOM'), manual: SILENCE },
        ends: 'compensated',
        error: 'NO_ROOM',
        never: ['osom.complete'],
      },
    ],
  },

  'iso-samos-rtgs': {
    input: {
      endToEndId: 'e-1',
      amount: '100.00',
      currency: 'ZAR',
      debitAccount: 'd-1',
      creditAccount: 'c-1',
    },
    given: { opening: { at: '2030-01-01T06:00:00Z' }, settle: { ClrSysRef: 'r-1' } },
    sends: [
      'core-banking.debit',
      'samos.pacs008',
      'core-banking.confirm',
      'payment.settled',
      'mail.send',
    ],
    output: { ref: 'r-1' },
    ways: [
      {
        called: 'a rejection by the scheme gives the money back',
        given: { settle: no('RJCT') },
        ends: 'compensated',
        error: 'RJCT',
        sends: ['core-banking.reverse'],
        never: ['core-banking.confirm', 'payment.settled'],
      },
    ],
  },

  'iso-samos-rtgs-failed': {
    input: { endToEndId: 'e-1', code: 'RJCT' },
    sends: ['payment.failed', 'mail.send'],
  },

  'dapr-order': {
    input: { Name: 'Cars', Quantity: 10, TotalCost: 1500 },
    given: { reserve: { success: true } },
    sends: ['inventory.reserve', 'payments.process', 'inventory.update', 'mail.notify'],
    never: ['desk.ask', 'payments.refund'],
    output: { processed: true },
    ways: [
      {
        called: 'too little stock ends it',
        given: { reserve: { success: false } },
        sends: ['mail.notify', 'inventory.reserve', 'mail.notify'],
        never: ['payments.process'],
        output: { processed: false },
      },
      {
        called: 'a dear order is approved first',
        input: { Name: 'Cars', Quantity: 10, TotalCost: 99000 },
        given: { approval: { approved: true } },
        sends: ['desk.ask', 'payments.process'],
        output: { processed: true },
      },
      {
        called: 'a rejection gives the stock back',
        input: { Name: 'Cars', Quantity: 10, TotalCost: 99000 },
        given: { approval: { approved: false } },
        ends: 'compensated',
        error: 'REJECTED',
        sends: ['mail.notify', 'inventory.release'],
        never: ['payments.process'],
      },
      {
        called: 'nobody answers',
        input: { Name: 'Cars', Quantity: 10, TotalCost: 99000 },
        given: { approval: SILENCE },
        ends: 'compensated',
        error: 'NO_APPROVAL',
        sends: ['mail.notify', 'inventory.release'],
        never: ['payments.process'],
      },
      {
        called: 'an update that failed is told, and paid back',
        given: { update: no('OUT') },
        ends: 'compensated',
        error: 'NOT_UPDATED',
        sends: ['mail.notify', 'payments.refund', 'inventory.release'],
      },
    ],
  },

  'eshop-ordering': {
    event: { orderId: 7, items: [{}] },
    given: { cancelled: SILENCE },
    sends: [
      'ordering.submit',
      'ordering.await-validation',
      'catalog.reserve',
      'payment.pay',
      'ordering.set-paid',
    ],
    output: { orderId: 7 },
    ways: [
      {
        called: 'the customer cancels within the grace period',
        given: { cancelled: { orderId: 7 } },
        ends: 'compensated',
        error: 'CANCELLED_BY_CUSTOMER',
        sends: ['ordering.cancel'],
        never: ['catalog.reserve'],
      },
      {
        called: 'a card that is refused gives the stock back',
        given: { pay: no('CARD_DECLINED') },
        ends: 'compensated',
        error: 'CARD_DECLINED',
        sends: ['catalog.release', 'ordering.cancel'],
      },
    ],
  },

  'azure-transfer': {
    input: { transactionId: 't-1', accountFromId: 'a', accountToId: 'b', amount: 10 },
    output: { transactionId: 't-1' },
    ways: [
      {
        called: 'a transfer without a receipt is cancelled',
        given: { receipt: no('NO_RECEIPT') },
        ends: 'compensated',
        error: 'NO_RECEIPT',
        sends: ['transfers.cancel'],
      },
    ],
  },
};
