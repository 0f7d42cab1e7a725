/**
 * $1: rows that may stay. Those that no definition in force names go first, then those that were
 * not heard of for the longest time.
 */
export const PURGE_DESCRIPTIONS = {
  name: 'purge-descriptions',
  text: `
    delete from participant_description where participant in (
      select participant from participant_description described
       order by exists (
           select from saga_definition definition,
                  jsonb_array_elements_text(definition.commands) as command (name)
            where definition.retired_at is null
              and split_part(command.name, '.', 1) collate "C" = described.participant),
         last_seen_at
       limit (select greatest(0, count(*) - $1) from participant_description))`,
};
