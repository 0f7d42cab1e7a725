import { isMessageName, type JsonValue } from '#protocol';
import { suggestDuration } from './durations.js';
import { camelCase } from './names.js';

/* What a field looks like, made of what its author gave where that can be told. */

const TEXT_CHARS_MAX = 100;
const LIST_MAX = 10;
const STEP = '{ "name": "pay", "command": "payment.authorize", "compensation": "payment.void" }';

type Form = (given: string | null, value: JsonValue) => string;

const duration: Form = (_, value) => suggestDuration(value);

/** `given`: the text that stands there; null: something else does. */
const FORMS: Readonly<Record<string, Form>> = {
  name: () => '"order-fulfilment"',
  description: () => '"what the saga is for"',
  steps: () => `[${STEP}]`,
  deadline: duration,
  timeout: duration,
  interval: duration,
  initialInterval: duration,
  maxInterval: duration,
  delay: (_, value) => suggestDuration(innerOf(value)),
  after: (given, value) => (given === null ? listOf(value, '["a"]') : `[${quote(given)}]`),
  locks: (given, value) =>
    given === null ? listOf(value, '["order:${input.orderId}"]') : `[${quote(given)}]`,
  key: () => '"${data.orderId}"',
  trigger: (given) =>
    `{ "event": ${quote(messageName(given, 'order.placed'))}, "key": "\${data.orderId}" }`,
  event: (given) => quote(messageName(given, 'order.placed')),
  inputSchema: () => '{ "type": "object", "properties": { "orderId": { "type": "string" } } }',
  defaults: () => '{ "timeout": "30s", "retry": { "maxAttempts": 3 } }',
  command: (given) => quote(messageName(given, '<participant>.<command>')),
  compensation: (given) => quote(messageName(given, '<participant>.<command>')),
  wait: (given) => `{ "signal": ${quote(signalOf(given))}, "timeout": "24h", "onTimeout": "fail" }`,
  signal: (given) => quote(signalOf(given)),
  saga: (given) => `{ "definition": ${quote(given ?? 'ship-parcel')} }`,
  definition: (given) => quote(given ?? 'ship-parcel'),
  publish: (given) => `{ "event": ${quote(messageName(given, 'order.priced'))} }`,
  data: () => '{ "orderId": "${input.orderId}" }',
  events: () => '{ "include": ["input"] }',
  include: () => '["input"]',
  fail: (given) => `{ "code": ${quote(codeOf(given))}, "message": "…" }`,
  code: (given) => quote(codeOf(given)),
  message: (given) => quote(given ?? 'declined by ${steps.approve.output.by}'),
  end: () => '{ "output": { "parcels": 0 } }',
  input: () => '{ "orderId": "${input.orderId}" }',
  output: () => '{ "orderId": "${input.orderId}" }',
  when: (given) => quote(asTemplate(given, 'input.gift == true')),
  until: (given) => quote(asTemplate(given, "output.status == 'DONE'")),
  forEach: (given) =>
    `{ "items": ${quote(asTemplate(given, 'input.lines'))}, "as": "item", "maxParallel": 8 }`,
  items: (given) => quote(asTemplate(given, 'input.lines')),
  as: () => '"item"',
  maxParallel: number(8),
  repeat: () => `{ "until": "\${output.status == 'DONE'}", "interval": "10s" }`,
  maxIterations: number(30),
  catch: () => '"any"',
  kind: () => '"pivot"',
  requires: () => '"succeeded"',
  onTimeout: () => '"fail"',
  onBusy: () => '"wait"',
  retry: (_, value) => `{ "maxAttempts": ${attemptsOf(value)}, "initialInterval": "1s" }`,
  maxAttempts: number(3),
  backoffCoefficient: number(2),
  nonRetryable: (given) => `[${quote(codeOf(given))}]`,
};

/** `"after": ["a"]`; null: nothing is known of the field. */
export function formOf(field: string, value: JsonValue): string | null {
  const form = Object.hasOwn(FORMS, field) ? FORMS[field] : undefined;
  if (form === undefined) return null;
  const given = typeof value === 'string' && value.length <= TEXT_CHARS_MAX ? value : null;
  return `${quote(field)}: ${form(given, value)}`;
}

/** `: write "after": ["a"]`, or nothing. */
export function writeForm(field: string, value: JsonValue): string {
  const form = formOf(field, value);
  return form === null ? '' : `: write ${form}`;
}

function quote(text: string): string {
  return JSON.stringify(text);
}

function number(example: number): Form {
  return (given, value) => {
    const read = typeof value === 'number' ? value : Number(given?.trim() || Number.NaN);
    return String(Number.isFinite(read) && read >= 1 ? read : example);
  };
}

function attemptsOf(value: JsonValue): number {
  return typeof value === 'number' && value >= 1 ? value : 3;
}

/** The list itself where it is one of a few short texts. */
function listOf(value: JsonValue, example: string): string {
  const isShort = (each: unknown) => typeof each === 'string' && each.length <= TEXT_CHARS_MAX;
  if (!Array.isArray(value) || value.length > LIST_MAX || !value.every(isShort)) return example;
  return JSON.stringify(value).replaceAll('","', '", "');
}

function messageName(given: string | null, example: string): string {
  return given !== null && isMessageName(given) ? given : example;
}

function signalOf(given: string | null): string {
  const name = given === null ? '' : camelCase(given);
  return name === '' ? 'approval' : name;
}

function codeOf(given: string | null): string {
  return given !== null && /^[A-Z][A-Z0-9_]*$/.test(given) ? given : 'NOT_APPROVED';
}

function asTemplate(given: string | null, example: string): string {
  if (given?.includes('${')) return given;
  return `\${${given === null || given === '' ? example : given}}`;
}

/** `{ "for": "5m" }`: what stands within. */
function innerOf(value: JsonValue): JsonValue {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  const members = Object.values(value as Readonly<Record<string, JsonValue>>);
  return members.length === 1 ? (members[0] ?? null) : value;
}
