import { indented } from './indented.js';

it('JSON in one line gets many', () => {
  expect(indented('{"a":{"b":[1,"<b>"]}}')).toBe(
    '{\n  "a": {\n    "b": [\n      1,\n      "<b>"\n    ]\n  }\n}',
  );
});

it.each([
  ['no JSON', '{"a":'],
  ['JSON that is indented already', '{\n "a": 1\n}'],
  ['a number that would change', '{"a":12345678901234567890}'],
  ['a number that is written in another way', '{"a":1.0}'],
  ['a name that stands there twice', '{"a":1,"a":2}'],
  ['nothing', ''],
])('%s stays as it came', (_what, text) => {
  expect(indented(text)).toBe(text);
});
