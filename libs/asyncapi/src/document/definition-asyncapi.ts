import { conductorNames, participantQueue, queueArguments } from '#bus';
import type { CommandDescription } from '#contracts';
import type { CommandStep, SagaDefinition } from '#definition';
import { isObject, type JsonObject, type JsonValue } from '#protocol';
import { LIFE_CYCLE, lifeCycleSchema } from '../schemas/event-schemas.js';
import { SCHEMAS } from '../schemas/message-schemas.js';
import { PLACE, refTo, type Schema } from '../schemas/schema.js';
import { ASYNCAPI, SERVERS } from './asyncapi.js';

export interface DefinitionParts {
  readonly prefix: string;
  readonly definition: SagaDefinition;
  /** As it was posted. */
  readonly document: JsonObject;
  /** What participants said of their commands, by command; one that said nothing is left out. */
  readonly described: ReadonlyMap<string, CommandDescription>;
}

/** A message with where it goes, as the conductor sees it. */
interface Entry {
  readonly id: string;
  readonly action: 'send' | 'receive';
  readonly channel: 'events' | 'intake' | 'replies' | { readonly participant: string };
  readonly title: string;
  readonly payload: Schema;
  readonly headers?: string;
  /** Of a command: the entry that answers it. */
  readonly answeredBy?: string;
}

/**
 * The AsyncAPI document of one version of a definition: which participant gets which command with
 * which input, what it answers, and which events and signals there are. Inputs and outputs are as
 * the participants have described them; of what nobody described anything is allowed.
 */
export function definitionAsyncApi(parts: DefinitionParts): JsonObject {
  const { definition, document } = parts;
  const entries = [...commandEntries(parts), ...eventEntries(parts), ...intakeEntries(parts)];
  const { description } = document;
  return {
    asyncapi: ASYNCAPI,
    info: {
      title: definition.name,
      version: String(definition.version),
      description:
        (typeof description === 'string' ? `${description}\n\n` : '') +
        'The messages of this definition’s sagas, from where the conductor stands. Everything ' +
        'else of the contract is in `/asyncapi.json` and docs/MESSAGES.md.',
    },
    defaultContentType: 'application/json',
    servers: SERVERS,
    channels: channelsOf(parts.prefix, entries),
    operations: Object.fromEntries(entries.flatMap(operationOf)),
    components: {
      messages: Object.fromEntries(entries.map(messageOf)),
      schemas: { ...SCHEMAS, ...ownSchemas(parts) },
    },
  };
}

function commandEntries({ definition, described }: DefinitionParts): readonly Entry[] {
  return takenBy(definition).flatMap(({ participant, command }): Entry[] => {
    const { inputSchema, outputSchema } = described.get(command) ?? {};
    const id = idOf(command);
    const data = inputSchema === undefined ? {} : refTo(`${id}Input`);
    const output = outputSchema === undefined ? {} : refTo(`${id}Output`);
    return [
      {
        id: `${id}Command`,
        action: 'send',
        channel: { participant },
        title: command,
        payload: { allOf: [refTo('Command'), fieldsOf({ pattern: { const: command }, data })] },
        headers: 'CommandHeaders',
        answeredBy: `${id}Reply`,
      },
      {
        id: `${id}Reply`,
        action: 'receive',
        channel: 'replies',
        title: `${command}: what is answered`,
        payload: { allOf: [refTo('Reply'), successOf(output)] },
        headers: 'ReplyHeaders',
      },
    ];
  });
}

/** Each command once, forward and backward, with who takes it. */
function takenBy({ steps }: SagaDefinition) {
  const own = steps.filter((step): step is CommandStep => {
    return step.type === 'command' && step.child === null;
  });
  const all = own.flatMap(({ participant, command, compensation }) => [
    { participant, command },
    ...(compensation === null ? [] : [{ participant, command: compensation.command }]),
  ]);
  return [...new Map(all.map((each) => [each.command, each])).values()];
}

/** The output of a success, in either form. */
function successOf(output: Schema): Schema {
  const succeeded = fieldsOf({ outcome: { const: 'succeeded' } });
  return {
    anyOf: [
      { allOf: [succeeded, { properties: { output } }] },
      { not: succeeded, properties: { response: output } },
    ],
  };
}

function eventEntries({ definition, document }: DefinitionParts): readonly Entry[] {
  const { name, steps } = definition;
  const input: JsonObject = isObject(document['inputSchema']) ? { input: refTo('SagaInput') } : {};
  const told = LIFE_CYCLE.map((what) => ({
    event: `saga.${what}.${name}`,
    payload: lifeCycleSchema(what, { definition: name, more: input }),
  }));
  const published = steps.flatMap((step) => {
    if (step.type !== 'publish') return [];
    return [step.event, ...(step.compensation === null ? [] : [step.compensation.event])];
  });
  const awaited = steps.flatMap((step) => (step.type === 'event' ? [step.event] : []));
  const taken = [...awaited, ...(definition.trigger === null ? [] : [definition.trigger.event])];
  const packet = (event: string): Schema => ({
    allOf: [refTo('DomainEvent'), fieldsOf({ pattern: { const: event } })],
  });
  const sent = [...told, ...unique(published).map((event) => ({ event, payload: packet(event) }))];
  return [
    ...sent.map(({ event, payload }): Entry => {
      const id = `${idOf(event)}Event`;
      return {
        id,
        action: 'send',
        channel: 'events',
        title: event,
        payload,
        headers: 'EventHeaders',
      };
    }),
    ...unique(taken).map((event): Entry => ({
      id: `${idOf(event)}Taken`,
      action: 'receive',
      channel: 'events',
      title: event,
      payload: refTo('ForeignEvent'),
    })),
  ];
}

