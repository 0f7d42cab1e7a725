/** Of a message this is looked at: what is wrong stands at its beginning. */
export const MESSAGE_CHARS_MAX = 500;
/** A kind is for people, and is kept once for each group. */
export const KIND_CHARS_MAX = 300;

interface Rule {
  /** What is taken out, in the words of docs/OPERATIONS.md. */
  readonly what: string;
  readonly pattern: RegExp;
  readonly by: string | ((...match: (string | number)[]) => string);
}

const TIME_UNITS =
  'ns|µs|ms|milliseconds?|millis|seconds?|secs?|s|minutes?|mins?|m|hours?|h|days?|d';
const SIZE_UNITS = 'bytes?|[kmgt]i?b';
const MONTHS =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|' +
  'sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?';
const CURRENCIES = 'EUR|USD|GBP|CHF|JPY|SEK|NOK|DKK|PLN|CZK|HUF|CAD|AUD|CNY|INR|BRL';
/** Endings of names of hosts; others are known by their port, or by the words before them. */
const HOST_ENDINGS =
  'com|net|org|io|dev|app|cloud|local|internal|lan|svc|prod|test|example|eu|de|uk|at|ch|fr|us';

/**
 * In this order: what a rule takes out does not disturb those after it. Each takes a time that
 * grows with the text, and no faster.
 */
