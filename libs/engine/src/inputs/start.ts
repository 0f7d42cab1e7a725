import type { SagaDefinition } from '#definition';
import { decideAbort } from '../moves/backward.js';
import { requestLocks } from '../moves/locks.js';
import type { Pause } from '../pausing/pauses.js';
import type { StartInput } from '../state/saga-input.js';
import { Draft } from '../transition/draft.js';
import type { InputRules } from './input-rules.js';

export const startRules: InputRules<'start'> = {
  begin: beginSaga,
  reachesEnded: true,
  // it was started before
  receive: () => 'step-closed',
  describe: ({ type }) => ({ type }),
};

function beginSaga(definition: SagaDefinition, input: StartInput, pauses: readonly Pause[]): Draft {
  const { deadlineMs, name, version } = definition;
  const started = {
    type: 'saga-started',
    sagaId: input.sagaId,
    definition: { name, version },
    key: input.key,
    input: input.input,
    steps: definition.steps.map((step) => step.name),
    deadlineAt: deadlineMs === null ? null : input.at + deadlineMs,
    ...(input.parent === undefined ? {} : { parent: input.parent }),
    ...(input.generation ? { generation: input.generation } : {}),
    ...(input.origin === undefined ? {} : { origin: input.origin }),
    ...(input.trace === undefined ? {} : { trace: input.trace }),
  } as const;
  const draft = Draft.begin(definition, started, { at: input.at, pauses });
  if (input.parent !== undefined && input.parent.asked.direction !== 'execute') {
    const error = { code: 'FENCED', message: 'its parent went back before it began' };
    decideAbort(draft, { reason: 'parent', step: null, toStep: null, error });
  } else {
    requestLocks(draft);
  }
  return draft;
}
