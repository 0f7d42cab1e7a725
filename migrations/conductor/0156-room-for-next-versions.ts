import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Of ordinary sagas three filled a page, so that one next version had room; two and theirs fit now.
 * A version in the page of the last one needs no entries in any index. Pages that are full already
 * stay as they are. It waits for a vacuum of the table that is under way; nobody waits for it.
 */
export class RoomForNextVersions0000000000156 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table saga set (fillfactor = 60)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table saga set (fillfactor = 70)`);
  }
}
