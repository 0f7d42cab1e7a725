import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateDefinitions0000000000101 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table saga_definition (
        name text not null,
        version integer not null check (version >= 1),
        -- SHA-256 of the canonical document: posting the same again gives the same version
        hash text not null,
        document text not null,
        created_at timestamptz not null default clock_timestamp(),
        retired_at timestamptz,
        primary key (name, version),
        unique (name, hash)
      )
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table saga_definition
    `);
  }
}
