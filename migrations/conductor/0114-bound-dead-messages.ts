import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of a message that cannot be used its beginning is kept, its size and its hash. */
export class BoundDeadMessages0000000000114 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table dead_message
        -- of the whole body; null: what is kept is all of it
        add column body_bytes bigint,
        add column body_sha256 text;
      update dead_message
         set body_bytes = length(body), body_sha256 = encode(sha256(body), 'hex'),
             body = substring(body from 1 for 4096)
       where length(body) > 4096;
      update dead_message
         set detail = left(detail, 2000),
             properties = case when length(properties) > 8192 then '{}' else properties end
       where length(detail) > 2000 or length(properties) > 8192;
      alter table dead_message
        add constraint dead_message_is_bounded check (
          length(body) <= 4096 and length(detail) <= 2000 and length(properties) <= 8192),
        add constraint cut_body_is_known check ((body_bytes is null) = (body_sha256 is null));

      create index dead_message_created on dead_message (created_at, id)
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index dead_message_created;
      alter table dead_message
        drop constraint cut_body_is_known,
        drop constraint dead_message_is_bounded,
        drop column body_sha256,
        drop column body_bytes
    `);
  }
}
