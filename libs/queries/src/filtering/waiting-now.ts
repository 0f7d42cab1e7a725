import type { WaitingCode } from '#filters';
import { WAITING_CODE } from '#persistence';
import type { Parameters } from './parameters.js';
import {
  childSteps,
  DEFINITION_KEY,
  isAnyPaused,
  pausedDefinitions,
  pausedGroups,
  pausedSteps,
  silentSteps,
  unsentSagas,
} from './step-sets.js';

/*
 * What an open saga waits for, as the sentence in lists says it: what its summary says, once the
 * world beside it is looked at. The same as `refined` and `withWidePauses` of the engine; a
 * property test compares them. Each part first asks cheaply whether it can be so, by the names of
 * the steps that are under way; and of a plain saga it asks the text of the summary. Only summaries
 * of the others are parsed: parsing those of 100,000 sagas takes seconds.
 */

/** A command is asked about once it takes this long, as where sentences are made. */
const UNANSWERED = `interval '2 seconds'`;
const IS_WAITING = `what = 'await-reply'`;
const IS_UNANSWERED = `${IS_WAITING} and since <= now() - ${UNANSWERED}`;

/**
 * One step is under way and waits since the saga was written last, as of most sagas: what stands
 * in the summary is of this step. Quotes in texts are escaped, so none of them looks like a name.
 */
const IS_PLAIN = `(cardinality(active_steps) = 1
  and position('"activeStepCount":1,' in summary) > 0 and position('"since":' in summary) = 0)`;
/** The same of a plain saga. */
const IS_PLAINLY_WAITING = `position('"what":"await-reply"' in summary) > 0`;
const IS_PLAINLY_UNANSWERED = `updated_at <= now() - ${UNANSWERED} and ${IS_PLAINLY_WAITING}`;

const BATCHED = `
  select each.id from outbox_batch, unnest(outbox_batch.message_ids) as each (id)`;

/** Whether this is its code; for a row of `saga` that has not ended. */
export function isWaitingFor(code: WaitingCode, parameters: Parameters): string {
  const free = `not ${isHeld(parameters)}`;
  switch (code) {
    case 'no-consumer':
      return all([MAY_ASK, free, isQueued(parameters)]);
    case 'outbox':
      return all([MAY_ASK, isUnsent(parameters), free, `not ${isQueued(parameters)}`]);
    case 'child':
      return all([MAY_ASK, isOfChild(parameters), free, isUntroubled(parameters)]);
    case 'executing':
      return all([
        `${WAITING_CODE} is null`,
        `not ${isOfChild(parameters)}`,
        free,
        isUntroubled(parameters),
      ]);
    case 'paused':
      return `(${inCodes([code])} or ${isHeld(parameters)})`;
    default:
      return all([inCodes([code]), ...nothingTellsMore(code, parameters)]);
  }
}

/** Told by what is beside a saga; its summary says nothing of them. */
const OUTSIDE_CODES = ['no-consumer', 'outbox', 'child', 'executing'] as const;
export type SummaryCode = Exclude<WaitingCode, (typeof OUTSIDE_CODES)[number]>;

export function isInSummary(code: WaitingCode): code is SummaryCode {
  return !OUTSIDE_CODES.some((each) => each === code);
}

/**
 * Of a row whose summary has the code: conditions under which the world beside the saga tells no
 * more. Nothing that goes without saying is among them: the planner takes each condition to leave
 * few rows, and then reads all that have the code, and sorts them, for a page.
 */
export function nothingTellsMore(code: SummaryCode, parameters: Parameters): readonly string[] {
  const free = `not ${isHeld(parameters)}`;
  switch (code) {
    case 'stuck':
    case 'paused':
      return [];
    case 'timer':
    case 'limit':
      return [free];
    case 'back-off':
    case 'lock':
    case 'signal':
    case 'event':
      return [free, isUntroubled(parameters)];
    case 'inquiry':
      return [free, isUntroubled(parameters), `not ${isOfChild(parameters)}`];
    default:
      return code satisfies never;
  }
}

function all(conditions: readonly string[]): string {
  return `(${conditions.join(' and ')})`;
}

/** A step's command is under way, and nothing that the summary says is more telling. */
const MAY_ASK = `position('"what":"await-reply"' in summary) > 0
  and not ${inCodes(['stuck', 'paused'])}`;

/** Its commands are where they should be. */
function isUntroubled(parameters: Parameters): string {
  const trouble = `${isQueued(parameters)} or ${isUnsent(parameters)}`;
  return `(position('"what":"await-reply"' in summary) = 0 or not (${trouble}))`;
}

/** It waits for a child saga, and nothing that the summary says is more telling. */
function isOfChild(parameters: Parameters): string {
  const children = childSteps(parameters);
  const isChild = isOne(children);
  const isAny = exists(`${IS_WAITING} and ${isChild}`, IS_PLAINLY_WAITING);
  // a plain saga has one step, which is the child's
  const isInquiry = exists(`${IS_WAITING} and direction = 'inquire' and not ${isChild}`, 'false');
  return `(${hasAny(children)} and not ${inCodes(['back-off', 'lock', 'signal', 'event'])}
    and ${isAny} and not ${isInquiry})`;
}

