// Puts the compiled modules of the offline verifier into one file that needs nothing but Node. Plain Node, no dependencies.
const fs = require('node:fs');
const path = require('node:path');

const REQUIRE = /\brequire\((['"])([^'"]+)\1\)/g;

/** Modules that the entry reaches, by their path from `folder`; anything but them and Node's own is refused. `load` gives the compiled text. */
function reach(folder, entry, load = (file) => fs.readFileSync(file, 'utf8')) {
  const modules = new Map();
  const visit = (file) => {
    const name = path.relative(folder, file).split(path.sep).join('/');
    if (modules.has(name)) return name;
    modules.set(name, '');
    const text = load(file).replace(/^\/\/# sourceMappingURL=.*$/m, '').replace(REQUIRE, (whole, _quote, wanted) => {
      if (wanted.startsWith('node:')) return whole;
      if (!wanted.startsWith('.')) throw new Error(`${name} needs the package ${wanted}: the verifier may need nothing but Node`);
      return `need(${JSON.stringify(visit(path.resolve(path.dirname(file), `${wanted}.js`)))})`;
    });
    modules.set(name, text);
    return name;
  };
  visit(path.resolve(folder, entry));
  return modules;
}

/** One script: a table of modules, each run once when it is first needed. */
function bundle(folder, entry, load) {
  const modules = reach(folder, entry, load);
  const table = [...modules].map(([name, text]) => `${JSON.stringify(name)}: (exports, module, need) => {\n${text.trim()}\n}`).join(',\n');
  return `#!/usr/bin/env node
// Mingzhang 明账 offline verifier: one file, nothing but Node (20.19 or later), no network, no database.
// node mingzhang-verify.cjs --help
'use strict';
const table = {
${table}
};
const made = new Map();
function need(name) {
  const known = made.get(name);
  if (known) return known.exports;
  const module = { exports: {} };
  made.set(name, module);
  table[name](module.exports, module, need);
  return module.exports;
}
process.exitCode = need(${JSON.stringify(entry)}).main(process.argv.slice(2), (line) => process.stdout.write(line + '\\n'), (line) => process.stderr.write(line + '\\n'));
`;
}

module.exports = { bundle };