const RULES: readonly Rule[] = [
  { what: 'stack frames', pattern: /\n\s*(?:at\s|\.\.\. \d)[^\n]*/g, by: '' },
  { what: 'details', pattern: /\s(?:DETAIL|HINT|CONTEXT): [^]*$/, by: '' },
  { what: 'prefixes', pattern: /^\s*(?:uncaught )?(?:error|fatal|\w+error): /i, by: '' },
  { what: 'resource names', pattern: /\barn:[\w-]*:[^\s,;"')]+/g, by: '#' },
  { what: 'values of JSON', pattern: /"([\w.-]+)"\s*:\s*("[^"]*"|[\w.+-]+),?/g, by: jsonMember },
  { what: 'e-mail addresses', pattern: /<?[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+>?/g, by: '#' },
  { what: 'hosts', pattern: /\b[a-z][a-z+.-]{1,10}:\/\/[^\s/"'?#,;)]+/gi, by: '#' },
  { what: 'queries', pattern: /(#\/[^\s?"')]*)\?[^\s"')]*/g, by: '$1' },
  {
    what: 'hosts',
    pattern: /\[?(?<![\w:.])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}\]?(?::\d{1,5})?(?!\w)/gi,
    by: '#',
  },
  {
    what: 'hosts',
    pattern: new RegExp(
      `(?<![\\w./-])(?:[\\w-]{1,63}\\.){1,9}(?:${HOST_ENDINGS})(?::\\d+)?(?![\\w(])`,
      'gi',
    ),
    by: '#',
  },
  { what: 'hosts', pattern: /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED) [\w.:-]+/g, by: '$1 #' },
  { what: 'hosts', pattern: /\b(lookup) [\w.-]+(?=:| on )/g, by: '$1 #' },
  { what: 'quoted values', pattern: /(?<!\w)(?:"[^"]*"|'[^'\n]*'|`[^`]*`)(?!\w)/g, by: quoted },
  { what: 'quoted values', pattern: /[“„][^“”]*[“”]|«[^»]*»|‘[^’\n]*’(?!\w)/g, by: quoted },
  { what: 'values after =', pattern: /(?<![\w.-])([\w.-]+)=([^\s,;)\]&]+)/g, by: assigned },
  { what: 'values after =', pattern: /\)=\([^)]*\)/g, by: ')=(#)' },
  {
    what: 'money',
    pattern: new RegExp(`\\b(?:${CURRENCIES})\\b|[€$£](?= ?\\d)|(?<=\\d ?)[€$£](?!\\w)`, 'g'),
    by: '#',
  },
  { what: 'ids', pattern: /[A-Za-z0-9+/]{32,}={0,2}/g, by: longToken },
  { what: 'times', pattern: /\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b/gi, by: '#' },
  {
    what: 'ids, numbers and times',
    pattern: /(?:(?<![\w)\]])[+-])?[\p{L}\d_](?:[\p{L}\d_.,:'+-]*[\p{L}\d_])?[=%]{0,2}/gu,
    by: token,
  },
  { what: 'times', pattern: new RegExp(`(?:# )?\\b${MONTHS},? #(?!\\w)`, 'gi'), by: '#' },
  { what: 'times', pattern: /# ?(?:[ap]m|utc|gmt)\b/gi, by: '#' },
  { what: 'units', pattern: new RegExp(`# ?(?:${TIME_UNITS}|${SIZE_UNITS})\\b`, 'gi'), by: '#' },
  { what: 'lists', pattern: /#(?:[ ,;|/]*#)+/g, by: '#' },
  { what: 'plurals', pattern: /(# \p{L}{3,}[^\Wsui])s\b/gu, by: '$1' },
  {
    what: 'ids of requests',
    pattern: /[\s,;(]*\b(?:request|trace|correlation|host|span)[\s_-]?id:? #\)?/gi,
    by: '',
  },
  { what: 'where and when', pattern: /\s*\([^()]*#[^()]*\)\s*$/, by: '' },
  { what: 'where and when', pattern: /,? (?:at|after|since|within) #[.)]?\s*$/, by: '' },
];

/**
 * The kind of a message: the same for messages that differ in ids, numbers, hosts, times and quoted
 * values, for which it has `#`. Lower case, at most 300 characters; of the message 500 are read.
 */
export function kindOf(message: string): string {
  let kind = message.slice(0, MESSAGE_CHARS_MAX);
  for (const { pattern, by } of RULES) kind = kind.replace(pattern, by as string);
  return kind.replace(/\s+/g, ' ').trim().toLowerCase().slice(0, KIND_CHARS_MAX);
}

/** What the rules take out, each once, in their order: docs/OPERATIONS.md lists them. */
export const TAKEN_OUT: readonly string[] = [...new Set(RULES.map(({ what }) => what))];

const CODE_NAME =
  /^(?:\w*code|\w*status|state|sqlstate|errno|\w*error|\w*type|reason|message|title)$/i;

/** A member that says what went wrong is a part of the kind. */
function jsonMember(...[, name = '', value = '']: readonly (string | number)[]): string {
  return CODE_NAME.test(String(name)) ? `${name}: ${value} , `.replaceAll('"', '') : `${name}: # `;
}

function assigned(text: string | number, name: string | number): string {
  return CODE_NAME.test(String(name)) ? String(text) : `${name}=#`;
}

/** Words before a quoted text that is a name of the program, and no value. */
const NAMES = new RegExp(
  '(?:constraint|relation|column|table|index|schema|field|property|type|queue|exchange|topic|' +
    'function|breaker|reading|error:)\\s*\\(?$',
  'i',
);
const NAME = /^[\p{L}_$]+(?:\.[\p{L}_$]+)*(?:\(\))?$/u;
const COMPOUND = /[._]|\p{Ll}\p{Lu}/u;

/** A name that a program gave is kept: of a constraint, a property, a queue. */
function quoted(text: string | number, offset: string | number, whole: string | number): string {
  const inner = String(text).slice(1, -1);
  if (!NAME.test(inner)) return '#';
  const before = String(whole).slice(Math.max(0, Number(offset) - 20), Number(offset));
  return COMPOUND.test(inner) || NAMES.test(before) ? inner : '#';
}

function longToken(text: string | number): string {
  const isId = /\d/.test(String(text)) && /[A-Z]/.test(String(text));
  return isId ? '#' : String(text);
}

/** Names with a digit that identify nothing. */
const KNOWN = /^(?:https?|http2|utf-?\d+|sha-?\d+|md5|x509|ipv[46]|oauth2?|s3|ec2|k8s|base64|3d)$/i;
const CODE_BEFORE = /(?:code|status|errno|signal|http|exit)[\s:=(]*$/i;
const LONG_CODE_BEFORE =
  /(?:sqlstate|\berror|errno|(?:with|reason|error|result|return|exit) code)[\s=([]+$/i;
const HEX_CODE_BEFORE = /(?:hresult|\berror|\bcode|status)[\s:=(]*$/i;
const HOST_AND_PORT = /:\d{2,5}$/;

/** Everything with a digit goes, but codes and a few names. */
function token(text: string | number, offset: string | number, whole: string | number): string {
  const word = String(text);
  if (!/\d/.test(word) || KNOWN.test(word)) return word;
  const before = String(whole).slice(Math.max(0, Number(offset) - 16), Number(offset));
  if (/^\d{1,3}$/.test(word) && CODE_BEFORE.test(before)) return word;
  if (/^[\dA-Z]{4,5}$/.test(word) && LONG_CODE_BEFORE.test(before)) return word;
  if (/^0x[\da-f]{8}$/i.test(word) && HEX_CODE_BEFORE.test(before)) return word;
  const [first = '', ...rest] = word.split(':');
  const isNamed = rest.length > 0 && !HOST_AND_PORT.test(word);
  return isNamed && (!/\d/.test(first) || KNOWN.test(first)) ? `${first}:#` : '#';
}
