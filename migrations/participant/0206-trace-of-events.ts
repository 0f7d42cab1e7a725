import type { MigrationInterface, QueryRunner } from 'typeorm';

export class TraceOfEvents0000000000206 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table event_outbox
        -- W3C trace context of the command whose handler published it; null: there is none
        add traceparent text,
        add tracestate text
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table event_outbox
        drop traceparent,
        drop tracestate
    `);
  }
}
