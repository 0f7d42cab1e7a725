import type { SagaDefinition } from '#definition';
import type { Decision } from '../state/decision.js';
import type { Draft } from '../transition/draft.js';
import type { OperatorInput } from '../state/saga-input.js';
import { isPivotPassed } from '../state/step-rules.js';
import { lengthWithin } from '../state/stretches.js';
import { checkMigration } from './check-migration.js';
import { followEventKeys } from './event-keys.js';

type Rejection = Extract<Decision, { type: 'rejected' }>;

/** Why the saga cannot follow the input's target; null: it can. */
export function rejectMigration(draft: Draft, { action, target }: OperatorInput): Rejection | null {
  if (action.name !== 'migrate' || target?.version !== action.toVersion) {
    return reject('the version to migrate to cannot be read now');
  }
  const check = checkMigration(draft.state, draft.definition, target);
  if (check.fits) return null;
  return reject(check.reasons.map(({ code, detail }) => `${code}: ${detail}`).join('; '));
}

/** From here on the target definition decides the saga. */
export function followVersion(draft: Draft, target: SagaDefinition): void {
  const { definition } = draft;
  draft.record({
    type: 'definition-migrated',
    from: definition.version,
    to: target.version,
    steps: target.steps.map(({ name }) => name),
    deadlineAt: deadlineOf(draft, definition, target),
  });
  draft.definition = target;
  followEventKeys(draft, target);
}

/**
 * Still counted from the saga's start, without the time that the old one stood still; a deadline
 * that already fired does not fire again.
 */
function deadlineOf(draft: Draft, from: SagaDefinition, to: SagaDefinition): number | null {
  const { state, at, holds } = draft;
  if (to.deadlineMs === null || isPivotPassed(from, state)) return null;
  const { startedAt, deadlineAt } = state;
  if (from.deadlineMs === null) {
    return startedAt + to.deadlineMs + lengthWithin(holds.ofAll(), startedAt, at);
  }
  return deadlineAt === null ? null : deadlineAt - from.deadlineMs + to.deadlineMs;
}

function reject(detail: string): Rejection {
  return { type: 'rejected', code: 'DEFINITION_DOES_NOT_FIT', detail };
}
