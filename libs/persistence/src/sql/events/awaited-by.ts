/** Versions whose sagas wait for events now, or may in future. */
const IN_USE = `
  (version.retired_at is null or exists (
     select 1 from saga
      where saga.status in ('running', 'compensating', 'stuck')
        and saga.definition_name = version.name
        and saga.definition_version = version.version))`;

/** $1 event. The ways in which definitions give its key, each once, with its newest version. */
export const AWAITED_BY = `
  select distinct on (version.name, wait ->> 'eventKey')
         version.name, version.version, wait ->> 'eventKey' as event_key,
         array_agg(version.event_ttl) over (partition by version.name, wait ->> 'eventKey') as ttls,
         version.version = (
           select current.version from saga_definition as current
            where current.name = version.name
            order by (current.retired_at is null) desc, current.version desc limit 1) as is_current
    from saga_definition as version
   cross join lateral jsonb_array_elements(version.awaited) as wait
   where version.awaited <> '[]'::jsonb
     and version.awaited @> jsonb_build_array(jsonb_build_object('event', $1::text))
     and wait ->> 'event' = $1
     and ${IN_USE}
   order by version.name, wait ->> 'eventKey', version.version desc`;

export const AWAITED_EVENTS = `
  select distinct wait ->> 'event' as event
    from saga_definition as version
   cross join lateral jsonb_array_elements(version.awaited) as wait
   where version.awaited <> '[]'::jsonb and ${IN_USE}`;

export interface AwaitedRow {
  readonly name: string;
  readonly version: number;
  readonly event_key: string;
  /** As these versions write it; null: the default. */
  readonly ttls: readonly (string | null)[];
  readonly is_current: boolean;
}
