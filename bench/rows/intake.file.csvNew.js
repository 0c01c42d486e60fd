/** The same of people nobody has heard of. */
'use strict';
const { wholeList } = require('../list-intake');
const { rawCopy } = require('../raw-copy');

module.exports = {
  name: 'intake.file.csvNew', unit: 'lines', rounds: 3, ours: wholeList('csv', 100_000, { known: false, say: (line) => process.stderr.write(`${line}\n`) }), peer: rawCopy,
};
