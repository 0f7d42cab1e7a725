import type { JsonValue } from '#protocol';
import { KEPT_CHARS_MAX, OUTPUTS_CHARS_MAX } from './kept-limits.js';
import type { SagaError, SagaState } from './saga-state.js';

/*
 * Every transition reads and writes the whole state, so everything a saga keeps has a limit;
 * otherwise one saga would hold up all the others. The limit counts characters of JSON text: what
 * came from outside (outputs, signals), what was derived from it (inputs of steps, items of loops),
 * and the saga's own input. It does not count errors, which have 2,000 characters at most.
 */

/** The length of a value as JSON text. */
export function charsOf(value: JsonValue): number {
  return value === null ? 4 : JSON.stringify(value).length;
}

/** Adds characters that came from outside. */
export function addReceived(state: SagaState, chars: number): Pick<SagaState, 'kept'> {
  const { came, all } = state.kept;
  return { kept: { came: came + chars, all: all + chars } };
}

/** Adds characters that were derived from existing data. */
export function addDerived(state: SagaState, chars: number): Pick<SagaState, 'kept'> {
  const { came, all } = state.kept;
  return { kept: { came, all: all + chars } };
}

/** Recounts everything, after something was dropped. */
export function recounted(state: SagaState): Pick<SagaState, 'kept'> {
  let came = 0;
  let made = charsOf(state.input);
  for (const step of Object.values(state.steps)) {
    const output = step.output === null ? 0 : charsOf(step.output);
    if (step.opened > 0) made += output;
    else came += output;
    made += step.data === null ? 0 : charsOf(step.data);
    made += step.item === null ? 0 : charsOf(step.item);
  }
  for (const { payload } of state.signals) came += payload === null ? 0 : charsOf(payload);
  return { kept: { came, all: came + made } };
}

/** Why so many characters may not come from outside; null: they may. */
export function receivedFault(state: SagaState, chars: number): SagaError | null {
  const came = state.kept.came + chars;
  if (came > OUTPUTS_CHARS_MAX) {
    const message = `the outputs of its steps have ${came} characters of ${OUTPUTS_CHARS_MAX}`;
    return { code: 'OUTPUTS_TOO_LARGE', message };
  }
  return faultOfAll(state, chars, 'OUTPUTS_TOO_LARGE');
}

/** Why so many characters may not be derived from existing data; null: they may. */
export function derivedFault(state: SagaState, chars: number): SagaError | null {
  return faultOfAll(state, chars, 'MAPPED_VALUE_TOO_LARGE');
}

/** The same for the outputs of a loop, which its own output repeats. */
export function collectedFault(state: SagaState, chars: number): SagaError | null {
  return faultOfAll(state, chars, 'OUTPUTS_TOO_LARGE');
}

function faultOfAll(
  { kept, parent, origin }: SagaState,
  chars: number,
  code: 'OUTPUTS_TOO_LARGE' | 'MAPPED_VALUE_TOO_LARGE',
): SagaError | null {
  const all = kept.all + chars;
  const share = (parent ?? origin)?.keepsMax ?? Infinity;
  if (all > share) {
    const message = `it would keep ${all} characters, its share of its family's budget is ${share}`;
    return { code: 'BUDGET_EXCEEDED', message };
  }
  if (all <= KEPT_CHARS_MAX) return null;
  return { code, message: `it would keep ${all} characters of ${KEPT_CHARS_MAX} in all` };
}
