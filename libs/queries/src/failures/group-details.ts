/**
 * What one saga, or the group's row, says of each of these groups ($1). Each part reads a few
 * entries of an index.
 */
export const DETAILS = `
  select wanted.fingerprint, clock_timestamp() as now,
         coalesce(known.definition_name, one.definition_name) as definition,
         coalesce(known.step, one.step) as step,
         coalesce(known.direction, one.direction) as direction,
         coalesce(known.code, one.code) as code,
         coalesce(one.message, known.message) as message,
         known.first_seen_at as "firstSeenAt", known.last_seen_at as "lastSeenAt",
         coalesce(known.came, '{}') as came,
         coalesce(known.left_count, 0)::float8 as "leftCount",
         known.life, known.revision, sampled.ids as "sampleSagaIds", past.hours
    from unnest($1::text[]) as wanted (fingerprint)
    left join failure_group as known on known.fingerprint = wanted.fingerprint
    left join lateral (
      select definition_name, step, direction, code, message from saga_failure
       where fingerprint = wanted.fingerprint and ended_at is null
       order by saga_id limit 1) as one on true
    left join lateral (
      select array_agg(saga_id::text) as ids from (
        select saga_id from saga_failure
         where fingerprint = wanted.fingerprint and ended_at is null
         order by saga_id limit 5) as oldest) as sampled on true
    left join lateral (
      select json_object_agg(hour, sagas) as hours
        from failure_hour
       where fingerprint = wanted.fingerprint
         and hour > extract(epoch from statement_timestamp()) / 3600 - 25) as past on true`;

export interface DetailRow {
  readonly fingerprint: string;
  readonly now: Date;
  /** null, as the next four: nothing tells of the group. */
  readonly definition: string | null;
  readonly step: string | null;
  readonly direction: string | null;
  readonly code: string | null;
  readonly message: string | null;
  /** null, as the next one and the last two: it has no row yet. */
  readonly firstSeenAt: Date | null;
  readonly lastSeenAt: Date | null;
  /** By version of the definition, when an attempt of those that left it last went wrong. */
  readonly came: Readonly<Record<string, number>>;
  readonly leftCount: number;
  readonly life: string | null;
  readonly revision: number | null;
  readonly sampleSagaIds: readonly string[] | null;
  /** Sagas that have left, by the hour since the epoch in which they came. */
  readonly hours: Readonly<Record<string, number>> | null;
}
