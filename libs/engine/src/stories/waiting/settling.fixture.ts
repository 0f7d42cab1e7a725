import { started, succeeded } from '#testing-sagas';

export const HOUR_MS = 60 * 60_000;

export function step(name: string, more: object = {}) {
  return { name, command: `part.${name}`, compensation: `part.un${name}`, ...more };
}

/** A saga that ships what is paid once the payment is settled. */
export function settling(wait: object = {}, more: object = {}) {
  const settled = {
    event: 'payment.settled',
    key: '${steps.pay.output.paymentId}',
    eventKey: '${coalesce(data.paymentId, "p-1")}',
    timeout: '24h',
    ...wait,
  };
  return {
    name: 'settling',
    steps: [
      step('pay'),
      { name: 'settled', wait: settled },
      step('ship', { compensation: 'none', input: '${steps.settled.output}' }),
    ],
    ...more,
  };
}

export const paid = [started(), succeeded('pay', { paymentId: 'p-1' })] as const;
