/** What was measured on: no figure means anything without the time of one flush. */
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { median } = require('./figures');

function fsyncMs(folder) {
  const file = path.join(folder, 'flush-probe');
  const descriptor = fs.openSync(file, 'w');
  const page = Buffer.alloc(8192, 1);
  const times = [];
  for (let i = 0; i < 200; i += 1) {
    const from = performance.now();
    fs.writeSync(descriptor, page, 0, page.length, (i % 16) * page.length);
    fs.fdatasyncSync(descriptor);
    times.push(performance.now() - from);
  }
  fs.closeSync(descriptor);
  fs.rmSync(file);
  return Number(median(times).toFixed(3));
}

const machine = (postgres) => ({
  cpu: os.cpus()[0]?.model ?? 'unknown', cores: os.cpus().length, memoryGiB: Math.round(os.totalmem() / 2 ** 30), node: process.versions.node, postgres,
});

module.exports = { fsyncMs, machine };
