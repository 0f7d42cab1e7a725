import { createHash } from 'node:crypto';
import { kindsAt, messageKinds } from '#asyncapi';
import { readBody } from '#bus';
import { isObject } from '#protocol';
import { faultsBy } from './schema-faults.js';

/** A message that was published, by whomever. */
export interface LiveMessage {
  readonly exchange: string;
  readonly routingKey: string;
  readonly headers: Readonly<Record<string, unknown>>;
  /** In camel case, without the headers. */
  readonly properties: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
}

const SHOWN_CHARS = 2_000;
const kinds = messageKinds('any');
const brokenOnes = new Set<string>();

const asked = process.env['LIVE_MESSAGES'];

/** `memory`, `check`: fixtures tap the broker in memory; what breaks a schema fails its test. */
export const isCheckAsked = asked === 'memory' || asked === 'check';

/** `check`: RabbitMQ too. Each test then waits for the broker's copies. */
export const isFirehoseAsked = asked === 'check';

/** What each test file has published: by kind, how many were looked at. */
export const LIVE = { seen: new Map<string, number>(), faults: [] as string[] };

/**
 * Says that a test sends this body because it is broken, or because of where it sends it: it is not
 * held to the schemas. Of exactly these bytes, in this test file. Gives them back.
 */
export function brokenOnPurpose<Body extends string | Buffer>(body: Body): Body {
  brokenOnes.add(hashOf(Buffer.from(body)));
  return body;
}

/** Holds a message to the schemas; what is wrong is told when the test ends. */
export function lookAtLive(prefix: string, message: LiveMessage): void {
  const { exchange, routingKey, properties, body } = message;
  if (brokenOnes.has(hashOf(body))) return;
  const json = readBody({ body });
  const value = json.ok ? json.value : undefined;
  const pattern = isObject(value) ? value['pattern'] : undefined;
  const contentType = String(properties['contentType'] ?? 'application/json');
  const names = kindsAt(prefix, { exchange, routingKey, contentType, pattern });
  if (names === null) return;
  const found = names.map((name) => [name, faultsOf(name, message, value)] as const);
  const right = found.find(([, faults]) => faults.length === 0)?.[0];
  if (right !== undefined) LIVE.seen.set(right, (LIVE.seen.get(right) ?? 0) + 1);
  else LIVE.faults.push(tell(message, found[0]));
}

function faultsOf(name: string, { headers, properties }: LiveMessage, value: unknown) {
  const kind = kinds[name];
  if (kind === undefined) return [`there is no kind of message ${name}`];
  // whatever came is set aside as it is
  const payload = name === 'deadCommand' ? null : value;
  if (payload === undefined) return ['it is no JSON that is taken'];
  return [
    ...faultsBy(kind.payload, payload),
    ...faultsBy(kind.properties, said(properties)),
    ...(kind.headers === null ? [] : faultsBy(kind.headers, headers)),
  ];
}

/** As it is on the wire: what is undefined is left out. */
function said(properties: LiveMessage['properties']): object {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
}

function tell(message: LiveMessage, best: readonly [string, readonly string[]] | undefined) {
  const { exchange, routingKey, properties, headers, body } = message;
  const [name, faults] = best ?? ['message that goes there', ['its pattern is not known']];
  return [
    `A message to ${exchange || 'the default exchange'} (${routingKey}) is no ${name}:`,
    ...faults.slice(-5).map((fault) => `  ${fault}`),
    `  properties ${JSON.stringify(properties)}`,
    `  headers ${JSON.stringify(headers)}`,
    `  body ${body.toString().slice(0, SHOWN_CHARS)}`,
  ].join('\n');
}

function hashOf(body: Buffer): string {
  return createHash('sha256').update(body).digest('base64');
}
