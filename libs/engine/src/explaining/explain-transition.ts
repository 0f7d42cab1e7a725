import { catchesCode, evaluate } from '#definition';
import { membersNamed } from '#expressions';
import { canonicalJson, type JsonValue } from '#protocol';
import { evolve } from '../evolve/evolve.js';
import type { ReplayedTransition } from '../evolve/replay.js';
import type { SagaEvent } from '../state/saga-event.js';
import type { SagaError, SagaState } from '../state/saga-state.js';
import { isAborted } from '../state/step-rules.js';
import { askedFor } from './asked.js';
import { stepMoment, type Asked, type KnownDefinition, type Moment } from './moment.js';
import { WatchedScope, type SeenValue, type Variable } from './watched-scope.js';
import { hasExpression, loopOf, type WrittenPart } from './written.js';

/** What a `catch` sees of a failure. */
export const ERROR_CODE = 'error.code';

/** An expression of the definition that a transition evaluated. */
export interface ExplainedExpression extends WrittenPart {
  /** The step, or the iteration, that it was evaluated for; null: the saga as a whole. */
  readonly step: string | null;
  /** What it read, in order. */
  readonly seen: readonly SeenValue[];
  readonly result: { readonly data: JsonValue } | { readonly error: SagaError };
}

/**
 * Which expressions decided a transition, with the values they saw: evaluated anew, each on the
 * state right before the event that followed from it. What the history contradicts is left out:
 * somebody edited the data, and the expression was not asked.
 *
 * `before` null: the transition began the saga. `definitionOf`: the definition of a version, null
 * where it is not known; of that nothing is told.
 */
export function explainTransition(
  before: SagaState | null,
  { at, events }: ReplayedTransition,
  definitionOf: (version: number) => KnownDefinition | null,
): readonly ExplainedExpression[] {
  const explained: ExplainedExpression[] = [];
  let state = before;
  events.forEach((event, place) => {
    const known = state && definitionOf(state.definition.version);
    if (state !== null && known !== null) {
      explained.push(...explainEvent({ ...known, state, event, earlier: events.slice(0, place) }));
    }
    state = evolve(state, event, at);
  });
  return explained;
}

function explainEvent(moment: Moment): readonly ExplainedExpression[] {
  const results: ExplainedExpression[] = [];
  let isFailed = false;
  for (const asked of askedFor(moment)) {
    const explained = explainOne(asked, moment.state);
    if (isContradicted(asked, explained.result)) return explainCatch(moment);
    isFailed = 'error' in explained.result;
    if (asked.part !== null && hasExpression(asked.part.source)) {
      results.push({ ...explained, ...asked.part, step: asked.step });
    }
    // the engine looks no further either
    if (isFailed) break;
  }
  // it may have failed over what all of the decision cost, which is not known any more
  if (failureOf(moment.event) === 'EXPRESSION_FAILED' && !isFailed) return explainCatch(moment);
  return [...results, ...explainCatch(moment)];
}

function explainOne(
  { map, part, variables = [] }: Asked,
  { input, id, key, steps }: SagaState,
): Pick<ExplainedExpression, 'seen' | 'result'> {
  const named = variables.map(([name, value]): Variable => {
    const isNamed = textsOf(part?.source ?? null).some((text) => isRead(text, name, value));
    return { name, value, isNamed };
  });
  const watched = new WatchedScope({ input, saga: { id, key }, steps }, named);
  const result = evaluate(() => map(watched.scope));
  return { seen: watched.seen, result };
}

function isRead(text: string, name: string, value: JsonValue): boolean {
  const { isWhole, names } = membersNamed(text, name);
  return isWhole || (names.length > 0 && (typeof value !== 'object' || value === null));
}

function textsOf(source: JsonValue): readonly string[] {
  if (typeof source === 'string') return [source];
  if (typeof source !== 'object' || source === null) return [];
  return Object.values(source).flatMap(textsOf);
}

function isContradicted({ expected }: Asked, result: ExplainedExpression['result']): boolean {
  if (expected === undefined) return false;
  return 'error' in result || canonicalJson(result.data) !== canonicalJson(expected);
}

function failureOf(event: SagaEvent): string | null {
  return 'error' in event && event.error !== null ? event.error.code : null;
}

/** Whether the `catch` of a step holds of its failure. */
function explainCatch(moment: Moment): readonly ExplainedExpression[] {
  const own = stepMoment(moment);
  const code = failureOf(moment.event);
  if (own === null || code === null || isAborted(own.state)) return [];
  const { step, event, written } = own;
  const { catches } = step;
  const part = written.inStep(loopOf(step.name), 'catch');
  if (part === null || catches === null) return [];
  // one that had to be undone first was caught before
  if (event.type === 'step-caught' && own.own.catching !== undefined) return [];
  const data = catchesCode(catches, code);
  // a failure that nobody could catch: a person settled the step, or the saga goes back
  if (data && event.type !== 'step-caught' && event.type !== 'catch-begun') return [];
  const seen = [{ name: ERROR_CODE, value: code }];
  return [{ ...part, step: step.name, seen, result: { data } }];
}
