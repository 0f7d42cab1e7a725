import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Acts that a second person has to confirm (docs/decisions/0106). */
export class CreateApprovals0000000000144 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table approval (
        id uuid primary key,
        created_at timestamptz not null default clock_timestamp(),
        expires_at timestamptz not null,
        -- who asked, and what they were allowed then
        actor text collate "C" not null,
        via text not null,
        credential text,
        role text not null,
        -- null: all
        definitions text[],
        -- what they asked for: by its name, and as the request that does it
        act text not null,
        needs text not null,
        -- the one definition that it concerns; null: it concerns several, or none
        definition_name text collate "C",
        subject_kind text not null,
        subject_id text not null,
        reason text not null,
        method text not null,
        path text not null,
        -- JSON; null: there is none
        body text,
        preview_hash text,
        -- of a bulk the sagas that it is about
        saga_ids uuid[],
        state text not null default 'open'
          check (state in ('open', 'confirming', 'confirmed', 'rejected', 'withdrawn')),
        decided_at timestamptz,
        decided_by text,
        decided_credential text,
        decided_reason text,
        -- one replica carries out what was confirmed; one more with each attempt
        fence integer not null default 0,
        lease_until timestamptz,
        idempotency_key text collate "C" unique,
        fingerprint text not null,
        constraint decided_by_somebody check (
          (state = 'open') = (decided_at is null) and (state = 'open') = (decided_by is null)),
        constraint leased_while_confirming check (
          (state = 'confirming') = (lease_until is not null))
      ) with (fillfactor = 70);

      create index approval_created on approval (created_at, id);
      create index approval_open on approval (expires_at) where state in ('open', 'confirming');
      -- who confirmed a bulk, for the history of its sagas; null: nobody had to
      alter table bulk add column confirmed_by text
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table bulk drop column confirmed_by; drop table approval`);
  }
}
