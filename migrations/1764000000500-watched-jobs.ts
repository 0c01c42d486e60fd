/** Jobs that can be watched and stopped, owned by a process; what intake finds is grouped once and found by line. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class WatchedJobs1764000000500 implements MigrationInterface {
  name = 'WatchedJobs1764000000500';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE work.job
        ADD COLUMN owner uuid,
        ADD COLUMN progress jsonb,
        ADD COLUMN stoppable boolean NOT NULL DEFAULT false,
        ADD COLUMN stop_asked boolean NOT NULL DEFAULT false;
      CREATE INDEX job_running ON work.job (owner) WHERE status = 'running';
      COMMENT ON COLUMN work.job.owner IS 'process that does it; it holds a session lock of this name while it lives';
      ALTER TABLE intake.list ADD COLUMN job_id uuid, ADD COLUMN groups jsonb;
      COMMENT ON COLUMN intake.list.groups IS 'faults by code, counted while the list was read';
      UPDATE intake.list l SET groups = coalesce((
        SELECT jsonb_agg(jsonb_build_object('code', code, 'severity', severity, 'count', n, 'lines', lines, 'reason', fault -> 'reason', 'remedy', fault -> 'remedy') ORDER BY severity DESC, code)
        FROM (SELECT code, severity, count(*) AS n, count(DISTINCT ordinal) AS lines, (array_agg(fault ORDER BY number))[1] AS fault
                FROM intake.fault f WHERE f.list_id = l.list_id GROUP BY code, severity) g), '[]');
      CREATE INDEX fault_line ON intake.fault (list_id, ordinal, number);
      -- Sealed bytes do not compress: trying costs more than storing them.
      ALTER TABLE intake.list ALTER COLUMN sealed SET STORAGE EXTERNAL;
      ALTER TABLE intake.page ALTER COLUMN sealed SET STORAGE EXTERNAL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE intake.page ALTER COLUMN sealed SET STORAGE EXTENDED;
      ALTER TABLE intake.list ALTER COLUMN sealed SET STORAGE EXTENDED;
      DROP INDEX intake.fault_line;
      ALTER TABLE intake.list DROP COLUMN groups, DROP COLUMN job_id;
      DROP INDEX work.job_running;
      ALTER TABLE work.job DROP COLUMN stop_asked, DROP COLUMN stoppable, DROP COLUMN progress, DROP COLUMN owner;
    `);
  }
}
