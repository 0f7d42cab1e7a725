import { isAborted } from '../state/step-rules.js';
import { stepOf } from '../state/saga-state.js';
import { askedAction, askedRound, askedUndo, askedUntil, askedWhen } from './asked-beginning.js';
import { isBeginning, stepMoment, type Asked, type Moment, type StepMoment } from './moment.js';

/** What the engine evaluated to come to this event, in its order. */
export function askedFor(moment: Moment): readonly Asked[] {
  const { event, definition, written } = moment;
  if (event.type === 'locks-requested') {
    return definition.locks.map(({ key: map }, index) => {
      const part = written.at('locks', index, 'key') ?? written.at('locks', index);
      return { part, step: null, map };
    });
  }
  if (event.type === 'saga-completed') {
    if (event.endedBy !== undefined) return [];
    const expected = event.error === null ? { expected: event.output } : {};
    return [{ part: written.at('output'), step: null, map: definition.output, ...expected }];
  }
  const own = stepMoment(moment);
  return own === null ? [] : askedOfStep(own);
}

function askedOfStep(moment: StepMoment): readonly Asked[] {
  const { event, own } = moment;
  switch (event.type) {
    case 'step-skipped':
      return isSkippedByWhen(moment) ? askedWhen(moment, false) : [];
    case 'command-issued':
    case 'command-held':
      if (event.direction === 'compensate') return askedUndo(moment);
      return event.direction === 'execute' && event.data !== undefined ? begun(moment) : [];
    case 'event-published':
      return event.direction === 'compensate' ? askedUndo(moment) : begun(moment);
    case 'signal-taken':
      return isBeginning(moment) ? askedWhen(moment, true) : [];
    case 'wait-opened':
      return own.status === 'iterating' ? some(askedUntil(moment, false)) : begun(moment);
    case 'iterations-opened':
      return own.opened > 0 ? askedOfRound(moment) : begun(moment);
    case 'event-taken':
      return askedWhere(moment);
    case 'step-succeeded':
      return askedOfSuccess(moment);
    case 'step-refused':
      return moment.step.type === 'fail' ? begun(moment) : [];
    case 'step-failed':
    case 'step-stuck':
    case 'step-caught':
    case 'catch-begun':
      return askedOfFailure(moment);
    default:
      return [];
  }
}

function some(asked: Asked | null): readonly Asked[] {
  return asked === null ? [] : [asked];
}

function begun(moment: StepMoment): readonly Asked[] {
  return isBeginning(moment) ? [...askedWhen(moment, true), ...askedAction(moment)] : [];
}

/** Not because a step before it did not succeed, or because the saga ended early. */
function isSkippedByWhen(moment: StepMoment): boolean {
  const { step, state, definition, earlier } = moment;
  const hasEnded = earlier.some(
    (event) =>
      event.type === 'step-succeeded' && definition.stepByName.get(event.step)?.type === 'end',
  );
  if (hasEnded || !isBeginning(moment)) return false;
  return step.required.every((name) => stepOf(state, name).status === 'succeeded');
}

function askedOfRound(moment: StepMoment): readonly Asked[] {
  return moment.step.type === 'command' ? [askedRound(moment, moment.step)] : [];
}

function askedOfSuccess(moment: StepMoment): readonly Asked[] {
  const { event, step, own } = moment;
  if (event.type !== 'step-succeeded') return [];
  if (event.by === 'iterations' && own.opened > 0) return some(askedUntil(moment, true));
  if (event.by === 'iterations' || event.by === 'end') return begun(moment);
  return event.by === 'timer' && step.type === 'delay' ? begun(moment) : [];
}

function askedWhere({ event, step, written }: StepMoment): readonly Asked[] {
  if (event.type !== 'event-taken' || step.type !== 'event' || step.where === null) return [];
  const part = written.inStep(step.name, 'wait', 'where');
  const variables = [['data', event.data]] as const;
  return [{ part, step: step.name, map: step.where, variables, expected: true }];
}

/** Failures of the definition itself, which an expression or what it gave led to. */
const OF_EXPRESSIONS: ReadonlySet<string> = new Set([
  'EXPRESSION_FAILED',
  'EVENT_KEY_INVALID',
  'MAPPED_VALUE_TOO_LARGE',
  'MAPPED_VALUE_TOO_DEEP',
  'FOR_EACH_NO_LIST',
  'FOR_EACH_TOO_LONG',
  'DELAY_INVALID',
  'WAIT_TIMEOUT_INVALID',
]);

function askedOfFailure(moment: StepMoment): readonly Asked[] {
  const { event, own, state } = moment;
  if (!('error' in event) || event.error === null || isAborted(state)) return [];
  const { code } = event.error;
  if (own.status === 'iterating' && (code === 'EXPRESSION_FAILED' || code === 'REPEAT_EXHAUSTED'))
    return some(askedUntil(moment, code === 'REPEAT_EXHAUSTED' ? false : undefined));
  if (!OF_EXPRESSIONS.has(code) || !isBeginning(moment)) return [];
  return [...askedWhen(moment), ...askedAction(moment)];
}
