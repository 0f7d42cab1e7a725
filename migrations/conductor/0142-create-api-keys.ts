import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Keys that admins make, and logins of browsers. Hashes of both are stored: who reads the tables
 * can use none of them.
 */
export class CreateApiKeys0000000000142 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table api_key (
        -- the part of the key that is no secret
        id text collate "C" primary key,
        -- the actor in the audit log
        name text collate "C" not null,
        role text not null check (role in ('viewer', 'operator', 'admin')),
        -- null: all
        definitions text[],
        -- SHA-256 of the key's 256 random bits, as their text
        secret_hash bytea not null check (octet_length(secret_hash) = 32),
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        -- null: it does not expire
        expires_at timestamptz,
        revoked_at timestamptz,
        -- the key that it was rotated to
        replaced_by text collate "C",
        -- to the minute
        last_used_at timestamptz,
        constraint admin_of_all check (role <> 'admin' or definitions is null)
      );

      create unique index api_key_name on api_key (name)
        where revoked_at is null and replaced_by is null;
      create index api_key_created on api_key (created_at, id);

      insert into catalog_version (catalog, version) values ('keys', 1);
      create trigger api_key_added after insert or delete on api_key
        for each row execute function count_catalog_change('keys');
      create trigger api_key_ended after update on api_key
        for each row when (new.revoked_at is distinct from old.revoked_at
                           or new.expires_at is distinct from old.expires_at)
        execute function count_catalog_change('keys');

      create table login_session (
        id text collate "C" primary key,
        -- SHA-256 of the cookie's 256 random bits, as their text
        secret_hash bytea not null check (octet_length(secret_hash) = 32),
        actor text not null,
        role text not null,
        -- null: all
        definitions text[],
        -- what was shown: key:<id>, setting:<name>, oidc:<subject>
        credential text collate "C" not null,
        created_at timestamptz not null default clock_timestamp(),
        expires_at timestamptz not null
      );

      create index login_session_expires on login_session (expires_at);
      create index login_session_credential on login_session (credential, created_at)
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from catalog_version where catalog = 'keys';
      drop table api_key;
      drop table login_session
    `);
  }
}
