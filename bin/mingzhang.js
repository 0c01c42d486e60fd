#!/usr/bin/env node
// The command `mingzhang`: makes the checkout runnable, then runs the built command line in this process, so that signals reach it directly.
const path = require('node:path');
const { prepare, root } = require('./prepare');

prepare();
process.setSourceMapsEnabled(true);
require(path.join(root, 'node_modules', 'reflect-metadata'));
const { runCommand } = require(path.join(root, 'dist', 'src', 'cli', 'mingzhang.js'));
void runCommand(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
  // A started service has closed everything by now; whatever still holds the process must not.
  setTimeout(() => process.exit(code), 1000).unref();
});
