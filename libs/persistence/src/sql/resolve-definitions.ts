import { wantedKey, type Resolution } from '#ports';

/** $1 names, $2 versions (null: the latest one that is not retired). Unknown ones have no row. */
export const RESOLVE_DEFINITIONS = {
  name: 'resolve-definitions',
  text: `
    select wanted.name, wanted.version as wanted, best.version,
           best.retired_at is not null as retired
      from unnest($1::text[], $2::int[]) as wanted (name, version)
     cross join lateral (
       select version, retired_at from saga_definition d
        where d.name = wanted.name and (wanted.version is null or d.version = wanted.version)
        order by (retired_at is null) desc, version desc limit 1) best`,
};

export interface ResolvedRow {
  readonly name: string;
  readonly wanted: number | null;
  readonly version: number;
  readonly retired: boolean;
}

/** By `wantedKey`. */
export function resolutionsOf(rows: readonly ResolvedRow[]): ReadonlyMap<string, Resolution> {
  return new Map(
    rows.map(({ name, wanted, version, retired }) => [
      wantedKey({ name, version: wanted }),
      { type: retired ? 'retired' : 'found', version },
    ]),
  );
}