function intakeEntries({ definition, document }: DefinitionParts): readonly Entry[] {
  const input: JsonObject = isObject(document['inputSchema']) ? refTo('SagaInput') : {};
  const start = fieldsOf({ data: fieldsOf({ definition: { const: definition.name }, input }) });
  const own = { action: 'receive', channel: 'intake' } as const;
  const signals = definition.steps.flatMap((step) => {
    if (step.type !== 'wait') return [];
    const payload = step.payload.schema === undefined ? {} : refTo(`${idOf(step.name)}Payload`);
    const fields = fieldsOf({ data: fieldsOf({ name: { const: step.signal }, payload }) });
    const title = `The signal ${step.signal}, for ${step.name}`;
    return [{ id: `${idOf(step.name)}Signal`, title, payload: both('Signal', fields), ...own }];
  });
  const title = `A start of ${definition.name}`;
  return [{ id: 'Start', title, payload: both('Start', start), ...own }, ...signals];
}

const both = (name: string, fields: Schema): Schema => ({ allOf: [refTo(name), fields] });

function fieldsOf(properties: Readonly<Record<string, Schema>>): Schema {
  const required = Object.entries(properties).filter(([, schema]) => 'const' in schema);
  return { type: 'object', required: required.map(([name]) => name), properties };
}

/** The schemas of the definition and its participants; what they refer to is moved with them. */
function ownSchemas({ definition, document, described }: DefinitionParts): JsonObject {
  const commands = takenBy(definition).flatMap(({ command }) => {
    const { inputSchema, outputSchema } = described.get(command) ?? {};
    const id = idOf(command);
    return [[`${id}Input`, inputSchema] as const, [`${id}Output`, outputSchema] as const];
  });
  const payloads = definition.steps.flatMap((step) =>
    step.type === 'wait' ? [[`${idOf(step.name)}Payload`, step.payload.schema] as const] : [],
  );
  const all = [['SagaInput', document['inputSchema']] as const, ...commands, ...payloads];
  return Object.fromEntries(
    all.flatMap(([name, schema]) => (schema === undefined ? [] : [[name, moved(name, schema)]])),
  );
}

function moved(name: string, schema: JsonValue): JsonValue {
  const text = JSON.stringify(schema).replaceAll(
    '"$ref":"#/$defs/',
    `"$ref":"${PLACE}${name}/$defs/`,
  );
  return JSON.parse(text) as JsonValue;
}

function channelsOf(prefix: string, entries: readonly Entry[]): JsonObject {
  const names = new Set(entries.map((entry) => channelName(entry)));
  return Object.fromEntries(
    [...names].map((name) => {
      const own = entries.filter((entry) => channelName(entry) === name);
      const messages = own.map(({ id }) => [id, { $ref: `#/components/messages/${id}` }] as const);
      return [name, { ...placeOf(prefix, own[0]), messages: Object.fromEntries(messages) }];
    }),
  );
}

function channelName({ channel }: Entry): string {
  return typeof channel === 'string' ? channel : `commandsOf${idOf(channel.participant)}`;
}

function placeOf(prefix: string, entry: Entry | undefined): JsonObject {
  const { eventsExchange, repliesQueue, intakeQueue } = conductorNames(prefix);
  const channel = entry?.channel ?? 'events';
  if (channel === 'events') {
    const exchange = { name: eventsExchange, type: 'topic', durable: true, vhost: '/' };
    const amqp = { is: 'routingKey', exchange, bindingVersion: '0.3.0' };
    return {
      address: '{event}',
      parameters: { event: { description: 'Its name.' } },
      bindings: { amqp },
    };
  }
  const own = { replies: repliesQueue, intake: intakeQueue };
  const name =
    typeof channel === 'string' ? own[channel] : participantQueue(prefix, channel.participant);
  const queue = { name, durable: true, exclusive: false, autoDelete: false, vhost: '/' };
  const bindings = { amqp: { is: 'queue', queue, bindingVersion: '0.3.0' } };
  return { address: name, bindings, 'x-queue-arguments': { ...queueArguments({}) } };
}

function operationOf(entry: Entry): readonly (readonly [string, JsonObject])[] {
  const { id, action, title, answeredBy } = entry;
  const at = (channel: string, message: string) => ({
    channel: { $ref: `#/channels/${channel}` },
    messages: [{ $ref: `#/channels/${channel}/messages/${message}` }],
  });
  const reply: JsonObject = answeredBy === undefined ? {} : { reply: at('replies', answeredBy) };
  return [[`${action}${id}`, { action, title, ...at(channelName(entry), id), ...reply }]];
}

function messageOf({ id, title, payload, headers }: Entry): readonly [string, JsonObject] {
  const more: JsonObject = headers === undefined ? {} : { headers: refTo(headers) };
  return [id, { name: id, title, payload, ...more }];
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}

/** `payment.authorize`: `PaymentAuthorize` */
function idOf(name: string): string {
  return name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
