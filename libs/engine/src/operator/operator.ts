import type { SagaDefinition } from '#definition';
import { findStep } from '../state/iterations.js';
import type { OperatorAction, OperatorInput } from '../state/saga-input.js';
import type { SagaState } from '../state/saga-state.js';
import { Draft } from '../transition/draft.js';
import { rejectByStatus, VERB_TABLE } from './verb-table.js';
import { reject, type Rejection, type Verb } from './verb.js';
import { VERBS } from './verbs.js';

/**
 * Carries out an operator's action if the state allows it; null: done. Because of the version
 * check, two operators, or an operator and a timer, cause only one new attempt.
 */
export function operate(draft: Draft, input: OperatorInput): Rejection | null {
  const rejection = findRejection(draft, input);
  if (rejection !== null) return rejection;
  const { action, actor, reason, confirmedBy } = input;
  const second = confirmedBy === undefined ? {} : { confirmedBy };
  draft.record({ type: 'operator-acted', action, actor, reason, ...second });
  verbOf(action).carryOut(draft, action, input);
  return null;
}

function findRejection(draft: Draft, input: OperatorInput): Rejection | null {
  const { state } = draft;
  const { action, expectedVersion } = input;
  if (
    state.endedAt === null &&
    expectedVersion !== undefined &&
    expectedVersion !== state.version
  ) {
    const detail = `expected version ${expectedVersion}, the saga is at ${state.version}`;
    return reject('VERSION_CONFLICT', detail);
  }
  return (
    (state.endedAt === null ? rejectUnknownStep(draft, action) : null) ??
    rejectByStatus(state, action.name) ??
    verbOf(action).findRejection(draft, action, input)
  );
}

/** An action in one of its forms, and why the saga's state does not allow it; null: it does. */
export interface Possibility {
  readonly action: OperatorAction;
  readonly rejection: Pick<Rejection, 'code' | 'detail'> | null;
}

/**
 * Every action that could be asked for on these steps, on the saga as it is. Changes nothing.
 * `target`: another version that it could migrate to; null: none is known.
 */
export function possibilitiesOf(
  definition: SagaDefinition,
  state: SagaState,
  steps: readonly string[],
  target: SagaDefinition | null = null,
): readonly Possibility[] {
  const draft = new Draft(definition, state, state.updatedAt, []);
  const actions = Object.values(VERB_TABLE).flatMap((row): readonly OperatorAction[] =>
    row.forms(state, steps),
  );
  if (target !== null) actions.push({ name: 'migrate', toVersion: target.version });
  const own = { type: 'operator', at: state.updatedAt, actor: '', reason: '' } as const;
  const by = target === null ? own : { ...own, target };
  return actions.map((action) => {
    const rejection = findRejection(draft, { ...by, action });
    if (rejection === null) return { action, rejection };
    const { code, detail } = rejection;
    return { action, rejection: { code, detail } };
  });
}

/** The table pairs each name with the verb of that name, which its types cannot say of a union. */
function verbOf({ name }: OperatorAction): Verb<OperatorAction['name']> {
  return VERBS[name] as Verb<OperatorAction['name']>;
}

function rejectUnknownStep(draft: Draft, action: OperatorAction): Rejection | null {
  if (!('step' in action) || action.step === undefined) return null;
  if (findStep(draft.definition, draft.state, action.step) !== null) return null;
  return reject('STEP_UNKNOWN', `the saga has no step ${action.step}`);
}
