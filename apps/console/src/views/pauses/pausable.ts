import { useQuery } from '@tanstack/react-query';
import { api, dataOf } from '../../api/client';

/** What one may choose: as people read it, and as the API takes it. */
export interface Choice {
  readonly value: string;
  readonly name: string;
}

/** More are no list to choose from. */
const CHOICES_MAX = 100;

const named = (name: string): Choice => ({ value: name, name });
const NONE: readonly Choice[] = [];

export function useParticipantNames(): readonly Choice[] {
  const { data } = useQuery({
    queryKey: ['listParticipants', 'names'],
    queryFn: ({ signal }) => {
      const params = { query: { limit: CHOICES_MAX } };
      return dataOf(api.GET('/v1/admin/participants', { params, signal }));
    },
  });
  return data?.items.map(({ participant }) => named(participant)) ?? NONE;
}

export function useDefinitionNames(): readonly Choice[] {
  const { data } = useQuery({
    queryKey: ['listDefinitions', 'names'],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/v1/definitions', { params: { query: { limit: CHOICES_MAX } }, signal })),
  });
  return data?.items.map(({ name }) => named(name)) ?? NONE;
}

/** Those of the newest version. */
export function useStepNames(definition: string): readonly Choice[] {
  const { data } = useQuery({
    queryKey: ['getDefinition', definition],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/v1/definitions/{name}', { params: { path: { name: definition } }, signal })),
    enabled: definition !== '',
  });
  return data?.document.steps.map(({ name }) => named(name)) ?? NONE;
}

export function useGroups(): readonly Choice[] {
  const { data } = useQuery({
    queryKey: ['listFailureGroups'],
    queryFn: ({ signal }) => dataOf(api.GET('/v1/admin/failures', { signal })),
  });
  const groups = data?.groups ?? [];
  return groups.map(({ fingerprint, definition, step, error, count }) => ({
    value: fingerprint,
    name: `${definition} · ${step}: ${error.code} (${count})`,
  }));
}
