import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What an automatic pause was made for, and when an attempt is let through it next. `probe_after`:
 * the saga that was tried last; the next turn begins behind it.
 */
export class ProbePauses0000000000146 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table pause
        add column failures integer,
        add column failed_sagas integer,
        add column probe_ms integer,
        add column next_probe_at timestamptz,
        add column last_probe_at timestamptz,
        add column probes integer not null default 0,
        add column probe_after uuid,
        add check (not is_automatic or probe_ms > 0 and next_probe_at is not null)
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table pause
        drop column failures,
        drop column failed_sagas,
        drop column probe_ms,
        drop column next_probe_at,
        drop column last_probe_at,
        drop column probes,
        drop column probe_after
    `);
  }
}
