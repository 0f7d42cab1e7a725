import { SAGA_ERRORS } from '../state/error-codes.js';
import type { SagaError } from '../state/saga-state.js';
import { childOf, commandOf, messageOf, type Outside, type Told } from './outside.js';
import { counted, instant, named, quoted, short } from '../texts/texts.js';
import type { PauseScope } from '../pausing/pauses.js';
import type { Code, Holding, Wait } from './wait.js';

/** What a sentence is made of: a wait whose code is as precise as it can be. */
export interface Subject {
  readonly wait: Wait;
  readonly code: Code;
  readonly told: Told;
  readonly outside: Outside;
}

/** Says in one clause what is waited for, since when, and until when. No full stop. */
export function clauseOf(subject: Subject): string {
  const { wait, code } = subject;
  const since = `since ${instant(wait.since)}`;
  switch (code) {
    case 'stuck':
      return `${actOf(wait)} is stuck ${since}: ${troubleOf(subject)}`;
    case 'paused':
      return paused(wait, since);
    case 'no-consumer':
      return `${actOf(wait)} waits ${since} for ${participantOf(subject)}, ${queueOf(subject)}`;
    case 'outbox':
      return `${actOf(wait)} waits ${since}: ${commandName(subject)} ${reasonOf(subject)}`;
    case 'back-off':
      return `${actOf(wait)} is tried again at ${endOf(wait)}: ${troubleOf(subject)}`;
    case 'lock':
      return `it waits ${since} for the lock ${nameOf(wait)}${holderOf(subject)}${untilOf(wait)}`;
    case 'signal':
      return `${actOf(wait)} waits ${since} for the signal ${nameOf(wait)}${untilOf(wait)}`;
    case 'event':
      return `${actOf(wait)} waits ${since} for the event ${eventOf(wait)}${untilOf(wait)}`;
    case 'inquiry':
      return `${participantOf(subject)} is asked ${since} ${whatBecameOf(wait)}${untilOf(wait)}`;
    case 'child':
      return `${actOf(wait)} waits ${since} for ${childIn(subject)}`;
    case 'executing':
      return `${actOf(wait)} waits ${since} for ${answerOf(subject)}${untilOf(wait)}`;
    case 'timer':
      return `${actOf(wait)} lets time pass until ${endOf(wait)}`;
    case 'limit':
      return `${counted(wait.count ?? 0, 'iteration')} of ${stepOf(wait)} wait for their turn`;
    default:
      return code satisfies never;
  }
}

function paused(wait: Wait, since: string): string {
  const what = wait.step === null ? 'it' : actOf(wait);
  const { pauses } = wait;
  if (pauses === undefined) return `${what} is held ${since} by a pause, and goes on after it`;
  const still = 'and its clocks stand still';
  return `${what} is paused ${since}: ${pausersOf(pauses)}, ${still}${pauseEndOf(wait, pauses)}`;
}

function pauseEndOf(wait: Wait, [last, ...others]: readonly Holding[]): string {
  if (last?.probeAt === undefined) return untilOf(wait);
  // no probe goes through the pauses of persons
  if (others.some(({ probeAt }) => probeAt === undefined)) return untilOf(wait);
  const next = last.probeAt === null ? 'now and then' : `at ${instant(last.probeAt)}`;
  return `; an attempt is let through ${next}`;
}

/** `alice paused the participant bank ("it moves")` */
export function pausersOf(pauses: readonly Holding[]): string {
  const shown = pauses.slice(0, PAUSES_SHOWN).map((each) => pauserOf(each, pauses.length > 1));
  const more = pauses.length - shown.length;
  return `${shown.join(' and ')}${more > 0 ? `, and ${counted(more, 'more pause')}` : ''}`;
}

function pauserOf({ pause, actor, reason, probeAt }: Holding, isOneOfMany: boolean): string {
  const what = pause === null ? 'the saga' : scopeOf(pause.scope);
  if (probeAt === undefined) return `${named(actor)} paused ${what} (${quoted(reason)})`;
  const charsMax = isOneOfMany ? MESSAGE_CHARS_MAX : REASON_CHARS_MAX;
  return `${what} is paused automatically (${short(reason, charsMax)})`;
}

