import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A message that was set aside can be taken again, once: it says where it came from, who has it in
 * hand, and what became of it. All of it is null where an earlier release wrote the row.
 */
export class ReplayDeadMessages0000000000127 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table dead_message
        add column exchange text,
        add column routing_key text,
        add column in_hand_until timestamptz,
        add column resolved_by text,
        add column resolved_key text,
        add column resolved_reason text,
        add column led_to text
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table dead_message
        drop column exchange,
        drop column routing_key,
        drop column in_hand_until,
        drop column resolved_by,
        drop column resolved_key,
        drop column resolved_reason,
        drop column led_to
    `);
  }
}
