import { createHash } from 'node:crypto';
import {
  isObject,
  PARTICIPANT_NAME,
  type JsonObject,
  type JsonValue,
  participantOfCommand,
} from '#protocol';
import { type OutgoingMessage, conductorNames } from '#bus';

/** What a participant says of itself: the commands that it takes. */
export interface ParticipantDescription {
  readonly participant: string;
  /** Each command once, at most `DESCRIBED_COMMANDS_MAX`. */
  readonly commands: readonly CommandDescription[];
  /** How many commands one message to it may carry. Left out, or below 2: one. */
  readonly envelopes?: number;
  /** Which of several processes of that name says so. Left out: all that do not say are one. */
  readonly instance?: string;
}

/** The live processes of one participant, by what they said of themselves. */
export interface LiveInstances {
  /** From 1. */
  readonly count: number;
  /** The smallest number of commands in a message that one of them takes; 0: one took none. */
  readonly envelopes: number;
}

export interface CommandDescription {
  /** `payment.authorize` */
  readonly command: string;
  /** JSON Schema of the command's data; left out: nothing is said of it. */
  readonly inputSchema?: JsonValue;
  /** JSON Schema of what a success gives; left out: nothing is said of it. */
  readonly outputSchema?: JsonValue;
}

export const DESCRIBE_PATTERN = 'participant.describe';
export const DESCRIBED_COMMANDS_MAX = 200;

export type DescriptionCheck =
  | { readonly ok: true; readonly description: ParticipantDescription }
  | { readonly ok: false; readonly detail: string };

/**
 * The message that tells the conductor, by the exchange for descriptions, under the participant's
 * name. The same description has the same message id. `at` is now, in ms since the epoch: of two
 * descriptions the newer one counts.
 */
export function descriptionMessage(
  { participant, commands, envelopes, instance }: ParticipantDescription,
  { prefix, at }: { readonly prefix: string; readonly at: number },
): OutgoingMessage {
  const data = { participant, commands, envelopes, instance };
  const hash = createHash('sha256').update(JSON.stringify(data)).digest('hex');
  const messageId = `${participant}:${hash}`;
  return {
    exchange: conductorNames(prefix).descriptionsExchange,
    routingKey: participant,
    body: Buffer.from(JSON.stringify({ pattern: DESCRIBE_PATTERN, data, id: messageId })),
    properties: {
      messageId,
      type: DESCRIBE_PATTERN,
      appId: participant,
      timestamp: Math.floor(at / 1000),
    },
    isVouchedFor: true,
  };
}

/** The exchange for descriptions, then straight to the intake queue, for want of that exchange. */
export function descriptionWays(
  description: OutgoingMessage,
  prefix: string,
): readonly OutgoingMessage[] {
  const { intakeQueue } = conductorNames(prefix);
  return [
    { ...description, hasOtherWay: true },
    { ...description, exchange: '', routingKey: intakeQueue },
  ];
}

/** Looks at names and numbers; what the schemas are worth is for whoever uses them. */
export function readDescription(data: JsonObject): DescriptionCheck {
  const { participant, commands } = data;
  if (typeof participant !== 'string' || !PARTICIPANT_NAME.test(participant)) {
    return wrong('"participant" must be a name like "payment"');
  }
  if (!Array.isArray(commands) || commands.length > DESCRIBED_COMMANDS_MAX) {
    return wrong(`"commands" must be a list of at most ${DESCRIBED_COMMANDS_MAX}`);
  }
  const known = new Map<string, CommandDescription>();
  for (const each of commands as readonly JsonValue[]) {
    const description = readCommand(each, participant);
    if (description === null) {
      return wrong(`each command must be { "command": "${participant}.…" }, and maybe schemas`);
    }
    if (known.has(description.command)) return wrong(`${description.command} comes twice`);
    known.set(description.command, description);
  }
  const own = readOwn(data);
  if (own === null) {
    return wrong('"envelopes" must be a whole number, and "instance" a text of 1 to 64 characters');
  }
  return { ok: true, description: { participant, commands: [...known.values()], ...own } };
}

export const INSTANCE = /^[A-Za-z0-9._:-]{1,64}$/;

/** What may differ between processes of one participant; null: it cannot be used. */
function readOwn(data: JsonObject): Pick<ParticipantDescription, 'envelopes' | 'instance'> | null {
  const { envelopes = null, instance = null } = data;
  const isCount = Number.isSafeInteger(envelopes) && Number(envelopes) >= 0;
  const isInstance = typeof instance === 'string' && INSTANCE.test(instance);
  if (!(envelopes === null || isCount) || !(instance === null || isInstance)) return null;
  return {
    ...(envelopes === null ? {} : { envelopes: Number(envelopes) }),
    ...(instance === null ? {} : { instance }),
  };
}

function readCommand(value: JsonValue, participant: string): CommandDescription | null {
  if (!isObject(value)) return null;
  const { command, inputSchema, outputSchema } = value;
  if (typeof command !== 'string' || participantOfCommand(command) !== participant) return null;
  return {
    command,
    ...(inputSchema === undefined ? {} : { inputSchema }),
    ...(outputSchema === undefined ? {} : { outputSchema }),
  };
}

function wrong(detail: string): DescriptionCheck {
  return { ok: false, detail };
}
