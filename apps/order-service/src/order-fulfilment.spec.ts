import { compile, refused, sagaSpecification, started, succeeded, undone } from '#testing-sagas';
import orderFulfilment from './order-fulfilment.json' with { type: 'json' };

const input = { orderId: 'o-1', lines: [{ sku: 'book', quantity: 2 }], amount: 40 };
const given = sagaSpecification(orderFulfilment);

describe('The demo definition', () => {
  it('has expressions that fit its schema', () => {
    expect(compile(orderFulfilment).warnings).toEqual([]);
  });

  it('reserves the stock and authorizes the payment at the same time', () => {
    given(started(input))
      .when(succeeded('createOrder'))
      .thenSends('shipping.reserve', 'payment.authorize');
  });

  it('sends null for the card and the faults that were not named', () => {
    given(started(input))
      .when(succeeded('createOrder'))
      .thenSends(
        { command: 'shipping.reserve', data: { orderId: 'o-1', lines: input.lines, faults: null } },
        {
          command: 'payment.authorize',
          data: { orderId: 'o-1', amount: 40, card: null, faults: null },
        },
      );
  });

  it('passes the faults asked for on to every command', () => {
    const faults = { 'payment.authorize': { mode: 'fail', times: 2 } };
    given()
      .when(started({ ...input, faults }))
      .thenSends({ command: 'order.create', data: { ...input, customerId: null, faults } });
  });

  it('puts everything back when the card is declined', () => {
    given(
      started(input),
      succeeded('createOrder'),
      succeeded('reserveStock'),
      refused('authorizePayment', 'CARD_DECLINED'),
      undone('authorizePayment'),
      undone('reserveStock'),
    )
      .when(undone('createOrder'))
      .andStatusIs('compensated');
  });

  it('writes a gift note only for a gift', () => {
    const untilShipped = [
      succeeded('createOrder'),
      succeeded('reserveStock'),
      succeeded('authorizePayment', { authorizationId: 'a-1' }),
      succeeded('capturePayment'),
    ];
    const shipped = succeeded('ship', { trackingId: 'T-1' });
    given(started(input), ...untilShipped)
      .when(shipped)
      .thenSends('order.confirm');
    given(started({ ...input, gift: { text: 'Hello' } }), ...untilShipped)
      .when(shipped)
      .thenSends('order.confirm', 'shipping.gift-note');
  });
});
