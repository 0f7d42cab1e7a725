// Converts the conformance tests of the CEL specification to JSON:
//   node scripts/cel-spec.mjs CHECKOUT
// CHECKOUT is a clone of https://github.com/google/cel-spec. One file for each section file; values
// keep their kind: { "int64": "1" }, { "double": "NaN" }, { "list": [...] }, { "map": [[key, value]] }.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The files about the language and its text functions; the others are about protocol buffers. */
const FILES = [
  ...['basic', 'comparisons', 'conversions', 'fields', 'fp_math', 'integer_math', 'lists', 'logic'],
  ...['macros', 'macros2', 'namespace', 'parse', 'plumbing', 'string', 'string_ext', 'timestamps'],
];

const ESCAPES = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11 };

const checkout = process.argv[2];
if (checkout === undefined) {
  process.stderr.write('usage: node scripts/cel-spec.mjs CHECKOUT_OF_CEL_SPEC\n');
  process.exit(2);
}
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const target = join(root, 'libs/expressions/src/stories/cel-spec');
mkdirSync(target, { recursive: true });
for (const name of FILES) {
  const source = readFileSync(join(checkout, `tests/simple/testdata/${name}.textproto`), 'utf8');
  const lines = casesOf(parseMessage(tokensOf(source)))
    .map((each) => `  ${JSON.stringify(each)}`)
    .join(',\n');
  writeFileSync(join(target, `${name}.json`), `[\n${lines}\n]\n`);
}

function casesOf(file) {
  return all(file, 'section').flatMap((section) =>
    all(section, 'test').map((test) => ({
      name: `${one(section, 'name')}/${one(test, 'name')}`,
      expr: one(test, 'expr'),
      container: one(test, 'container'),
      isCheckOff: one(test, 'disable_check'),
      isCheckOnly: one(test, 'check_only'),
      areMacrosOff: one(test, 'disable_macros'),
      variables: all(test, 'type_env').map((each) => one(each, 'name')),
      bindings: all(test, 'bindings').map((each) => [
        one(each, 'key'),
        valueOf(one(one(each, 'value'), 'value')),
      ]),
      ...expectedOf(test),
    })),
  );
}

function expectedOf(test) {
  const fails = one(test, 'eval_error') !== undefined || one(test, 'any_eval_errors') !== undefined;
  if (fails) return { isError: true };
  const value = one(test, 'value') ?? one(one(test, 'typed_result') ?? [], 'result');
  return { value: value === undefined ? { bool: true } : valueOf(value) };
}

/** A value has one field, whose name is its kind: `int64_value`. */
function valueOf(message) {
  const [[field, value]] = message;
  const kind = field.replace(/_value$/, '');
  switch (kind) {
    case 'int64':
    case 'uint64':
      return { [kind]: String(value) };
    case 'double':
      return { double: typeof value === 'number' ? value : String(value) };
    case 'list':
      return { list: all(value, 'values').map(valueOf) };
    case 'map':
      return {
        map: all(value, 'entries').map((entry) => [
          valueOf(one(entry, 'key')),
          valueOf(one(entry, 'value')),
        ]),
      };
    case 'object':
      return objectOf(value);
    case 'null':
      return { null: true };
    default:
      return { [kind]: value };
  }
}

function objectOf([[url, fields]]) {
  const type = /google\.protobuf\.(Timestamp|Duration)\]$/.exec(url)?.[1];
  if (type === undefined) return { message: url.slice(1, -1) };
  const [seconds, nanos] = [one(fields, 'seconds') ?? 0, one(fields, 'nanos') ?? 0];
  return { [type.toLowerCase()]: [String(seconds), nanos] };
}

/** The values of a repeated field. */
function all(message, name) {
  return message.filter(([field]) => field === name).map(([, value]) => value);
}

/** The value of a field; undefined: the message does not have it. */
function one(message, name) {
  return all(message, name)[0];
}

/** Splits the text format of protocol buffers into strings, words (numbers, names) and signs. */
function tokensOf(source) {
  const pattern =
    /\s+|#.*|(?<string>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|(?<word>\[[\w./]+\]|-?[\w.+-]+)|(?<sign>[{}[\]:,;<>])/y;
  const tokens = [];
  while (pattern.lastIndex < source.length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(source);
    if (match === null) throw new Error(`unreadable: ${source.slice(at, at + 40)}`);
    const { string, word, sign } = match.groups;
    if (string !== undefined) tokens.push({ bytes: bytesOf(string.slice(1, -1)) });
    else if (word !== undefined) tokens.push({ word });
    else if (sign !== undefined && sign !== ',' && sign !== ';') tokens.push({ sign });
  }
  return tokens;
}

/** Fields in their order, each a name and a value; a message is a list of fields. */
function parseMessage(tokens) {
  const fields = [];
  while (tokens.length > 0 && tokens[0].sign !== '}') {
    const { word } = tokens.shift();
    if (tokens[0].sign === ':') tokens.shift();
    for (const value of parseValues(tokens)) {
      const encoding = word === 'bytes_value' ? 'base64' : 'utf8';
      fields.push([word, Buffer.isBuffer(value) ? value.toString(encoding) : value]);
    }
  }
  return fields;
}

function parseValues(tokens) {
  if (tokens[0].sign !== '[') return [parseValue(tokens)];
  tokens.shift();
  const values = [];
  while (tokens[0].sign !== ']') values.push(parseValue(tokens));
  tokens.shift();
  return values;
}

function parseValue(tokens) {
  const token = tokens.shift();
  if (token.sign === '{') {
    const message = parseMessage(tokens);
    tokens.shift();
    return message;
  }
  if (token.bytes === undefined) return scalarOf(token.word);
  const parts = [token.bytes];
  while (tokens[0]?.bytes !== undefined) parts.push(tokens.shift().bytes);
  return Buffer.concat(parts);
}

function scalarOf(word) {
  if (word === 'true' || word === 'false') return word === 'true';
  // kept as text where a double would change it
  if (/^-?\d{16,}$/.test(word)) return word;
  return /^-?[\d.]/.test(word) ? Number(word) : word;
}

/** The bytes of a string literal, given without its quotes. */
function bytesOf(text) {
  const pattern =
    /\\(?:[xX]([0-9a-fA-F]{1,2})|([0-7]{1,3})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))|[^\\]+/gs;
  const parts = [...text.matchAll(pattern)].map(([all, hex, octal, short, long, char]) => {
    if (hex !== undefined) return Buffer.from([parseInt(hex, 16)]);
    if (octal !== undefined) return Buffer.from([parseInt(octal, 8)]);
    if (char !== undefined) return Buffer.from([ESCAPES[char] ?? char.charCodeAt(0)]);
    const point = short ?? long;
    return Buffer.from(point === undefined ? all : String.fromCodePoint(parseInt(point, 16)));
  });
  return Buffer.concat(parts);
}
