/** Entries of a staged page as the bytes that are read again: nobody asks the database about a member of them. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class PageEntries1764000000511 implements MigrationInterface {
  name = 'PageEntries1764000000511';

  async up(runner: QueryRunner): Promise<void> {
    // References are random, so that compressing them costs much and saves little.
    await runner.query(`
      ALTER TABLE intake.page ALTER COLUMN entries TYPE bytea USING convert_to(entries::text, 'UTF8');
      ALTER TABLE intake.page ALTER COLUMN entries SET STORAGE EXTERNAL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE intake.page ALTER COLUMN entries TYPE jsonb USING convert_from(entries, 'UTF8')::jsonb`);
  }
}
