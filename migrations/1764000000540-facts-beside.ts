/** Facts that are not the ones everyone reads keep the positions of their followers among their own tables: they move with them when places are changed. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class FactsBeside1764000000540 implements MigrationInterface {
  name = 'FactsBeside1764000000540';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE facts.follower (LIKE work.follower INCLUDING ALL);
      COMMENT ON TABLE facts.follower IS 'how far these facts and their flags are derived, while they are not the ones everyone reads; then work.follower tells';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE facts.follower');
  }
}
