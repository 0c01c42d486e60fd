// Compiles TypeScript for jest, and turns the ES modules of node_modules into CommonJS, which is what production loads natively.
const fs = require('node:fs');
const path = require('node:path');
const swc = require('@swc/jest');

const typescript = swc.createTransformer({
  jsc: {
    target: 'es2022',
    keepClassNames: true,
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
  },
  module: { type: 'commonjs' },
  sourceMaps: 'inline',
});
const esm = swc.createTransformer({
  jsc: { target: 'es2022', parser: { syntax: 'ecmascript' } },
  module: { type: 'commonjs' },
  sourceMaps: false,
});

const moduleFolders = new Map();
function inModulePackage(folder) {
  if (moduleFolders.has(folder)) return moduleFolders.get(folder);
  const manifest = path.join(folder, 'package.json');
  const parent = path.dirname(folder);
  let answer = false;
  if (fs.existsSync(manifest)) {
    const read = JSON.parse(fs.readFileSync(manifest, 'utf8'));
    answer = read.type === 'module' || (!read.name && parent !== folder && inModulePackage(parent));
  } else if (parent !== folder) answer = inModulePackage(parent);
  moduleFolders.set(folder, answer);
  return answer;
}

module.exports = {
  process(source, file, options) {
    if (/\.[cm]?ts$/.test(file)) return typescript.process(source, file, options);
    const isEsm = file.endsWith('.mjs') || (file.endsWith('.js') && inModulePackage(path.dirname(file)));
    return isEsm ? esm.process(source, file, options) : { code: source };
  },
};
