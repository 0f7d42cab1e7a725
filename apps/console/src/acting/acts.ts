import { api, dataOf } from '../api/client';
import type { components } from '../api/schema';

export type PossibleAction = components['schemas']['PossibleAction'];
export type Preview = components['schemas']['SagaPreview'];
export type Verb = PossibleAction['verb'];

/** An act on a saga, as the API lists and takes it. */
export type Act = Pick<PossibleAction, 'verb' | 'step' | 'toStep' | 'result' | 'key' | 'toVersion'>;

/** What people add to an act. */
export interface Additions {
  /** With a retry: another input for the command of the step. */
  readonly input?: unknown;
  /** With a skip: the saga goes on as if the step had given this. */
  readonly output?: unknown;
}

/** Without what the list says of it: the API takes nothing that it does not know. */
export function actOf({ verb, step, toStep, result, key, toVersion }: Act): Act {
  return { verb, step, toStep, result, key, toVersion };
}

const WORDS: Readonly<Record<Verb, string>> = {
  retry: 'Retry',
  skip: 'Skip',
  settle: 'Settle',
  cancel: 'Cancel',
  compensate: 'Compensate',
  'release-lock': 'Release the lock',
  pause: 'Pause',
  resume: 'Resume',
  abandon: 'Abandon',
  migrate: 'Move to version',
  exempt: 'Keep for ever',
  unexempt: 'Keep no longer',
};

/** What acts of a verb are called, whatever they are about. */
export function verbName(verb: Verb): string {
  return verb === 'migrate' ? 'Move to another version' : WORDS[verb];
}

/** What the act is called, as on a button: `Retry releaseStock`. */
export function actName({ verb, step, toStep, result, key, toVersion }: Act): string {
  const word = WORDS[verb];
  switch (verb) {
    case 'settle':
      return `${word} ${step} as ${result}`;
    case 'compensate':
      return toStep === undefined ? 'Compensate all' : `Compensate back to ${toStep}`;
    case 'release-lock':
      return `${word} ${key}`;
    case 'migrate':
      return `${word} ${toVersion}`;
    case 'retry':
      return step === undefined ? 'Retry all that is stuck' : `${word} ${step}`;
    default:
      return step === undefined ? word : `${word} ${step}`;
  }
}

/** The key in lists; the same act has the same. */
export function actKey(act: Act): string {
  const { verb, step, toStep, result, key, toVersion } = act;
  return [verb, step, toStep, result, key, toVersion].map((part) => part ?? '').join(' ');
}

const WITHOUT_PREVIEW: ReadonlySet<Verb> = new Set(['exempt', 'unexempt']);

export function hasPreview({ verb }: Act): boolean {
  return !WITHOUT_PREVIEW.has(verb);
}

export function previewOf(
  sagaId: string,
  { verb, ...rest }: Act,
  { input, output }: Additions = {},
): Promise<Preview> {
  const body = { action: verb as Preview['action'], ...rest, input, output };
  const params = { path: { id: sagaId } };
  return dataOf(api.POST('/v1/admin/sagas/{id}/preview', { params, body }));
}
