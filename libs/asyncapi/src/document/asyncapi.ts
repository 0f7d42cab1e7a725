import type { JsonObject } from '#protocol';
import { fileNameOf, SCHEMAS } from '../schemas/message-schemas.js';
import { refTo } from '../schemas/schema.js';
import { channelsOf } from './channels.js';
import type { MessageKind } from './message-kind.js';
import { messageKinds } from './messages.js';
import { operations } from './operations.js';

/** The release of AsyncAPI: 3.0, which tools read; what 3.1 adds is not used. */
export const ASYNCAPI = '3.0.0';

export const LICENSE = { name: 'MIT', url: 'https://opensource.org/license/mit' };

/** The broker, as far as a document can know it. */
export const SERVERS: JsonObject = {
  broker: {
    host: '{host}',
    protocol: 'amqp',
    protocolVersion: '0-9-1',
    description: 'RabbitMQ, the broker of `AMQP_URL`.',
    variables: { host: { default: 'localhost:5672', description: 'Host and port.' } },
  },
};

/**
 * The AsyncAPI document of everything that crosses the broker, as a conductor with this prefix
 * declares, sends and reads it.
 */
export function asyncApi({ prefix }: { readonly prefix: string }): JsonObject {
  const kinds = Object.entries(messageKinds(prefix));
  return {
    asyncapi: ASYNCAPI,
    info: {
      title: 'Conductor messages',
      version: '1',
      description:
        'Commands, replies, events and what else crosses the broker, from where the conductor ' +
        'stands: it *sends* commands and *receives* replies. docs/MESSAGES.md tells the same in ' +
        'words. AsyncAPI has no place for the AMQP properties of a message: they are in ' +
        '`x-amqp-properties`, and the arguments and bindings of queues in `x-queue-arguments` ' +
        'and `x-bound-to`.',
      license: LICENSE,
      tags: [{ name: 'saga', description: 'Saga orchestration' }],
    },
    defaultContentType: 'application/json',
    servers: SERVERS,
    channels: channelsOf(prefix),
    operations: operations(),
    components: {
      messages: Object.fromEntries(kinds.map(([name, kind]) => [name, messageOf(name, kind)])),
      schemas: SCHEMAS as JsonObject,
    },
  };
}

function messageOf(name: string, kind: MessageKind): JsonObject {
  const { title, summary, payload, headers, properties, contentType, samples } = kind;
  return {
    name,
    title,
    summary,
    contentType: contentType ?? 'application/json',
    payload: refTo(payload),
    ...(headers === null ? {} : { headers: refTo(headers) }),
    ...(samples.length === 0 ? {} : { examples: samples.map((sample) => exampleOf(sample)) }),
    'x-amqp-properties': refTo(properties),
    // an example itself takes no extension
    'x-amqp-property-examples': Object.fromEntries(
      samples.map((sample) => [sample.name, sample.properties]),
    ),
    'x-schema': `/schemas/${fileNameOf(payload)}.json`,
  };
}

type Example = MessageKind['samples'][number];

function exampleOf({ name, summary, headers, payload }: Example): JsonObject {
  return {
    name,
    summary,
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    payload,
  };
}
