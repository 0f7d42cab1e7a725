import { interpolate, MissingVariableError, readEnvFile } from './env-file.fixture.js';

/* The rules that docker compose documents for variables, on which the other tests stand. */

it.each([
  ['A=b', 'b'],
  ['A= b ', 'b'],
  ['A=', ''],
  ['A=b # not c', 'b'],
  ['A=b#c', 'b#c'],
  ['A=#c', ''],
  [`A='$x "y" #z'`, '$x "y" #z'],
  [String.raw`A='it\'s \\ and $1' # why`, String.raw`it's \ and $1`],
  [String.raw`A="a\"b\n\$c"`, 'a"b\n$c'],
  ['B=1\nA=$B-${B}-${C:-d}', '1-1-d'],
  ['B=1\nA="${B}"', '1'],
])('%j gives A as %j', (text, value) => {
  expect(readEnvFile(text)['A']).toBe(value);
});

it.each([
  ['${A}', 'x'],
  ['${B}', ''],
  ['${B:-${A}}', 'x'],
  ['${E:-y}', 'y'],
  ['${E-y}', ''],
  ['${A:+z}', 'z'],
  ['$$A', '$A'],
])('%j is %j', (text, value) => {
  expect(interpolate(text, { A: 'x', E: '' })).toBe(value);
});

it('what is demanded and missing, or empty, is named', () => {
  expect(() => interpolate('${B:?see there}', {})).toThrow(MissingVariableError);
  expect(() => interpolate('${E:?see there}', { E: '' })).toThrow('E: see there');
});
