import type { SagaDefinition } from '#definition';
import { Waiting, type SagaError, type SagaState } from '#engine';
import type { MatchedSaga, WaitingCode } from '#filters';

/** As the row of the saga has it. */
const ERROR_CHARS_MAX = 1000;

/**
 * What filters look at, of a state. `definition` null: it is not known, and neither are its
 * participants. `waiting`: the code of its sentence.
 */
export function matchedSaga(
  state: SagaState,
  definition: SagaDefinition | null,
  waiting: WaitingCode | null,
): MatchedSaga {
  const { id, status, key, error, startedAt, updatedAt } = state;
  const activeSteps = Waiting.activeNames(state);
  return {
    id,
    status,
    definition: state.definition,
    key,
    activeSteps,
    participants: participantsOf(activeSteps, definition),
    error: error && shown(error),
    waiting,
    attempts: Waiting.activeStepsOf(state).attempts,
    startedAt,
    updatedAt,
  };
}

/** Of the steps that are under way. `definition` null: none is known. */
export function participantsOf(
  activeSteps: readonly string[],
  definition: SagaDefinition | null,
): readonly string[] {
  const participants = activeSteps.flatMap((name) => {
    const step = definition?.stepByName.get(name);
    return step?.type === 'command' && step.child === null ? [step.participant] : [];
  });
  return [...new Set(participants)];
}

function shown({ code, message }: SagaError): SagaError {
  return { code: code.slice(0, ERROR_CHARS_MAX), message: message.slice(0, ERROR_CHARS_MAX) };
}
