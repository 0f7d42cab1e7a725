import type { JsonObject } from '#protocol';
import type { Field } from '../language/field.js';
import { longestExchangeMs } from '../model/backoff.js';
import type { Exchange, ActionReader } from './action-reader.js';
import { command } from './command-action.js';
import { delay } from './delay-action.js';
import { end } from './end-action.js';
import { fail } from './fail-action.js';
import { publish } from './publish-action.js';
import { saga } from './saga-action.js';
import { wait } from './wait-action.js';
import type { Fields } from './fields.js';

/** Does not compile while the reader of an action is missing. */
const READERS = { command, wait, delay, saga, publish, fail, end };

type Type = keyof typeof READERS;

/** What a step does; what is wrong was reported, and is null. */
export type ActionDocument = { [Each in Type]: ReturnType<(typeof READERS)[Each]['read']> }[Type];

/** The fields that say what a step does; a step has exactly one of them. */
export const ACTIONS = Object.keys(READERS) as readonly Type[];

export const ACTION_FIELDS = Object.fromEntries(
  ACTIONS.map((name) => [name, READERS[name].field]),
) as { readonly [Each in Type]: Field };

/** A step has one action, and nothing that means nothing beside it. */
export const ACTION_RULES: readonly JsonObject[] = [
  { anyOf: ACTIONS.map((name) => ({ required: [name] })) },
  { dependentSchemas: Object.fromEntries(ACTIONS.map((name) => [name, schemaBeside(name)])) },
];

function schemaBeside(action: Type): JsonObject {
  const others = ACTIONS.filter((name) => name !== action);
  const refused = [...others, ...(READERS[action].excludes?.fields ?? [])];
  return { properties: Object.fromEntries(refused.map((name) => [name, false])) };
}

export function readAction(fields: Fields): ActionDocument | null {
  const [first, ...others] = ACTIONS.filter((name) => fields.has(name));
  for (const other of others) {
    fields.report(
      other,
      'one-action',
      `the step has a "${first}" already, and does one thing: make it two steps`,
    );
  }
  if (first === undefined) {
    const actions = ACTIONS.map((name) => `"${name}"`).join(', ');
    const form = 'a step says what it does';
    const message = `${form}: write "command": "payment.authorize", or one of ${actions}`;
    fields.report('command', 'required', message);
    return null;
  }
  const { excludes, read } = READERS[first];
  for (const name of excludes?.fields ?? []) {
    if (!fields.has(name)) continue;
    const isOfWait = first === 'wait' && name === 'timeout';
    const cure = isOfWait ? 'Write it within "wait"' : 'Leave it out';
    fields.report(name, 'command-only', `${excludes?.because ?? ''}. ${cure}`);
  }
  return read(fields);
}

/**
 * How long one iteration of a step takes at most, in ms, as far as its own definition says: 0 for a
 * child saga, and for a wait or a delay whose end is not known before it begins.
 */
export function longestStepMs(step: Exchange & { readonly action: ActionDocument | null }): number {
  // what is missing or wrong takes as long as a command would
  if (step.action === null) return longestExchangeMs(step);
  const reader = READERS[step.action.type] as ActionReader<Type, ActionDocument>;
  return reader.longestMs(step.action, step);
}
