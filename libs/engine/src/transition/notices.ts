import type { JsonValue } from '#protocol';
import { originOf } from '../state/child-target.js';
import { reportToParent } from '../state/parent-answer.js';
import type { LifeCycleNotice, Notice } from '../state/decision.js';
import type { SagaEvent } from '../state/saga-event.js';
import type { SagaState } from '../state/saga-state.js';

/** The events of a saga that others are told about, and the names of the life-cycle events. */
const LIFE_CYCLE = new Map<SagaEvent['type'], string>([
  ['saga-started', 'started'],
  ['saga-completed', 'completed'],
  ['saga-compensated', 'compensated'],
  ['saga-stuck', 'stuck'],
  ['saga-abandoned', 'abandoned'],
]);

/** The notices that a transition sends; `state` is its result. */
export function noticesOf(state: SagaState, events: readonly SagaEvent[]): readonly Notice[] {
  const notices: Notice[] = [];
  for (const { type } of events) {
    const what = LIFE_CYCLE.get(type);
    if (what !== undefined) notices.push(lifeCycleNotice(state, what));
  }
  const report = notices.length === 0 ? null : reportToParent(state);
  if (report !== null) notices.push(report);
  return notices;
}

function lifeCycleNotice(state: SagaState, what: string): LifeCycleNotice {
  const { id: sagaId, definition, version, key, status, output, error, generation } = state;
  const data: Record<string, JsonValue> = {
    sagaId,
    definition: definition.name,
    definitionVersion: definition.version,
    key,
    status,
    at: new Date(state.updatedAt).toISOString(),
  };
  if (what === 'completed') data['output'] = output;
  else if (what !== 'started') {
    data['error'] = error && { code: error.code, message: error.message };
  }
  return {
    type: 'life-cycle',
    messageId: `${sagaId}/${version}/${what}`,
    sagaId,
    event: `saga.${what}.${definition.name}`,
    ...(generation === undefined ? {} : { generation }),
    origin: originOf(state),
    data,
  };
}
