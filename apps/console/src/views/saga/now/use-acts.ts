import { useQuery } from '@tanstack/react-query';
import type { PossibleAction, Verb } from '../../../acting/acts';
import { api, dataOf } from '../../../api/client';

/** Acts of one verb. */
export interface VerbActs {
  readonly verb: Verb;
  /** Those that may be done, in the API's order. */
  readonly allowed: readonly PossibleAction[];
  /** Why none may be done, as the API says it; null: some may. */
  readonly why: string | null;
}

/** What may be done to a saga, and why other things may not, by verb. */
export function useActs(sagaId: string) {
  return useQuery({
    queryKey: ['listSagaActions', sagaId],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/v1/sagas/{id}/actions', { params: { path: { id: sagaId } }, signal })),
    select: ({ actions }) => byVerb(actions),
  });
}

/** What goes on with what has stopped stands first. */
const FIRST: readonly Verb[] = ['resume', 'retry'];

function byVerb(actions: readonly PossibleAction[]): readonly VerbActs[] {
  const verbs = [...new Set([...FIRST, ...actions.map(({ verb }) => verb)])];
  return verbs.flatMap((verb): readonly VerbActs[] => {
    const same = actions.filter((each) => each.verb === verb);
    if (same.length === 0) return [];
    const allowed = withoutRepeated(same.filter((each) => each.allowed));
    return [{ verb, allowed, why: allowed.length > 0 ? null : (same[0]?.why?.detail ?? '') }];
  });
}

/** With one stuck step, to retry all that is stuck is to retry this one. */
function withoutRepeated(allowed: readonly PossibleAction[]): readonly PossibleAction[] {
  const [one] = allowed.filter(({ step }) => step !== undefined);
  const isAboutOne = allowed.length === 2 && one?.verb === 'retry';
  return isAboutOne ? [one] : allowed;
}
