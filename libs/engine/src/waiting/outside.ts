import type { CommandStep, SagaDefinition } from '#definition';
import type { Pause } from '../pausing/pauses.js';
import { messageId } from '../state/identity.js';
import type { Code, PausedBy, Wait } from './wait.js';

/** What is known of the world outside of a saga's state, at about the same time. */
export interface Outside {
  /** Queues by participant; null: it does not exist. Of one that is missing nothing is known. */
  readonly queues: ReadonlyMap<string, QueueFacts | null>;
  /** Ids of messages that are still in the outbox, and why; null: no reason is known. */
  readonly unsent: ReadonlyMap<string, string | null>;
  /** The sagas that hold locks, by the lock's key. */
  readonly holders: ReadonlyMap<string, string>;
  /** Child sagas that have not ended, by `childKey`. */
  readonly children: ReadonlyMap<string, ChildFacts>;
  /** Pauses of more than one saga, the oldest first, */
  readonly pauses: readonly KnownPause[];
  /** as they were at this instant, in ms since the epoch. */
  readonly at: number;
}

export interface KnownPause {
  readonly pause: Pause;
  readonly by: PausedBy;
}

export interface QueueFacts {
  readonly consumers: number;
  /** Messages that nobody has taken yet. */
  readonly ready: number;
}

export interface ChildFacts {
  readonly id: string;
  readonly status: string;
}

export const NOTHING_KNOWN: Outside = {
  queues: new Map(),
  unsent: new Map(),
  holders: new Map(),
  children: new Map(),
  pauses: [],
  at: 0,
};

/** Who waits, and what is known of its definition. */
export interface Told {
  readonly sagaId: string;
  /** null: not known. */
  readonly definition: SagaDefinition | null;
}

/** Names the child saga of a step. */
export function childKey(of: {
  readonly parentId: string;
  readonly step: string;
  readonly iteration: number;
}): string {
  return `${of.parentId}/${of.step}/${of.iteration}`;
}

/** The step of a command that is under way; null: it is none, or not known. */
export function commandOf(wait: Wait, { definition }: Told): CommandStep | null {
  if (wait.step === null || definition === null) return null;
  const step = definition.stepByName.get(wireName(wait.step));
  return step?.type === 'command' ? step : null;
}

/** What people are asked by the step that waits; null: nobody is, or it is not known. */
export function askedOf(wait: Wait, { definition }: Told): string | null {
  const step = definition?.stepByName.get(wireName(wait.step ?? ''));
  return step?.type === 'wait' ? step.title : null;
}

/** `reserve` for `reserve[3]` */
export function wireName(step: string): string {
  const loop = step.indexOf('[');
  return loop === -1 ? step : step.slice(0, loop);
}

/** The code once it is known where the command is. */
export function refined(wait: Wait, told: Told, outside: Outside): Code {
  if (wait.code !== 'executing' && wait.code !== 'inquiry') return wait.code;
  const command = commandOf(wait, told);
  // the conductor itself takes it, whatever becomes of the broker
  if (command !== null && command.child !== null) return 'child';
  if (!isUnanswered(wait, outside.at)) return wait.code;
  const queue = command === null ? undefined : outside.queues.get(command.participant);
  if (queue === null || queue?.consumers === 0) return 'no-consumer';
  return outside.unsent.has(messageOf(wait, told)) ? 'outbox' : wait.code;
}

/** A command is asked about once it takes this long: until then most are answered. */
export const UNANSWERED_MS = 2_000;

export function isUnanswered({ since }: Wait, at: number): boolean {
  return at - since >= UNANSWERED_MS;
}

/** The message of the attempt that is under way. */
export function messageOf(wait: Wait, { sagaId }: Told): string {
  const { step, iteration, attempt } = wait;
  const direction = wait.direction ?? 'execute';
  return messageId({ sagaId, step: wireName(step ?? ''), iteration, direction, attempt });
}

/** The child saga that a step waits for; null: it is none, or not known. */
export function childOf(wait: Wait, { sagaId }: Told, outside: Outside): ChildFacts | null {
  if (wait.step === null) return null;
  const { step, iteration } = wait;
  const key = childKey({ parentId: sagaId, step: wireName(step), iteration });
  return outside.children.get(key) ?? null;
}
