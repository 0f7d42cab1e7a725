import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Finds sagas by what they wait for. The code is in the summary, so that nothing is written beside
 * it and an earlier release, whose summaries lack it, leaves no wrong one behind: from such a
 * summary it is derived. `executing` is null and not in the index, which sagas that only execute
 * therefore never touch. Built without a lock on the table, and therefore without a transaction.
 */
export class IndexWaitingSagas0000000000121 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create or replace function saga_waiting(summary text) returns text
        language sql immutable parallel safe as $$
        select nullif(case
          when starts_with(summary, '{"waiting":"') then split_part(left(summary, 40), '"', 4)
          when position('"trouble":"stuck"' in summary) > 0 then 'stuck'
          when position('"what":"next-attempt"' in summary) > 0 then 'back-off'
          when position('"what":"await-lock"' in summary) > 0 then 'lock'
          when position('"what":"await-signal"' in summary) > 0 then 'signal'
          when position('"what":"await-event"' in summary) > 0 then 'event'
          when position('"status":"inquiring"' in summary) > 0 then 'inquiry'
          when position('"what":"await-reply"' in summary) > 0 then ''
          when position('"what":"delay"' in summary) > 0 then 'timer'
          else '' end, '') $$
    `);
    // one that was left unfinished is of no use, and in the way
    await runner.query(`drop index concurrently if exists saga_waiting`);
    await runner.query(`
      create index concurrently saga_waiting on saga ((saga_waiting(summary) collate "C"), id)
        where ended_at is null and saga_waiting(summary) is not null
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index saga_waiting`);
    await runner.query(`drop function saga_waiting`);
  }
}
