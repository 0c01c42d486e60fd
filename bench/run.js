/** `npm run bench`: every figure beside its peer, in one run on one machine, in turn. `--json` prints one object, `--only NAME` one row, `--rounds N`, `--seconds S`. */
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { withServer } = require('./server');
const { machine, fsyncMs } = require('./machine');
const { median, spread } = require('./figures');

const option = (name, usual) => {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? usual : process.argv[at + 1];
};
const asJson = process.argv.includes('--json');
const only = option('only', '');
const rounds = Math.max(3, Number(option('rounds', 5)));
const seconds = Number(option('seconds', 2));

/**
 * One row = one file in rows/: `{ name, unit, target, ours(server), peer(server) }`, the last two making `{ run(seconds) → figure, close() }`.
 * ours ÷ peer must reach the target, or with `atMost` not exceed it; a row without target is shown only. `rounds` says how many a long row takes;
 * `warm: false` means that its sides warm themselves. A figure is per second unless the row's unit says otherwise.
 */
function rows() {
  const folder = path.join(__dirname, 'rows');
  return fs.readdirSync(folder).filter((file) => file.endsWith('.js')).sort()
    .map((file) => require(path.join(folder, file))).filter((row) => row.name.startsWith(only));
}

async function measure(row, server, say) {
  const sides = { peer: await row.peer(server), ours: await row.ours(server) };
  const seen = { peer: [], ours: [] };
  try {
    await server.settle();
    if (row.warm !== false) for (const side of ['peer', 'ours']) await sides[side].run(seconds / 2);
    for (let round = 0; round < (row.rounds ?? rounds); round += 1) {
      // Who goes first changes from round to round, so that neither always meets what the other left to write.
      for (const side of round % 2 === 0 ? ['peer', 'ours'] : ['ours', 'peer']) {
        seen[side].push(await sides[side].run(seconds));
      }
      say(`${row.name} round ${round + 1}: ours ${figure(seen.ours[round])}, peer ${figure(seen.peer[round])}`);
    }
  } finally {
    for (const side of Object.values(sides)) await side.close();
    await server.clear();
  }
  const ours = median(seen.ours);
  const peer = median(seen.peer);
  const ratio = ours / peer;
  return { name: row.name, ours: figure(ours), peer: figure(peer), ratio: Number(ratio.toFixed(3)), target: row.target ?? null, atMost: row.atMost === true, ok: meets(row, ratio), unit: row.unit,
    spread: { ours: spread(seen.ours), peer: spread(seen.peer) } };
}

const figure = (value) => (value >= 100 ? Math.round(value) : Number(value.toFixed(3)));
const meets = ({ target, atMost }, ratio) => target === undefined || (atMost ? ratio <= target : ratio >= target);

/** A row that fails is named and fails the run; the others are measured all the same. */
async function measured(row, server, say) {
  try {
    return await measure(row, server, say);
  } catch (error) {
    say(`${row.name} failed: ${error.stack}`);
    return { name: row.name, target: row.target ?? null, atMost: row.atMost === true, ok: false, unit: row.unit, error: error.message };
  }
}

async function main() {
  const say = (line) => process.stderr.write(`${line}\n`);
  await withServer(say, async (server) => {
    const results = [];
    const before = fsyncMs(server.folder);
    for (const row of rows()) results.push(await measured(row, server, say));
    const report = { machine: machine(server.version), fsyncMs: before, rounds, seconds, results };
    process.stdout.write(asJson ? `${JSON.stringify(report)}\n` : table(report));
    process.exitCode = results.every((result) => result.ok) ? 0 : 1;
  });
}

function table({ machine: about, fsyncMs: flush, results }) {
  const head = `${about.cpu} × ${about.cores}, Node ${about.node}, PostgreSQL ${about.postgres}, fsync ${flush} ms\n`;
  const bound = ({ target, atMost }) => (target === null ? 'shown' : `${atMost ? '≤' : '≥'} ${target}`);
  const said = (r) => (r.error !== undefined ? ['failed'.padStart(10), r.error] : [String(r.ours).padStart(10), String(r.peer).padStart(10), r.ratio.toFixed(2).padStart(7), bound(r).padStart(7), r.ok ? 'ok' : 'SHORT', r.unit]);
  const lines = results.map((r) => [r.name.padEnd(24), ...said(r)].join('  '));
  return `${head}${['name'.padEnd(24), 'ours'.padStart(10), 'peer'.padStart(10), 'ratio'.padStart(7), 'target'.padStart(7)].join('  ')}\n${lines.join('\n')}\n`;
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 2;
});
