/** Installs what is missing, compiles the store, and starts a PostgreSQL of its own with every flush real. */
'use strict';
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const root = path.resolve(__dirname, '..');
const built = path.join(__dirname, '.build');

function install(say) {
  for (const [folder, probe] of [[root, 'typescript'], [__dirname, '@event-driven-io/emmett-postgresql']]) {
    if (fs.existsSync(path.join(folder, 'node_modules', probe))) continue;
    say(`installing the dependencies of ${path.relative(path.dirname(root), folder)}`);
    execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  }
}

function build() {
  const compiler = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  execFileSync(process.execPath, [compiler, '-p', 'tsconfig.build.json', '--outDir', built, '--noCheck', '--incremental', 'false', '--sourceMap', 'false'], { cwd: root, stdio: 'inherit' });
}

/** A module of the project, compiled. */
const ours = (name) => require(path.join(built, name));

async function withServer(say, work) {
  install(say);
  build();
  const { startEmbedded } = ours('src/postgres/embedded');
  const { migrate } = ours('src/postgres/migrate');
  const { Client } = require('pg');
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'mingzhang-bench-'));
  fs.chmodSync(dataDir, 0o711);
  // Both sides of every row use this one server: flushes are real, memory is enough that reads do not decide, no checkpoint falls into a round.
  const settings = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on', max_connections: '200', shared_buffers: '512MB', max_wal_size: '8GB', min_wal_size: '1GB',
    checkpoint_timeout: '30min', autovacuum_naptime: '5min' };
  const running = await startEmbedded({ dataDir, say, settings });
  const asOwner = async (statement) => {
    const client = new Client({ connectionString: running.url });
    await client.connect();
    try {
      return (await client.query(statement)).rows;
    } finally {
      await client.end();
    }
  };
  let made = 0;
  let standing = [];
  try {
    const [{ server_version: version }] = await asOwner('SHOW server_version');
    await work({
      version, folder: dataDir,
      /** A database of its own, with our tables. */
      async database() {
        const name = `bench_${made += 1}`;
        await asOwner(`CREATE DATABASE ${name}`);
        standing.push(name);
        const url = running.url.replace(/[^/]*$/, name);
        await migrate(url);
        return url;
      },
      /** Every row starts from written pages and log files ready for use again. */
      settle: () => asOwner('CHECKPOINT'),
      /** What a row leaves behind would be vacuumed by the server while the next is measured. */
      async clear() {
        for (const name of standing) await asOwner(`DROP DATABASE ${name} WITH (FORCE)`);
        standing = [];
      },
    });
  } finally {
    await running.stop();
    fs.rmSync(dataDir, { recursive: true, force: true });
  }
}

module.exports = { withServer, ours };
