import fc from 'fast-check';
import { assertProperty } from '#testing-internal';
import { sliceList } from './slice-list.js';

const slices = (text: string, max = 10) =>
  sliceList(Buffer.from(text), { field: 'list', max })?.map((item) => item.toString()) ?? null;

describe('A list is cut into the bytes of its elements', () => {
  it.each([
    ['{"list":[1]}', ['1']],
    [' { "list" : [ 1 , "a,]" ,\n{"x":[1,{"y":"}"}]} ] } ', ['1', '"a,]"', '{"x":[1,{"y":"}"}]}']],
    ['{"a":[1,2],"list":[true],"b":{"list":[3]}}', ['true']],
    ['{"list":["\\\\","\\"]","\\\\\\""]}', ['"\\\\"', '"\\"]"', '"\\\\\\""']],
    ['\ufeff{"list":[null]}', ['null']],
  ])('%s', (text, items) => {
    expect(slices(text)).toEqual(items);
  });

  it('as JSON has them, whatever they are and however they are written', () => {
    return assertProperty(
      fc.property(fc.array(fc.jsonValue(), { minLength: 1 }), fc.nat(3), (list, spaces) => {
        const text = JSON.stringify({ before: '],}', list, after: list }, null, spaces);
        expect(slices(text, 1000)?.map((item) => JSON.parse(item) as unknown)).toEqual(
          JSON.parse(JSON.stringify(list)),
        );
      }),
      { runs: 200 },
    );
  });

  it('also when one of them is no JSON, which is for its reader to say', () => {
    expect(slices('{"list":[{"a":1,"a":2},{a},[}, nonsense,{"b":1}]}')).toEqual([
      '{"a":1,"a":2}',
      '{a}',
      '[}',
      'nonsense',
      '{"b":1}',
    ]);
  });
});

describe('There are no elements to cut out', () => {
  it.each([
    ['no object', '[1]'],
    ['nothing', ''],
    ['no such member', '{"other":[1]}'],
    ['no list', '{"list":{"a":1}}'],
    ['an empty list', '{"list":[]}'],
    ['a list twice', '{"list":[1],"list":[2]}'],
    ['an element that is missing', '{"list":[1,,2]}'],
    ['a comma too many', '{"list":[1,]}'],
    ['a text that goes on', '{"list":[1]} x'],
    ['a member without a value', '{"list":}'],
    ['a name that is no string', '{list:[1]}'],
    ['two elements without a comma', '{"list":[1 2]}'],
  ])('of %s: %s', (_, text) => {
    expect(slices(text)).toBeNull();
  });

  it('where the text ends too soon, wherever that is', () => {
    const whole = '{"list":[{"a":"b\\"c"},[1]],"z":0}';
    for (let length = 0; length < whole.length; length++) {
      expect(slices(whole.slice(0, length))).toBeNull();
    }
    expect(slices(whole)).toHaveLength(2);
  });

  it('when there are too many', () => {
    expect(slices('{"list":[1,2,3]}', 3)).toHaveLength(3);
    expect(slices('{"list":[1,2,3,4]}', 3)).toBeNull();
  });

  it('of any bytes at all, and nothing is thrown', () => {
    return assertProperty(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(() => sliceList(Buffer.from(bytes), { field: 'list', max: 3 })).not.toThrow();
      }),
      { runs: 500 },
    );
  });
});

it('Long strings of backslashes and quotes end where JSON has them end', () => {
  const items = [`"${'\\\\'.repeat(200_000)}"`, `"${'\\"'.repeat(200_000)}"`];
  expect(slices(`{"list":[${items.join()}]}`)).toEqual(items);
});
