/** Makes the vault: subjects with their sealed blocks, look-ups by keyed hash, and what stays of erased ones. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Vault1764000000100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create schema vault');
    await runner.query(`
      create table vault.subject (
        ref text collate "C" primary key check (ref ~ '^[par]-[0-9a-z]{26}$'),
        key_version integer not null,
        key_algorithm text not null,
        wrapped_key bytea not null,
        block_algorithm text not null,
        block bytea not null
      )`);
    await runner.query(`
      create table vault.lookup (
        field text collate "C" not null check (field in ('i', 'n', 'a', 'r')),
        key_version integer not null,
        algorithm text collate "C" not null,
        -- alone the key: number, field, key and algorithm all go into it; with more columns an unanalysed table gets plans that read it whole
        mac bytea primary key check (length(mac) = 16),
        ref text collate "C" not null,
        -- keyed hash of the last form seen, so that the same form again need not open the block
        seen bytea
      )`);
    await runner.query(`
      create table vault.scheme (
        key_version integer not null,
        algorithm text not null,
        primary key (key_version, algorithm)
      )`);
    await runner.query(`
      create table vault.tombstone (
        ref text collate "C" primary key,
        requested_by text not null,
        approved_by text not null,
        erased_at timestamptz not null default now()
      )`);
    // Grows with every erasure and change of schemes: what processes remember of the vault is good for one epoch only.
    await runner.query('create table vault.state (single boolean primary key default true check (single), epoch bigint not null)');
    await runner.query('insert into vault.state (epoch) values (1)');
    await runner.query('revoke all on schema vault from public');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema vault cascade');
  }
}
