import { isObject, parseBoundedJson, sliceList, type JsonObject } from '#protocol';
import type { Delivery, IncomingProperties } from '#bus';
import { CARRIED_MAX, COMMANDS_TYPE, REPLIES_TYPE, type EnvelopeField } from './envelope-form.js';

type Fields = Record<string, JsonObject[string] | undefined>;

/**
 * The commands that a delivery of a participant's queue carries, each as a delivery of its own,
 * with its own body and properties. One that cannot be read is among them: whoever reads it says
 * what is wrong. The message is acknowledged once each of them is.
 *
 * Of a message that is no envelope, or of which none can be taken out, it is the delivery itself.
 */
export function openCommands(delivery: Delivery): readonly Delivery[] {
  if (delivery.properties.contentType !== COMMANDS_TYPE) return [delivery];
  return open(delivery, 'commands', (fields) => ({
    ...textAt(fields, 'correlationId'),
    ...textAt(fields, 'messageId'),
    headers: isObject(fields['headers']) ? fields['headers'] : {},
  }));
}

/** The same for the replies that a delivery of the reply queue carries. */
export function openReplies(delivery: Delivery): readonly Delivery[] {
  if (delivery.properties.contentType !== REPLIES_TYPE) return [delivery];
  return open(delivery, 'replies', (fields) => ({
    ...textAt(fields, 'correlationId'),
    headers: {},
  }));
}

type OwnProperties = Pick<IncomingProperties, 'correlationId' | 'messageId' | 'headers'>;

function open(
  delivery: Delivery,
  field: EnvelopeField,
  ownProperties: (fields: Fields) => OwnProperties,
): readonly Delivery[] {
  const { undecodable, cut, body } = delivery;
  if (undecodable !== undefined || cut !== undefined) return [delivery];
  const items = sliceList(body, { field, max: CARRIED_MAX });
  if (items === null) return [delivery];
  const shared = sharedAck(items.length, () => delivery.ack());
  return items.map((item) => {
    const read = parseBoundedJson(item);
    const fields = read.ok && isObject(read.value) ? read.value : {};
    return {
      ...delivery,
      body: item,
      properties: { ...sharedProperties(delivery.properties), ...ownProperties(fields) },
      read,
      ack: shared(),
    };
  });
}

/** What is the envelope's alone is left out. */
function sharedProperties({
  messageId: _,
  correlationId: __,
  type: ___,
  ...shared
}: IncomingProperties): IncomingProperties {
  return { ...shared, contentType: 'application/json' };
}

function textAt<Name extends 'correlationId' | 'messageId'>(
  fields: Fields,
  name: Name,
): { readonly [Key in Name]?: string } {
  const value = fields[name];
  return typeof value === 'string' ? ({ [name]: value } as { [Key in Name]: string }) : {};
}

/** Functions to be called once each, in any order; the last one acknowledges the message. */
function sharedAck(count: number, ack: () => void): () => () => void {
  let open = count;
  return () => {
    let isDone = false;
    return () => {
      if (isDone) return;
      isDone = true;
      if (--open === 0) ack();
    };
  };
}
