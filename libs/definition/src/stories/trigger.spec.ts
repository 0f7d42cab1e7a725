import type { JsonObject, JsonValue } from '#protocol';
import { compile, document } from './document.fixture.js';
import { applyTrigger } from '../compile/trigger.js';

function apply(more: JsonObject, data: JsonValue) {
  const { trigger } = compile(
    document({ trigger: { event: 'order.placed', key: '${data.orderId}', ...more } }),
  );
  if (trigger === null) throw new Error('there is no trigger');
  return applyTrigger(trigger, data);
}

describe('The `trigger` of a definition', () => {
  it('is for one `event`', () => {
    const trigger = { event: 'order.placed', key: 'k' };
    expect(compile(document({ trigger })).trigger?.event).toBe('order.placed');
  });

  it('`key`: an expression over `data`, whose numbers are taken as texts', () => {
    expect(apply({}, { orderId: 'o-1' })).toMatchObject({ key: 'o-1' });
    expect(apply({}, { orderId: 7 })).toMatchObject({ key: '7' });
    expect(apply({ key: 'order/${data.orderId}' }, { orderId: 7 })).toMatchObject({
      key: 'order/7',
    });
  });

  it('`input`: a mapping over `data`, or all of it', () => {
    const data = { orderId: 'o-1', amount: 5 };
    expect(apply({}, data)).toMatchObject({ input: data });
    expect(apply({ input: { twice: '${data.amount * 2}' } }, data)).toMatchObject({
      input: { twice: 10 },
    });
  });

  it.each<[string, JsonValue]>([
    ['an empty text', ''],
    ['more than 256 characters', 'x'.repeat(257)],
    ['null', null],
    ['a list', []],
  ])('a `key` that is %s starts nothing', (_, orderId) => {
    expect(apply({}, { orderId })).toMatchObject({ error: { code: 'TRIGGER_KEY_INVALID' } });
  });

  it('a `key` that would be calculated beyond what a number holds starts nothing', () => {
    const key = { key: '${string(data.tenant * 1000000000 + data.order)}' };
    const failed = { error: { code: 'EXPRESSION_FAILED' } };
    for (const order of [4, 5]) {
      expect(apply(key, { tenant: 12_345_678_901, order })).toMatchObject(failed);
      expect(apply(key, { tenant: 9, order })).toMatchObject({ key: `900000000${order}` });
    }
  });

  it('`data` that lacks what is named starts nothing', () => {
    const failed = { error: { code: 'EXPRESSION_FAILED' } };
    expect(apply({}, {})).toMatchObject(failed);
    expect(apply({ input: '${data.none.x}' }, { orderId: 'o-1' })).toMatchObject(failed);
  });
});
