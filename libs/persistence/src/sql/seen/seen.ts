/*
 * Conditions of SQL that keep what a caller with some definitions reads to these. In each, `seen`
 * is the place of their names, such as `$1::text[]`.
 */

/** Names of definitions, with their sagas: what the caller may see; null: all. */
export type Seen = readonly string[] | null;

export function sagaIsSeen(sagaId: string, seen: string): string {
  return `exists (
    select from saga as its where its.id = ${sagaId} and its.definition_name = any(${seen}))`;
}

/** A group of failures has one definition; one that is new has no row yet. */
export function groupIsSeen(fingerprint: string, seen: string): string {
  return `coalesce(
    (select definition_name from failure_group as its where its.fingerprint = ${fingerprint}),
    (select definition_name from saga_failure as its
      where its.fingerprint = ${fingerprint} and ended_at is null limit 1)) = any(${seen})`;
}

/** All of its sagas are. It has 10,000 at most; the first that is not ends the search. */
export function bulkIsSeen(bulkId: string, seen: string): string {
  return `not exists (
    select from bulk_saga as part left join saga as its on its.id = part.saga_id
     where part.bulk_id = ${bulkId} and (its.definition_name = any(${seen})) is not true)`;
}

/** A version of one of the definitions has a command of it. */
export function participantIsSeen(participant: string, seen: string): string {
  return `${participant} in (
    select split_part(command.name, '.', 1) collate "C"
      from saga_definition as its, jsonb_array_elements_text(its.commands) as command (name)
     where its.name = any(${seen}))`;
}

/** `scope` is the JSON text of a pause's scope. */
export function pauseIsSeen(scope: string, seen: string): string {
  const participant = `(${scope}::json ->> 'participant') collate "C"`;
  return `(${scope}::json ->> 'definition' = any(${seen})
    or ${scope}::json #>> '{place,definition}' = any(${seen})
    or ${participantIsSeen(participant, seen)})`;
}
