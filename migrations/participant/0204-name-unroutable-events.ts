import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An event that no queue is bound to is `unroutable`, as RabbitMQ calls it. */
export class NameUnroutableEvents0000000000204 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table event_outbox rename column must_be_heard to must_be_routed;
      alter table event_outbox drop constraint event_outbox_trouble_check;
      update event_outbox set trouble = 'unroutable' where trouble = 'unheard';
      alter table event_outbox add constraint event_outbox_trouble_check
        check (trouble in ('unroutable', 'unsent'))
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table event_outbox drop constraint event_outbox_trouble_check;
      update event_outbox set trouble = 'unheard' where trouble = 'unroutable';
      alter table event_outbox add constraint event_outbox_trouble_check
        check (trouble in ('unheard', 'unsent'));
      alter table event_outbox rename column must_be_routed to must_be_heard
    `);
  }
}
