export interface PartialReplyRow {
  readonly body: Buffer;
}

/** Correlation ids need no escapes in JSON. `properties` are text, and may be no `jsonb`. */
export const READ_PARTIAL_REPLIES = {
  name: 'read-partial-replies',
  text: `
    select body from dead_message
     where saga_id = $1 and reason = 'PARTIAL_RESPONSE'
       and strpos(properties, '"correlationId":"' || $2 || '"') > 0
       and body_sha256 <> all($3::text[])
     limit $4`,
};
