/*
 * An envelope is one message that carries several commands to a participant, or several replies to
 * the conductor. Only those who said that they read envelopes get one.
 */

export const COMMANDS_TYPE = 'application/vnd.conductor.commands+json';
export const REPLIES_TYPE = 'application/vnd.conductor.replies+json';

/** The member of an envelope's body that lists what it carries. */
export type EnvelopeField = 'commands' | 'replies';

/** More than these no reader takes out of one envelope: what it does at once stays bounded. */
export const CARRIED_MAX = 200;

/** How many a sender puts into one, unless it is told to put in fewer. */
export const CARRIED_DEFAULT = 50;

/**
 * How large a sender makes one. Well below what a reader takes, so that a message that came whole
 * is never too large for lack of room for a few more.
 */
export const ENVELOPE_BYTES_MAX = 256 * 1024;

/** Why a message is no envelope that says that it is one; for people. */
export function noEnvelope(field: EnvelopeField): string {
  return `an envelope is { "${field}": [ … ] } with 1 to ${CARRIED_MAX} of them, each an object`;
}
