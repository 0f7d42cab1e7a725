/** The name of a definition: `order-fulfilment`. */
export const DEFINITION_NAME = /^[a-z][a-z0-9-]{0,62}$/;

/** `payment` */
export const PARTICIPANT_NAME = /^[a-z][a-z0-9-]{0,62}$/;
export const MESSAGE_NAME = /^[a-z][a-z0-9-]{0,62}(\.[a-z0-9][a-z0-9-]{0,62}){1,4}$/;
/** A message's type and its routing key have at most 255 bytes in AMQP. */
const MESSAGE_NAME_CHARS_MAX = 200;

/** The name of a command or an event, as definitions write it: `payment.authorize`. */
export function isMessageName(text: string): boolean {
  return text.length <= MESSAGE_NAME_CHARS_MAX && MESSAGE_NAME.test(text);
}

/** Whose command it is: `payment` of `payment.authorize`. null: no definition could name it. */
export function participantOfCommand(command: string): string | null {
  return isMessageName(command) ? command.slice(0, command.indexOf('.')) : null;
}
