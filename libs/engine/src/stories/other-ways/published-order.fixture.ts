import { sagaSpecification, started, succeeded } from '#testing-sagas';

export const SAGA = '01940000-0000-7000-8000-000000000001';

export function step(name: string, more: object = {}) {
  return { name, command: `part.${name}`, compensation: `part.un${name}`, ...more };
}

export const ORDER = {
  name: 'order',
  steps: [
    step('price'),
    {
      name: 'tell',
      publish: {
        event: 'order.priced',
        data: { id: '${input.id}', total: '${steps.price.output.total}' },
      },
      compensation: { publish: { event: 'order.unpriced' } },
    },
    step('reserve'),
    step('pay', { kind: 'pivot', compensation: 'none' }),
    {
      name: 'cheer',
      kind: 'retryable',
      publish: { event: 'order.paid', data: { by: '${steps.pay.output.by}' } },
    },
  ],
};
export const given = sagaSpecification(ORDER);
export const INPUT = { id: 'o-1' };
export const PRICED = { id: 'o-1', total: 12 };
export const told = [started(INPUT), succeeded('price', { total: 12 })] as const;
