import { counted, named, quoted, short } from '../texts/texts.js';
import type { SagaEvent } from '../state/saga-event.js';
import type { OperatorAction } from '../state/saga-input.js';
import type { Abort, Direction } from '../state/saga-state.js';

type EventOf<Type extends SagaEvent['type']> = Extract<SagaEvent, { readonly type: Type }>;

const ARROWS: Readonly<Record<Direction, string>> = { execute: '→', compensate: '↩', inquire: '?' };
const MESSAGE_CHARS_MAX = 120;
const PROBING = ', to see whether it succeeds again';

/** null: it means nothing to a person, and is left out. */
const TEXTS: { readonly [Type in SagaEvent['type']]: ((event: EventOf<Type>) => string) | null } = {
  'saga-started': ({ definition, key }) =>
    `saga started: ${named(definition.name)} version ${definition.version}` +
    (key === null ? '' : `, key ${quoted(key)}`),
  'locks-requested': ({ locks }) => `asks for ${lockList(locks.map(({ key }) => key))}`,
  'locks-acquired': ({ keys }) => `holds ${lockList(keys)}`,
  'locks-awaited': null,
  'lock-wait-extended': ({ key }) => `waits longer for ${lockList([key])}, because of an outage`,
  'lock-released': ({ key }) => `goes on without ${lockList([key])}`,
  'parent-asked': ({ asked }) => `its parent asks: ${asked.direction} (attempt ${asked.attempt})`,
  'saga-reopened': () => 'its parent has it undone',
  'step-skipped': ({ step }) => `${named(step)}: skipped`,
  'wait-opened': (event) => `${named(event.step)}: waits ${awaited(event)}`,
  'wait-closed': ({ step }) => `${named(step)}: waits no longer`,
  'signal-received': ({ name, misfits }) =>
    `signal ${quoted(name)}` +
    (misfits === undefined ? '' : `, which fits no step but a later one`),
  'signal-superseded': ({ by }) => `${named(by)}: a newer signal takes the place of one`,
  'command-issued': ({ command, direction, attempt, forwarded, probe }) =>
    `${ARROWS[direction]} ${named(command)}${attempt > 1 ? ` (attempt ${attempt})` : ''}` +
    (forwarded ? ', forwarded' : '') +
    (probe === undefined ? '' : PROBING),
  'attempt-failed': ({ step, outcome, error }) => `${named(step)}: ${outcome}, ${codeOf(error)}`,
  'retry-scheduled': ({ step, dueAt }) => `${named(step)}: again at ${toIso(dueAt)}`,
  'timeout-postponed': ({ step, because, dueAt }) =>
    `${named(step)}: waits until ${toIso(dueAt)} (${because})`,
  'command-held': ({ step, direction }) =>
    `${direction === 'compensate' ? 'undoing ' : ''}${named(step)}: held by a pause`,
  'step-held': ({ step, direction }) =>
    `${direction === 'compensate' ? 'undoing ' : ''}${named(step)}: next, and held by a pause`,
  'step-released': ({ step, direction }) =>
    `${direction === 'compensate' ? 'undoing ' : ''}${named(step)}: no longer held`,
  'retry-held': ({ step }) => `${named(step)}: its retry is held by a pause`,
  'inquiry-opened': ({ step, inquiry }) =>
    `${named(step)}: it has to be known what became of it (${inquiry.because})`,
  'step-succeeded': ({ step, by }) =>
    `${named(step)}: succeeded${by === 'reply' ? '' : ` (${by})`}`,
  'event-published': ({ event, direction }) => `${ARROWS[direction]} event ${named(event)}`,
  'signal-taken': ({ step }) => `${named(step)}: takes the signal`,
  'event-taken': ({ step }) => `${named(step)}: takes the event`,
  'step-refused': ({ step, error }) => `${named(step)}: refused, ${codeOf(error)}`,
  'step-failed': ({ step, error }) => `${named(step)}: given up, ${codeOf(error)}`,
  'catch-begun': ({ step, error }) =>
    `${named(step)}: failed, ${codeOf(error)}; it is undone, and the saga goes on`,
  'step-caught': ({ step, error }) =>
    `${named(step)}: failed, ${codeOf(error)}; the saga goes on without it`,
  'step-compensated': ({ step, result }) => `${named(step)}: ${UNDONE[result]}`,
  'step-stuck': ({ step, direction, error }) =>
    `${direction === 'compensate' ? 'undoing ' : ''}${named(step)}: stuck, ${codeOf(error)}`,
  'iteration-opened': ({ step, iteration }) => `${named(step)}: from the beginning (${iteration})`,
  'iterations-opened': ({ step, items }) => `${named(step)}: ${counted(items.length, 'iteration')}`,
  'iterations-dropped': ({ step }) => `${named(step)}: from the beginning`,
  'deadline-passed': () => 'the deadline passed',
  'deadline-lifted': () => 'no way back from here: the deadline no longer counts',
  'abort-decided': ({ abort }) => `decided: ${decision(abort)}`,
  'forward-resumed': () => 'goes forward again',
  'operator-acted': ({ action, actor, reason, confirmedBy }) =>
    `operator ${named(actor)}: ${acted(action)} (${quoted(reason)})` +
    (confirmedBy === undefined ? '' : `, confirmed by ${named(confirmedBy)}`),
  'definition-migrated': ({ from, to }) => `follows version ${to}, and no longer ${from}`,
  'commands-resent': ({ messageIds, probe }) =>
    `${counted(messageIds.length, 'command')} sent again${probe === undefined ? '' : PROBING}`,
  'saga-paused': ({ by, reason }) => `paused by ${named(by)} (${quoted(reason)})`,
  'pause-ended': () => 'no longer paused',
  'clocks-moved': null,
  'saga-stuck': ({ error }) => `saga stuck: it waits for a person, ${codeOf(error)}`,
  'saga-stuck-on': ({ error }) => `stuck on ${codeOf(error)} now`,
  'saga-resumed': () => 'saga goes on',
  'saga-completed': ({ error, endedBy }) =>
    `saga completed${endedBy === undefined ? '' : ` by ${named(endedBy)}`}` +
    (error === null ? '' : `, without its output: ${codeOf(error)}`),
  'saga-compensated': () => 'saga compensated: nothing is left of it',
  'saga-abandoned': ({ reason }) => `saga abandoned (${quoted(reason)})`,
};

