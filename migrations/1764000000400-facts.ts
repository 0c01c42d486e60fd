/** Schemas of the read side. The fact tables themselves are made from their files by the follower, and made anew when their shape changes. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Facts1764000000400 implements MigrationInterface {
  name = 'Facts1764000000400';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE SCHEMA facts;
      CREATE SCHEMA audit;
      CREATE TABLE facts.shape (hash text NOT NULL);
      COMMENT ON TABLE facts.shape IS 'hash of the fact files the tables were made from';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP SCHEMA audit CASCADE; DROP SCHEMA facts CASCADE');
  }
}
