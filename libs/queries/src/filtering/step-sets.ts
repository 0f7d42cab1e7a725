import type { Parameters } from './parameters.js';

/*
 * Which steps are of a kind, by definition and version: `{"order/3": ["pay", "ship"]}`, or null.
 * Read from the definitions once for a statement, and only from those that may have such a step:
 * documents have up to 1 MiB.
 */

/** Of a row of `saga`: the key of its definition in these. */
export const DEFINITION_KEY = `(definition_name || '/' || definition_version)`;

/** Steps that start child sagas. */
export function childSteps(parameters: Parameters): string {
  const steps = `
    select d.name, d.version, step ->> 'name' as step
      from saga_definition d
     cross join jsonb_array_elements(d.document::jsonb -> 'steps') as step
     where position('"saga"' in d.document) > 0 and step ? 'saga'`;
  return parameters.once('child_steps', () => aggregated(steps));
}

/** Steps of participants from whose queues nobody takes. */
export function silentSteps(parameters: Parameters): string {
  const steps = (names: string) => `
    select d.name, d.version, step ->> 'name' as step
      from saga_definition d
     cross join jsonb_array_elements(d.document::jsonb -> 'steps') as step
     where exists (select from jsonb_array_elements_text(d.commands) as command
                    where split_part(command, '.', 1) = any(${names}))
       and split_part(step ->> 'command', '.', 1) = any(${names})`;
  return parameters.once('silent_steps', () => {
    return aggregated(steps(parameters.add(parameters.outside.silent, 'text[]')));
  });
}

/** Messages in the outbox; when there are more, each saga's are looked up by themselves. */
const UNSENT_MAX = 10_000;

/** Ids of the sagas that have a message in the outbox, `{"0190…": null}`; null: too many to say. */
export function unsentSagas(parameters: Parameters): string {
  const ids = `
    select split_part(id, '/', 1) as id from (
      select message_id as id from outbox
      union all
      select each.id from outbox_batch, unnest(outbox_batch.message_ids) as each (id)
      limit ${UNSENT_MAX + 1}) as unsent`;
  const select = `
    select case when count(*) <= ${UNSENT_MAX}
                then coalesce(jsonb_object_agg(id, null), '{}') end as value
      from (${ids}) as of_saga`;
  return parameters.once('unsent_sagas', () => select);
}

/** The same as a uuid[]; null: too many. */
export function unsentSagaIds(parameters: Parameters): string {
  const known = unsentSagas(parameters);
  const select = `
    select case when ${known} is not null then array(
      select id::uuid from jsonb_object_keys(${known}) as id
       where id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$') end as value`;
  return parameters.once('unsent_saga_ids', () => select);
}

/** Pauses of more than one saga that go on. */
const ACTIVE_PAUSES = `
  select scope::jsonb as scope, with_compensations, is_automatic
    from pause where ended_at is null and (until is null or until > now())`;

/** Whether there is any. */
export function isAnyPaused(parameters: Parameters): string {
  return parameters.once('any_pause', () => `select exists (${ACTIVE_PAUSES}) as value`);
}

/** Definitions that are paused as a whole, as a text[]. */
export function pausedDefinitions(parameters: Parameters): string {
  const names = `
    select array(select scope ->> 'definition' from (${ACTIVE_PAUSES}) as paused
                  where scope ? 'definition' and not scope ? 'step') as value`;
  return parameters.once('paused_definitions', () => names);
}

/** Fingerprints of the groups that are paused, as a text[]. */
export function pausedGroups(parameters: Parameters): string {
  const groups = `
    select array(select scope ->> 'failureGroup' from (${ACTIVE_PAUSES}) as paused
                  where scope ? 'failureGroup') as value`;
  return parameters.once('paused_groups', () => groups);
}

/**
 * Steps that a pause of a step or a participant holds: those that `covers` in the engine says. Of
 * all pauses, or of those that hold compensations, too.
 */
export function pausedSteps(which: 'all' | 'backward', parameters: Parameters): string {
  const steps = `
    select d.name, d.version, step ->> 'name' as step
      from (${ACTIVE_PAUSES}) as paused
      join saga_definition d on d.name = scope ->> 'definition'
        or exists (select from jsonb_array_elements_text(d.commands) as command
                    where split_part(command, '.', 1) = scope ->> 'participant')
     cross join jsonb_array_elements(d.document::jsonb -> 'steps') as step
     where (step ->> 'name' = scope ->> 'step'
            or split_part(step ->> 'command', '.', 1) = scope ->> 'participant')
       and not (is_automatic and step ? 'catch')
       ${which === 'all' ? '' : 'and with_compensations'}`;
  return parameters.once(`paused_steps_${which}`, () => aggregated(steps));
}

function aggregated(steps: string): string {
  return `
    select jsonb_object_agg(name || '/' || version, steps) as value from (
      select name, version, jsonb_agg(distinct step) as steps from (${steps}) as each
       group by name, version) as of_version`;
}
