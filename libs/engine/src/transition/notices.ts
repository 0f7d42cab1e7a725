import { evaluate, type SagaDefinition } from '#definition';
import type { JsonObject, JsonValue } from '#protocol';
import { originOf } from '../state/child-target.js';
import { publishedId } from '../state/identity.js';
import { reportToParent } from '../state/parent-answer.js';
import type { EventNotice, Notice } from '../state/decision.js';
import type { SagaEvent } from '../state/saga-event.js';
import type { SagaState } from '../state/saga-state.js';
import { NOTHING_KNOWN, readable, tellWaiting, waitsOf } from '../waiting/waiting.js';

/** The events of a saga that others are told about, and the names of the life-cycle events. */
const LIFE_CYCLE = new Map<SagaEvent['type'], string>([
  ['saga-started', 'started'],
  ['saga-completed', 'completed'],
  ['saga-compensated', 'compensated'],
  ['saga-stuck', 'stuck'],
  ['saga-abandoned', 'abandoned'],
]);

/** The notices that a transition sends; `state` is its result. */
export function noticesOf(
  definition: SagaDefinition,
  state: SagaState,
  events: readonly SagaEvent[],
): readonly Notice[] {
  const notices: Notice[] = [];
  let isTold = false;
  for (const event of events) {
    const what = LIFE_CYCLE.get(event.type);
    if (what !== undefined) notices.push(lifeCycleNotice(definition, state, what));
    isTold ||= what !== undefined;
    if (event.type === 'event-published') notices.push(publishedNotice(state, event));
  }
  const report = isTold ? reportToParent(state) : null;
  if (report !== null) notices.push(report);
  return notices;
}

function publishedNotice(
  state: SagaState,
  { step, iteration, direction, event, data }: Extract<SagaEvent, { type: 'event-published' }>,
): EventNotice {
  const messageId = publishedId({ sagaId: state.id, step, iteration }, direction);
  return { type: 'published', messageId, event, ...descentOf(state), data };
}

function lifeCycleNotice(saga: SagaDefinition, state: SagaState, what: string): EventNotice {
  const { definition, version, key, status, output, error } = state;
  const data: Record<string, JsonValue> = {
    sagaId: state.id,
    definition: definition.name,
    definitionVersion: definition.version,
    key,
    status,
    at: new Date(state.updatedAt).toISOString(),
  };
  // a completed saga has one when its output could not be computed
  if (what === 'completed' ? error !== null : what !== 'started') {
    data['error'] = error && { code: error.code, message: error.message };
  }
  if (what === 'stuck') data['waiting'] = waitingOf(saga, state);
  const told = what === 'completed' ? withValue(data, 'output', output) : data;
  return {
    type: 'life-cycle',
    messageId: `${state.id}/${version}/${what}`,
    event: `saga.${what}.${definition.name}`,
    ...descentOf(state),
    data: saga.tellsInput ? withValue(told, 'input', state.input) : told,
  };
}

/** As the API has it, as far as the saga itself knows. */
function waitingOf(definition: SagaDefinition, state: SagaState): JsonValue {
  const waits = waitsOf(state);
  if (waits === null) return null;
  const waiting = tellWaiting(waits, { sagaId: state.id, definition }, NOTHING_KNOWN);
  return readable(waiting) as unknown as JsonValue;
}

/** Without the value if nobody could take the event with it: it is too large, or too deep. */
function withValue(data: JsonObject, name: 'output' | 'input', value: JsonValue): JsonObject {
  const all = { ...data, [name]: value };
  return 'error' in evaluate(() => all) ? { ...data, [`${name}Omitted`]: true } : all;
}

/** The saga, and what bounds the sagas that one of its events starts. */
function descentOf(state: SagaState): Pick<EventNotice, 'sagaId' | 'generation' | 'origin'> {
  const { id: sagaId, generation } = state;
  const origin = originOf(state);
  return { sagaId, ...(generation === undefined ? {} : { generation }), origin };
}
