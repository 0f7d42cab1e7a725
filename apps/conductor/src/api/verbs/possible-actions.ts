import { type SagaState, type StepState, operators } from '#engine';
import type { SagaDefinition } from '#definition';
import { refuseRole } from '../edge/access/needs.js';
import type { FourEyes } from '../edge/access/four-eyes.js';
import type { Identity } from '../edge/access/identity.js';
import type { ActionsView, PossibleActionView } from './actions-view.js';
import { SAGA_VERBS, type VerbName } from './saga-verbs.js';

/** A saga may have thousands of iterations; those that people act on go first. */
const STEPS_MAX = 100;

export interface ActedOn {
  readonly definition: SagaDefinition;
  readonly state: SagaState;
  /** The version that new sagas are started with, if that is another one; null: it is not. */
  readonly latest: SagaDefinition | null;
}

export interface AskedBy {
  readonly caller: Identity;
  readonly isExempt: boolean;
  readonly fourEyes: Pick<FourEyes, 'holds'>;
}

/** `step` null: those that are under way or stuck first, then the others. */
export function possibleActions(
  { definition, state, latest }: ActedOn,
  step: string | null,
  { caller, isExempt, fourEyes }: AskedBy,
): ActionsView {
  const all = step === null ? byUrgency(state) : [step];
  const steps = all.slice(0, STEPS_MAX);
  const exempting = isExempt ? 'unexempt' : 'exempt';
  const by = (verb: VerbName) => ({
    caller,
    needsSecond: fourEyes.holds(caller, verb, state.definition.name),
  });
  const possibilities = operators.possibilitiesOf(definition, state, steps, latest);
  return {
    sagaId: state.id,
    status: state.status,
    version: state.version,
    actions: [
      ...possibilities.map(({ action: { name: verb, ...form }, rejection }) =>
        toView({ verb, ...form }, rejection, by(verb)),
      ),
      toView({ verb: exempting }, null, by(exempting)),
    ],
    stepsLeftOut: all.length - steps.length,
  };
}

/** Whose role does not reach is told that, as by the call. */
function toView(
  form: Omit<PossibleActionView, 'allowed' | 'why' | 'needs' | 'needsSecond'>,
  rejection: operators.Possibility['rejection'],
  { caller, needsSecond }: { readonly caller: Identity; readonly needsSecond: boolean },
): PossibleActionView {
  const { needs } = SAGA_VERBS[form.verb];
  const refusal = refuseRole(caller, { needs, scope: 'saga' });
  const why = refusal === null ? rejection : { code: refusal.code, detail: refusal.detail };
  return { ...form, allowed: why === null, why, needs, needsSecond };
}

const URGENCY: Partial<Record<StepState['status'], number>> = {
  stuck: 3,
  inquiring: 2,
  compensating: 2,
  executing: 1,
  waiting: 1,
};

/** Names of steps, in the order of the saga where they are equally urgent. */
function byUrgency({ steps }: SagaState): readonly string[] {
  const urgencyOf = (name: string): number => URGENCY[steps[name]?.status ?? 'pending'] ?? 0;
  return Object.keys(steps).toSorted((one, other) => urgencyOf(other) - urgencyOf(one));
}
