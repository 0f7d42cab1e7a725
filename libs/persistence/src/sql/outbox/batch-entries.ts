/**
 * `from` this: an entry for each message of the outbox batches of a table. `messages` has a line
 * for each one, since JSON has no line breaks of its own.
 */
export function batchEntries(batch: string): string {
  return `${batch}, unnest(${batch}.message_ids, string_to_array(${batch}.messages, e'\\n'))
        as entry (message_id, message)`;
}

/** The id of an entry's saga, as text: a message's id begins with it. */
export const SAGA_OF_ENTRY = `split_part(entry.message_id, '/', 1)`;
