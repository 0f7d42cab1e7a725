import type { MigrationInterface, QueryRunner } from 'typeorm';

/** In indexes, and not in the order of bytes yet. */
const COLUMNS: readonly (readonly [table: string, columns: readonly string[]])[] = [
  ['ignored_reply', ['step', 'direction', 'outcome', 'reason']],
  ['operator_audit', ['idempotency_key']],
  ['saga', ['definition_name', 'key', 'idempotency_key', 'status']],
  ['saga_definition', ['name', 'hash', 'trigger_event']],
  ['setting', ['name']],
];

/**
 * Keys compare by their bytes. The order of a language changes with the library that knows it, and
 * an index that was made in the old order does not find what is there: a known idempotency key
 * would start a second saga.
 */
export class KeysByBytes0000000000119 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await changeCollation(runner, '"C"');
  }

  async down(runner: QueryRunner): Promise<void> {
    await changeCollation(runner, '"default"');
  }
}

async function changeCollation(runner: QueryRunner, collation: string): Promise<void> {
  // the guard names a column that changes: it is taken off, and put back as it was
  const guard: { readonly text: string }[] = await runner.query(
    `select pg_get_triggerdef(oid) as text from pg_trigger where tgname = 'saga_guard'`,
  );
  await runner.query('drop trigger saga_guard on saga');
  for (const [table, columns] of COLUMNS) {
    const changes = columns.map((column) => `alter ${column} type text collate ${collation}`);
    await runner.query(`alter table ${table} ${changes.join(', ')}`);
  }
  for (const { text } of guard) await runner.query(text);
}
