import { type OperatorAction, operators } from '#engine';
import type { Role } from '../edge/access/identity.js';
import type { ProblemCode } from '../edge/problems.js';
import { SAGA_STATUSES } from '../openapi/engine-enums.js';

/** Verbs that the engine carries out, each a transition of the saga. */
export type EngineVerb = OperatorAction['name'];
/** The others do something about the saga, and leave it as it is. */
export type VerbName = EngineVerb | 'exempt' | 'unexempt';

export interface SagaVerb {
  /** The least role that may do it. */
  readonly needs: Role;
  /** Below `/v1`. */
  readonly call: string;
  readonly rules: Readonly<Record<string, operators.StatusRule>>;
}

/** Who may do what to a saga, when, and by which call. Does not compile while a verb is missing. */
export const SAGA_VERBS: Readonly<Record<VerbName, SagaVerb>> = {
  retry: onSaga('retry'),
  skip: onSaga('skip'),
  settle: onSaga('settle'),
  cancel: onSaga('cancel'),
  compensate: onSaga('compensate'),
  'release-lock': { ...onSaga('release-lock'), call: 'admin/locks/release' },
  pause: onSaga('pause'),
  resume: onSaga('resume'),
  abandon: onSaga('abandon'),
  migrate: { ...onSaga('migrate'), call: 'definitions/{name}/versions/{version}/migrate' },
  exempt: inAnyStatus('exempt'),
  unexempt: inAnyStatus('unexempt'),
};

export const VERB_NAMES = Object.keys(SAGA_VERBS) as readonly VerbName[];
export const ENGINE_VERBS = Object.keys(operators.VERB_TABLE) as readonly EngineVerb[];

function onSaga(verb: EngineVerb): SagaVerb {
  return {
    needs: 'operator',
    call: `admin/sagas/{id}/${verb}`,
    rules: operators.VERB_TABLE[verb].rules,
  };
}

function inAnyStatus(verb: VerbName): SagaVerb {
  const rules = Object.fromEntries(SAGA_STATUSES.map((status) => [status, 'always' as const]));
  return { needs: 'operator', call: `admin/sagas/{id}/${verb}`, rules };
}

/** The codes with which a verb may be refused because of the saga's state, each once. */
export function codesOf(verb: EngineVerb): readonly ProblemCode[] {
  const { rules } = operators.VERB_TABLE[verb];
  const codes = SAGA_STATUSES.flatMap((status) => codesOfRule(rules[status]));
  return [...new Set([...codes, ...operators.REQUEST_CODES])];
}

export function codesOfRule(rule: operators.StatusRule): readonly ProblemCode[] {
  if (rule === 'always') return [];
  return typeof rule === 'string' ? [rule] : rule;
}
