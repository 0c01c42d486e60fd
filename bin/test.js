// `npm test`: installs, builds, then types, lint, arrows and every jest test; ends with one line `N passed, N failed`. Plain Node, no dependencies.
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { build, install, root } = require('./prepare');

const usage = `node bin/test.js [--check | --long [--minutes N]] [paths of tests]
  --check      types, lint, arrows and pure unit tests only: under a minute, no database
  --long       after one whole run, every test again and again with new seeds, for --minutes (60)
  SEED=n       the seed of property tests (fixed by default)`;

const tool = (...parts) => path.join(root, 'node_modules', ...parts);

const folders = ['src', 'projections', 'migrations'].filter((name) => fs.existsSync(path.join(root, name)));

const checks = [
  { name: 'types', args: [tool('typescript', 'bin', 'tsc'), '--noEmit', '--incremental', 'false'] },
  { name: 'lint', args: [tool('eslint', 'bin', 'eslint.js'), '.', '--max-warnings=0'] },
  { name: 'arrows', args: [tool('dependency-cruiser', 'bin', 'dependency-cruise.mjs'), ...folders, '--config', '.dependency-cruiser.cjs'] },
];

/** Ctrl-C reaches the children by themselves; jest then stops its database. */
function start(args, options = {}) {
  return new Promise((resolve) => {
    let said = '';
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', options.quiet ? 'pipe' : 2, options.quiet ? 'pipe' : 2], env: { ...process.env, ...options.env } });
    child.stdout?.on('data', (chunk) => (said += chunk));
    child.stderr?.on('data', (chunk) => (said += chunk));
    child.on('close', (code) => resolve({ ok: code === 0, said }));
  });
}

const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

async function runCheck({ name, args }) {
  const since = Date.now();
  const { ok, said } = await start(args, { quiet: true });
  process.stdout.write(`${ok ? 'ok' : 'FAILED'}  ${name} (${seconds(since)})\n${ok ? '' : `${said.trim()}\n`}`);
  return ok;
}

/** Tests that failed to load count as one failure each: jest itself counts none for them. */
function countOf(file, ok) {
  if (!fs.existsSync(file)) return { passed: 0, failed: 1 };
  const result = JSON.parse(fs.readFileSync(file, 'utf8'));
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  return { passed: result.numPassedTests, failed: failed === 0 && !ok ? 1 : failed };
}

async function runJest(args, env) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mingzhang-jest-'));
  const file = path.join(folder, 'result.json');
  const { ok } = await start([tool('jest', 'bin', 'jest.js'), '--json', `--outputFile=${file}`, '--silent=false', ...args], { env: { ...env } });
  const count = countOf(file, ok);
  fs.rmSync(folder, { recursive: true, force: true });
  return count;
}

/** The same tests with new seeds until the time is up. */
async function runLong(total, paths, minutes) {
  const end = Date.now() + minutes * 60_000;
  for (let round = 1; Date.now() < end; round += 1) {
    const seed = String(Number(process.env.SEED ?? 0) + round * 7919);
    process.stdout.write(`round ${round}, SEED=${seed}\n`);
    const count = await runJest(paths, { SEED: seed, MINGZHANG_TEST_LONG: 'on' });
    total.passed += count.passed;
    total.failed += count.failed;
    if (count.failed > 0) process.stdout.write(`round ${round} failed; repeat it with SEED=${seed} npm test\n`);
  }
}

function readArguments(given) {
  const args = [...given];
  const take = (name) => args.includes(name) && Boolean(args.splice(args.indexOf(name), 1));
  if (take('--help')) {
    process.stdout.write(`${usage}\n`);
    process.exit(0);
  }
  const only = take('--check');
  const long = take('--long');
  const minutesAt = args.indexOf('--minutes');
  const minutes = minutesAt < 0 ? 60 : Number(args.splice(minutesAt, 2)[1]);
  if (!(minutes > 0) || args.some((word) => word.startsWith('-'))) {
    process.stderr.write(`${usage}\n`);
    process.exit(3);
  }
  return { only, long, minutes, paths: args };
}

async function main() {
  const { only, long, minutes, paths } = readArguments(process.argv.slice(2));
  install();
  if (!only) build();
  const total = { passed: 0, failed: 0 };
  for (const ok of await Promise.all(checks.map(runCheck))) total[ok ? 'passed' : 'failed'] += 1;
  const unit = ['--testRegex', '[^/]\\.spec\\.ts$'];
  const count = await runJest([...(only ? unit : []), ...paths], only ? { MINGZHANG_TEST_CLUSTER: 'off' } : {});
  total.passed += count.passed;
  total.failed += count.failed;
  if (long) await runLong(total, paths, minutes);
  process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
  process.exitCode = total.failed === 0 ? 0 : 1;
}

void main();
