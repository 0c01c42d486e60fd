/** Entries a list will have if nothing changes before it is submitted, made while it is checked; and what they rest on. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ForeseenEntries1764000000570 implements MigrationInterface {
  name = 'ForeseenEntries1764000000570';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE intake.page ADD COLUMN foreseen text COLLATE "C";
      ALTER TABLE intake.page ALTER COLUMN foreseen SET STORAGE EXTERNAL;
      ALTER TABLE intake.list ADD COLUMN basis text COLLATE "C", ADD COLUMN content jsonb, ADD COLUMN foreseen_holds boolean;
      COMMENT ON COLUMN intake.page.foreseen IS 'entries in references, where nothing in the page was new when it was checked';
      COMMENT ON COLUMN intake.list.basis IS 'epoch of the vault and last position of household members that foreseen entries rest on';
      COMMENT ON COLUMN intake.list.content IS 'count, total and hash, where every page was foreseen';
      COMMENT ON COLUMN intake.list.foreseen_holds IS 'decided at the first submission: whether the basis was still the same';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE intake.page DROP COLUMN foreseen; ALTER TABLE intake.list DROP COLUMN basis, DROP COLUMN content, DROP COLUMN foreseen_holds');
  }
}
