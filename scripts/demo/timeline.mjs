/** Formats a saga's history as lines for people: the time since the start, and the event. */
export function describeTimeline(entries) {
  const startedAt = Date.parse(entries[0]?.at ?? 0);
  return entries
    .flatMap((entry) => linesOf(entry).map((line) => ({ at: Date.parse(entry.at), line })))
    .map(
      ({ at, line }) => `  ${`+${((at - startedAt) / 1000).toFixed(2)} s`.padStart(10)}  ${line}`,
    )
    .join('\n');
}

function linesOf({ events, ignored, input }) {
  if (ignored) return [`late reply for ${input.step} ignored: ${ignored.reason}`];
  return events.flatMap((event) => DESCRIPTIONS[event.type]?.(event) ?? []);
}

const DIRECTIONS = { execute: '→', compensate: '↩', inquire: '?' };

/** Events that are left out, because they mean nothing to a first-time reader. */
const DESCRIPTIONS = {
  'saga-started': ({ definition, key }) =>
    `saga started: ${definition.name} version ${definition.version}${key ? `, ${key}` : ''}`,
  'command-issued': ({ command, direction, attempt }) =>
    `${DIRECTIONS[direction]} ${command}${attempt > 1 ? ` (attempt ${attempt})` : ''}`,
  'attempt-failed': ({ step, outcome, error }) => `  ${step}: ${outcome}, ${error.code}`,
  'step-succeeded': ({ step, by }) => `  ${step}: succeeded${by === 'reply' ? '' : ` (${by})`}`,
  'event-published': ({ event, direction }) => `${DIRECTIONS[direction]} event ${event}`,
  'step-refused': ({ step, error }) => `  ${step}: refused, ${error.code}`,
  'step-failed': ({ step, error }) => `  ${step}: given up, ${error.code}`,
  'step-skipped': ({ step }) => `  ${step}: skipped`,
  'step-compensated': ({ step, result }) => `  ${step}: ${result}`,
  'step-stuck': ({ step }) => `  ${step}: stuck, out of attempts`,
  'abort-decided': () => 'decided: undo everything',
  'operator-acted': ({ action, actor, reason }) =>
    `operator ${actor}: ${action.name} (“${reason}”)`,
  'deadline-passed': () => 'the deadline passed',
  'saga-stuck': () => 'saga stuck: it waits for a person',
  'saga-resumed': () => 'saga goes on',
  'saga-completed': () => 'saga completed',
  'saga-compensated': () => 'saga compensated: nothing is left of it',
  'saga-abandoned': () => 'saga abandoned',
};