function scopeOf(scope: PauseScope): string {
  if ('participant' in scope) return `the participant ${named(scope.participant)}`;
  if ('failureGroup' in scope) {
    const { definition: of, step, direction } = scope.place;
    const what = direction === 'compensate' ? `undoing ${named(step)}` : named(step);
    return `the group of failures of ${what} of ${named(of)}`;
  }
  const definition = named(scope.definition);
  return 'step' in scope
    ? `the step ${named(scope.step)} of ${definition}`
    : `the definition ${definition}`;
}

/** The step, its undoing, or the question about it: nobody knows then whether it happened. */
function actOf(wait: Wait): string {
  const step = stepOf(wait);
  if (wait.direction === 'inquire') return `the question ${whatBecameOf(wait)}`;
  return wait.direction === 'compensate' ? `undoing ${step}` : step;
}

function stepOf({ step }: Wait): string {
  return step === null ? 'it' : named(step);
}

function endOf({ until, since }: Wait): string {
  return instant(until ?? since);
}

function untilOf({ until }: Wait): string {
  return until === null ? '' : `, until ${instant(until)} at the latest`;
}

function whatBecameOf(wait: Wait): string {
  return `what became of ${stepOf(wait)}`;
}

function answerOf(subject: Subject): string {
  const { wait } = subject;
  return `${participantOf(subject)} to answer ${commandName(subject)}${again(wait)}`;
}

function again({ attempt }: Wait): string {
  return attempt > 1 ? ` (attempt ${attempt})` : '';
}

function nameOf({ name }: Wait): string {
  return name === null ? 'of its step' : quoted(name);
}

function eventOf(wait: Wait): string {
  const { name, key } = wait;
  const event = name === null ? 'of its step' : named(name);
  return key === undefined ? event : `${event} with the key ${quoted(key)}`;
}

function participantOf({ wait, told }: Subject): string {
  const command = commandOf(wait, told);
  return command === null ? 'its participant' : named(command.participant);
}

function commandName({ wait, told }: Subject): string {
  const step = commandOf(wait, told);
  if (step === null) return 'its command';
  const isUndo = wait.direction === 'compensate' && step.compensation !== null;
  return named(isUndo ? step.compensation.command : step.command);
}

function queueOf({ wait, told, outside }: Subject): string {
  const command = commandOf(wait, told);
  const queue = command && outside.queues.get(command.participant);
  if (!queue) return 'whose queue does not exist: no process of it has run';
  const ready = queue.ready === 0 ? '' : ` (${counted(queue.ready, 'message')} in it)`;
  return `whose queue has no consumer${ready}: no process of it runs`;
}

function reasonOf({ wait, told, outside }: Subject): string {
  const reason = outside.unsent.get(messageOf(wait, told)) ?? null;
  if (reason === null) return 'is still in the outbox, because the broker does not take it now';
  return `is still in the outbox: ${short(reason, MESSAGE_CHARS_MAX)}`;
}

function holderOf({ wait, outside }: Subject): string {
  const holder = wait.name === null ? undefined : outside.holders.get(wait.name);
  return holder === undefined ? '' : `, which saga ${holder} holds`;
}

function childIn(subject: Subject): string {
  const { wait, told, outside } = subject;
  const definition = commandOf(wait, told)?.child?.definition;
  const what = definition === undefined ? 'its child saga' : `its child saga ${named(definition)}`;
  const child = childOf(wait, told, outside);
  return child === null ? what : `${what} (${child.id}), which is ${child.status}`;
}

/** Why it did not go well, by who said so: the participant, or the conductor. */
function troubleOf(subject: Subject): string {
  const { wait } = subject;
  const { error, attempt } = wait;
  if (error === null) return 'it is out of attempts';
  const times = attempt > 0 ? ` ${timesOf(attempt)}` : '';
  if (error.code === 'TIMEOUT') return `${participantOf(subject)} did not answer${times} (TIMEOUT)`;
  if (attempt === 0 || isOwn(error)) return said(error);
  return `${participantOf(subject)} answered ${named(error.code)}${times}`;
}

function timesOf(attempt: number): string {
  return attempt === 1 ? 'once' : `${attempt} times`;
}

function said({ code, message }: SagaError): string {
  const text = short(message, MESSAGE_CHARS_MAX);
  return text === '' ? named(code) : `${named(code)}, ${text}`;
}

function isOwn({ code }: SagaError): boolean {
  return Object.hasOwn(SAGA_ERRORS, code);
}

const MESSAGE_CHARS_MAX = 80;
const REASON_CHARS_MAX = 120;
const PAUSES_SHOWN = 2;