/** A pause of more than one saga holds something of it, and nothing of it tells more. */
export function isHeld(parameters: Parameters): string {
  const steps = pausedSteps('all', parameters);
  const backward = pausedSteps('backward', parameters);
  const isForward = `coalesce(direction, 'execute') = 'execute' and ${isOne(steps)}`;
  const isPlainlyHeld = `(${IS_PLAINLY_FORWARD} or ${hasAny(backward)})`;
  const isStepHeld = `exists (
      select from (${WAITING_STEPS}) as active
       where what <> 'operator' and (${isForward} or ${isOne(backward)}))`;
  return `(${isAnyPaused(parameters)} and not ${inCodes(['stuck', 'paused'])} and (
    definition_name = any(${pausedDefinitions(parameters)}::text[])
    or cardinality(${pausedGroups(parameters)}::text[]) > 0 and exists (
      select from saga_failure as trouble
       where trouble.saga_id = saga.id and trouble.ended_at is null
         and trouble.fingerprint = any(${pausedGroups(parameters)}::text[]))
    or ${hasAny(steps)} and ${either(isPlainlyHeld, isStepHeld)}))`;
}

const IS_PLAINLY_FORWARD = `position('"direction":"execute"' in summary) > 0
  or position('"direction":null' in summary) > 0`;

/** Its command is on a queue that nobody takes from. */
function isQueued(parameters: Parameters): string {
  if (parameters.outside.silent.length === 0) return 'false';
  const silent = silentSteps(parameters);
  const isOfSilent = exists(`${IS_UNANSWERED} and ${isOne(silent)}`, IS_PLAINLY_UNANSWERED);
  return `(${hasAny(silent)} and ${isOfSilent})`;
}

/** Its command is still in the outbox. */
function isUnsent(parameters: Parameters): string {
  const children = childSteps(parameters);
  const isUnsentId = (id: string) => `(exists (select from outbox where message_id = ${id})
      or ${id} in (${BATCHED}))`;
  const isAny = exists(
    `${IS_UNANSWERED} and not ${isOne(children)} and ${isUnsentId(MESSAGE_ID)}`,
    `(${IS_PLAINLY_UNANSWERED} and not ${hasAny(children)} and ${isUnsentId(PLAIN_MESSAGE_ID)})`,
  );
  const sagas = unsentSagas(parameters);
  return `(coalesce(${sagas} ? saga.id::text, ${HAS_UNSENT}) and ${isAny})`;
}

/** One range of the key for each saga, and what the last batches have. */
const HAS_UNSENT = `(
  exists (select from outbox where message_id > saga.id::text || '/' collate "C"
           and message_id < saga.id::text || '0' collate "C")
  or saga.id::text in (select split_part(id, '/', 1) from (${BATCHED}) as batched))`;

/** One of the steps under way is in the set, as far as their names tell. */
function hasAny(steps: string): string {
  const isAny = `coalesce((${steps} -> ${DEFINITION_KEY}) ?| active_steps, false)`;
  return `(${steps} is not null and ${isAny})`;
}

function isOne(steps: string): string {
  return `coalesce((${steps} -> ${DEFINITION_KEY}) ? active.step, false)`;
}

function inCodes(codes: readonly string[]): string {
  const list = codes.map((code) => `'${code}'`).join(', ');
  return `coalesce(${WAITING_CODE} in (${list}), false)`;
}

/** `plain`: the same of a plain saga whose step is known to be in the set that is asked for. */
function exists(condition: string, plain: string): string {
  return either(plain, `exists (select from (${ACTIVE_STEPS}) as active where ${condition})`);
}

function either(plain: string, other: string): string {
  return `case when ${IS_PLAIN} then ${plain} else ${other} end`;
}

const ACTIVE_STEPS = `
  select split_part(step ->> 'name', '[', 1) as step, step ->> 'direction' as direction,
         step #>> '{nextAction,what}' as what,
         coalesce(step ->> 'iteration', '0') as iteration,
         coalesce(step ->> 'attempt', step ->> 'attempts') as attempt,
         coalesce(to_timestamp((step ->> 'since')::float8 / 1000), saga.updated_at) as since
    from jsonb_array_elements(saga.summary::jsonb -> 'activeSteps') as step`;

/** With the loop whose iterations wait for their turn. */
const WAITING_STEPS = `
  select step, direction, what from (${ACTIVE_STEPS}) as active
  union all
  select saga.summary::jsonb #>> '{turns,step}', null, 'limit'`;

/** As `messageId` of the engine makes it. */
const MESSAGE_ID = `(saga.id::text || '/' || active.step || '/' || active.iteration || '/' ||
  active.direction || '/' || active.attempt)`;

/** Of a plain saga. The first direction and attempts in a summary are the saga's. */
const PLAIN_MESSAGE_ID = `(saga.id::text || '/' || active_steps[1] || '/'
  || case when position('"iteration":' in summary) = 0 then '0'
     else ${numberAfter('"iteration":', 2)} end || '/'
  || split_part(split_part(summary, '"direction":"', 3), '"', 1) || '/'
  || case when position('"attempt":' in summary) = 0 then ${numberAfter('"attempts":', 3)}
     else ${numberAfter('"attempt":', 2)} end)`;

function numberAfter(name: string, part: number): string {
  return `rtrim(split_part(split_part(summary, '${name}', ${part}), ',', 1), '}]')`;
}
