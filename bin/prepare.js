// Makes a checkout runnable: installs the locked dependencies if they are missing or stale, builds if sources are newer. Plain Node, no dependencies.
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { bundle } = require('./bundle');

const root = path.resolve(__dirname, '..');
const at = (...parts) => path.join(root, ...parts);

/** stdout belongs to the command's answer: what npm and the compiler say goes to stderr. */
function run(title, command, args) {
  process.stderr.write(`${title} …\n`);
  const done = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2] });
  if (done.status === 0) return;
  process.stderr.write(`${title}: failed (${done.error ? done.error.message : `exit code ${done.status ?? done.signal}`})\n`);
  process.exit(2);
}

const readJson = (file) => (fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : undefined);

/** npm leaves a list of what it installed; optional packages of other systems are not on it. */
function dependenciesMatch(withDev) {
  const wanted = readJson(at('package-lock.json'));
  const installed = readJson(at('node_modules', '.package-lock.json'));
  if (!wanted) return true;
  if (!installed) return false;
  return Object.entries(wanted.packages).every(([name, entry]) => {
    const have = installed.packages[name];
    if (name === '' || (!have && (entry.optional || (entry.dev && !withDev)))) return true;
    return have !== undefined && have.version === entry.version;
  });
}

function install({ withDev = true } = {}) {
  if (dependenciesMatch(withDev)) return;
  run('Installing the locked dependencies', 'npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
}

/** Folders count too: a removed file changes only its folder. */
function newest(target) {
  if (!fs.existsSync(target)) return 0;
  const { mtimeMs } = fs.statSync(target);
  if (!fs.statSync(target).isDirectory()) return mtimeMs;
  return fs.readdirSync(target).reduce((latest, name) => Math.max(latest, newest(path.join(target, name))), mtimeMs);
}

const sources = ['src', 'projections', 'migrations', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'nest-cli.json'];
const stamp = at('dist', 'built');

function isBuilt() {
  if (!fs.existsSync(at('src'))) return true;
  return fs.existsSync(stamp) && fs.statSync(stamp).mtimeMs >= Math.max(...sources.map((name) => newest(at(name))));
}

const isAlive = (pid) => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
};

/** Two that start together must not empty dist/ under each other: the second waits, and then finds it built. */
function oneAtATime(work) {
  const lock = at('node_modules', '.building');
  for (;;) {
    try {
      fs.writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = fs.existsSync(lock) ? Number(fs.readFileSync(lock, 'utf8')) : 0;
    const isOld = fs.existsSync(lock) && Date.now() - fs.statSync(lock).mtimeMs > 300_000;
    if ((holder > 0 && !isAlive(holder)) || isOld) fs.rmSync(lock, { force: true });
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
  }
  const release = () => fs.rmSync(lock, { force: true });
  process.once('exit', release);
  work();
  release();
  process.off('exit', release);
}

function build() {
  if (!isBuilt()) oneAtATime(() => isBuilt() || compile());
}

function compile() {
  const startedAt = new Date();
  run('Building', process.execPath, [at('node_modules', '@nestjs', 'cli', 'bin', 'nest.js'), 'build']);
  const verifier = at('dist', 'mingzhang-verify.cjs');
  fs.writeFileSync(verifier, bundle(at('dist'), 'src/pack/verifier.js'), { mode: 0o755 });
  // Dated to the start: a file saved while the compiler ran is newer than the build.
  fs.writeFileSync(stamp, '');
  fs.utimesSync(stamp, startedAt, startedAt);
}

/** Everything needed to run dist/. */
function prepare() {
  install({ withDev: !isBuilt() });
  build();
}

module.exports = { root, install, build, prepare };
