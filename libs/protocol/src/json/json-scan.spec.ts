import { parseBoundedJson } from './bounded-json.js';

const MIB = 1024 * 1024;

function listOf(item: string): Buffer {
  const items = item.repeat(Math.floor((MIB - 2) / item.length));
  return Buffer.from(`[${items.slice(0, -1)}]`);
}

describe('A text of 1 MiB', () => {
  it.each([
    ['empty arrays', '[],'],
    ['empty objects', '{},'],
    ['arrays within each other', '[[[[]]]],'],
    ['arrays of one digit', '[1],'],
  ])('of %s is refused: it is many times as large in memory', (_, item) => {
    const check = parseBoundedJson(listOf(item));
    expect(check).toMatchObject({ ok: false, reason: 'TOO_MANY_VALUES' });
  });

  it.each([
    ['numbers', '1,'],
    ['texts', '"",'],
    ['short pairs', '[10,12],'],
    ['objects of one letter and one digit', '{"a":1},'],
    ['positions', '[7.1,50.2],'],
    ['order lines', '{"sku":"A-1","quantity":3,"price":"12.50"},'],
  ])('of %s is taken', (_, item) => {
    expect(parseBoundedJson(listOf(item)).ok).toBe(true);
  });
});
