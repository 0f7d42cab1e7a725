import type { Unusable } from '../consuming/queue-worker.js';
import type { StartOutcome, StartRequest } from '../starting/saga-starter.js';

/** A name has 63 characters at most; what is asked for may be anything. */
const NAME_SHOWN_CHARS = 200;

/** Why a message started no saga. null: there is a saga. */
export function whyNot(
  outcome: StartOutcome,
  { definition, version }: Pick<StartRequest, 'definition' | 'version'>,
): Unusable | null {
  switch (outcome.type) {
    case 'created':
    case 'existing':
      return null;
    case 'key-reused': {
      const detail = 'a saga was started with this id, and another request';
      return { reason: 'IDEMPOTENCY_KEY_REUSED', detail, sagaId: outcome.sagaId };
    }
    case 'definition-unknown': {
      const name = definition.slice(0, NAME_SHOWN_CHARS);
      const detail = `there is no definition ${version === null ? name : `${name}@${version}`}`;
      return { reason: 'DEFINITION_NOT_FOUND', detail, sagaId: null };
    }
    case 'definition-retired': {
      const detail = `${definition}@${outcome.version} takes no new sagas`;
      return { reason: 'DEFINITION_RETIRED', detail, sagaId: null };
    }
    case 'input-invalid': {
      const faults = outcome.faults.map(({ path, message }) => `${path || '/'} ${message}`);
      return { reason: 'INPUT_INVALID', detail: faults.join('; ').slice(0, 2000), sagaId: null };
    }
    case 'over-limit':
      return { reason: outcome.code, detail: outcome.detail, sagaId: null };
    default:
      return outcome satisfies never;
  }
}
