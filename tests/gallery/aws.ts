import { child, each, no, SILENCE } from './run-way.js';
import type { Rows } from './rows.js';

export const AWS: Rows = {
  'aws-travel-saga': {
    input: { tripId: 't-1', phone: '+31 20', flight: { to: 'OSL' }, car: {}, amount: 900 },
    output: { tripId: 't-1' },
    ways: [
      {
        called: 'nothing is paid when the card is refused',
        given: { processPayment: no('CARD_DECLINED') },
        ends: 'compensated',
        error: 'CARD_DECLINED',
        sends: ['cars.cancel', 'flights.cancel'],
        never: ['sms.send'],
      },
      {
        called: 'an SMS that cannot be sent takes nothing back',
        given: { smsSuccess: no('NO_SUCH_NUMBER') },
        sends: ['sms.send'],
        never: ['payments.refund'],
        output: { tripId: 't-1' },
      },
    ],
  },

  'aws-travel-saga-failed': {
    input: { phone: '+31 20' },
    sends: ['sms.send'],
  },

  'aws-ship-order': {
    event: {
      order_id: 'o-1',
      customer: { id: 'c-1' },
      products: [{ product_id: 'p-1' }, { product_id: 'p-2' }],
    },
    given: {
      customerStatus: { status: 'good' },
      reserveProducts: { reservation_status: 'reserved' },
    },
    sends: [
      'orders.new-order',
      'saga.aws-reserve-product',
      'shipping.products-reserved',
      'warehouse.package-and-ship',
      'shipping.successful',
    ],
    output: { order_id: 'o-1' },
    ways: [
      {
        called: 'a fraud is refused',
        given: { customerStatus: { status: 'fraudulent' } },
        ends: 'compensated',
        error: 'FRAUDULENT_CUSTOMER',
        never: ['orders.new-order', 'warehouse.package-and-ship'],
      },
      {
        called: 'an order without products is refused',
        input: { order_id: 'o-1', customer: {}, products: [] },
        ends: 'compensated',
        error: 'INVALID_INPUT',
        never: ['customers.status'],
      },
      {
        called: 'the stock is given back when nobody packs',
        given: { packageAndShip: no('BROKEN') },
        ends: 'compensated',
        error: 'BROKEN',
        never: ['shipping.successful'],
      },
    ],
  },

  'aws-ship-order-failed': {
    event: {
      sagaId: 's-1',
      error: { code: 'FRAUDULENT_CUSTOMER', message: 'a fraud' },
      input: { order_id: 'o-1' },
    },
    sends: ['shipping.failed'],
  },

  'aws-reserve-product': {
    input: { productId: 'p-1', orderId: 'o-1' },
    given: {
      reserve: each(
        child({ reserve: { reservation_status: 'temporarily-unavailable' } }),
        child({ reserve: { reservation_status: 'reserved' } }),
      ),
    },
    sends: ['saga.aws-reserve-attempt', 'saga.aws-reserve-attempt'],
    output: { reservation_status: 'reserved' },
  },

  'aws-reserve-attempt': {
    input: { productId: 'p-1', orderId: 'o-1' },
    given: { reserve: { reservation_status: 'reserved' } },
    never: ['shipping.delayed'],
    output: { reservation_status: 'reserved' },
    ways: [
      {
        called: 'a delay is told',
        given: { reserve: { reservation_status: 'temporarily-unavailable' } },
        sends: ['shipping.delayed'],
        output: { reservation_status: 'temporarily-unavailable' },
      },
    ],
  },

  'aws-checkout': {
    input: { CartId: 'k-1', Email: 'a@b.c', total_cost: 12 },
    given: { payment: { Status: 'PaymentSuccessful' }, shipping: { Status: 'ShippingSuccessful' } },
    sends: ['payments.pay', 'shipping.ship', 'checkout.shipping-successful'],
    never: ['checkout.payment-failed', 'checkout.shipping-failed'],
    output: { status: 'ShippingSuccessful' },
    ways: [
      {
        called: 'a payment that failed ends it',
        given: { payment: { Status: 'PaymentFailed' } },
        sends: ['carts.set-payment', 'checkout.payment-failed'],
        never: ['shipping.ship'],
        output: { status: 'PaymentFailed' },
      },
      {
        called: 'a shipment that failed ends it',
        given: { shipping: { Status: 'ShippingFailed' } },
        sends: ['carts.set-shipping', 'checkout.shipping-failed'],
        never: ['checkout.shipping-successful'],
        output: { status: 'ShippingFailed' },
      },
    ],
  },

  'aws-quorum': {
    input: { quorum: 2 },
    given: {
      enough: each(
        child({
          process1: { Completed: false },
          process2: { Completed: false },
          process3: { Completed: true },
        }),
        child({
          process1: { Completed: true },
          process2: { Completed: false },
          process3: { Completed: true },
        }),
      ),
    },
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
    given: {
      first: each(
        child({ process1: { Completed: false }, process2: { Completed: false } }),
        child({ process1: { Completed: false }, process2: { Completed: true } }),
      ),
    },
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

  'aws-reserve-stock': {
    input: { orderId: 'o-1', productId: 'p-1', quantity: 2 },
    given: { product: { stock: 5, status: 'IN STOCK', minPOAmount: 10 } },
    sends: ['inventory.stock-reserved', 'inventory.take', 'reservations.write'],
    never: ['mail.send'],
    output: { isReserved: true },
    ways: [
      {
        called: 'what is not there is ordered',
        given: { product: { stock: 1, status: 'IN STOCK', minPOAmount: 10 } },
        sends: ['inventory.create-purchase-order', 'mail.send'],
        never: ['inventory.take'],
        output: { isReserved: false },
      },
    ],
  },

  'aws-emit-and-wait': {
    sends: ['workflow.phase', 'workflow.phase', 'workflow.phase'],
    never: ['workflow.timeout'],
    output: { isTimedOut: false },
    ways: [
      {
        called: 'nobody answers the second phase',
        given: { phase2: SILENCE },
        sends: ['workflow.phase', 'workflow.phase', 'workflow.timeout'],
        output: { isTimedOut: true },
      },
    ],
  },

  'aws-local-testing': {
    input: { data: { identity: { email: 'a@b.c' }, address: { city: 'Ulm' }, comments: 'nice' } },
    given: { sentiment: { Sentiment: 'POSITIVE' } },
    sends: ['comprehend.detect-sentiment', 'follow-ups.add', 'customers.added-to-followup'],
    output: { result: 'CustomerAddedToFollowup' },
    ways: [
      {
        called: 'a failed validation is told',
        given: { checkIdentity: no('CustomValidationError') },
        sends: ['customers.custom-validation-failed'],
        never: ['customers.validation-exception', 'comprehend.detect-sentiment'],
        output: { result: 'CustomValidationFailed' },
      },
      {
        called: 'any other error is told by another event',
        given: { checkAddress: no('CustomAddressValidationError') },
        sends: ['customers.validation-exception'],
        never: ['customers.custom-validation-failed', 'comprehend.detect-sentiment'],
        output: { result: 'ValidationException' },
      },
      {
        called: 'a bad mood is told',
        given: { sentiment: { Sentiment: 'NEGATIVE' } },
        sends: ['customers.negative-sentiment-detected'],
        never: ['follow-ups.add'],
        output: { result: 'NegativeSentimentDetected' },
      },
    ],
  },
};