const UNDONE: Readonly<Record<EventOf<'step-compensated'>['result'], string>> = {
  undone: 'undone',
  'nothing-to-undo': 'nothing to undo',
  'nothing-to-do': 'needs no undo',
  settled: 'undone by hand',
};

/** One line; null: the event is left out. */
export function textOf(event: SagaEvent): string | null {
  const text = TEXTS[event.type] as ((event: SagaEvent) => string) | null;
  return text && text(event);
}

function lockList(keys: readonly string[]): string {
  const [first = '', ...more] = keys;
  const rest = more.length === 0 ? '' : ` and ${more.length} more`;
  return `the lock ${quoted(first)}${rest}`;
}

function awaited({ signal, event, dueAt }: EventOf<'wait-opened'>): string {
  const until = `until ${toIso(dueAt)}`;
  if (event !== undefined) return `for ${named(event.name)} of ${quoted(event.key)}, ${until}`;
  return signal === null ? until : `for the signal ${quoted(signal)}, ${until}`;
}

function codeOf({ code, message }: { readonly code: string; readonly message: string }): string {
  const more = message === code ? '' : short(message, MESSAGE_CHARS_MAX);
  return more === '' ? named(code) : `${named(code)} (${more})`;
}

function decision({ reason, toStep }: Abort): string {
  const what = toStep === null ? 'undo everything' : `undo back to ${named(toStep)}`;
  return `${what} (${reason})`;
}

function acted(action: OperatorAction): string {
  switch (action.name) {
    case 'retry':
      return action.step === undefined ? 'retry' : `retry ${named(action.step)}`;
    case 'skip':
      return `skip ${named(action.step)}`;
    case 'settle':
      return `settle ${named(action.step)} as ${action.result}`;
    case 'compensate':
      return action.toStep === undefined ? 'compensate' : `back to ${named(action.toStep)}`;
    case 'migrate':
      return `migrate to version ${action.toVersion}`;
    case 'release-lock':
      return `release ${lockList([action.key])}`;
    case 'cancel':
    case 'pause':
    case 'resume':
    case 'abandon':
      return action.name;
    default:
      return action satisfies never;
  }
}

function toIso(at: number): string {
  return new Date(at).toISOString();
}
