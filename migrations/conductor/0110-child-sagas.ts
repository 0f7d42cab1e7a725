import type { MigrationInterface, QueryRunner } from 'typeorm';

const GUARD = `
  create trigger saga_guard before update on saga for each row`;
const NOT_BACK = `
  new.version < old.version
  or (new.version = old.version and new.state is distinct from old.state)`;

/** A saga knows its parent; and a completed child may be undone, which nobody else's saga may. */
export class ChildSagas0000000000110 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table saga add column parent_id uuid;
      create index saga_parent on saga (parent_id, id) where parent_id is not null;
      drop trigger saga_guard on saga;
      ${GUARD}
        when (${NOT_BACK}
          or (old.ended_at is not null
            and not (old.status = 'completed' and old.parent_id is not null
              and new.status in ('compensating', 'stuck', 'compensated'))))
        execute function refuse_saga_update()
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger saga_guard on saga;
      ${GUARD}
        when (old.ended_at is not null or ${NOT_BACK})
        execute function refuse_saga_update();
      drop index saga_parent;
      alter table saga drop column parent_id
    `);
  }
}
