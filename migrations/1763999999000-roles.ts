/** Makes the database roles that part who may append, who may read and who may project; left out where the owner may not make roles. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Roles1763999999000 implements MigrationInterface {
  /** Roles belong to the whole server: another database of it may have made them already. Services warn at start where they are missing. */
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      do $$
      declare
        wanted text;
      begin
        foreach wanted in array array['ledger_append', 'ledger_read', 'ledger_project'] loop
          begin
            if not exists (select from pg_roles where rolname = wanted) then
              execute format('create role %I nologin', wanted);
            end if;
            execute format('grant %I to current_user', wanted);
          exception
            when duplicate_object or unique_violation then null;
            when insufficient_privilege then null;
          end;
        end loop;
      end
      $$`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('select 1');
  }
}
