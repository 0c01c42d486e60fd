/** The same as a workbook, people new. */
'use strict';
const { wholeList } = require('../list-intake');
const { rawCopy } = require('../raw-copy');

module.exports = {
  name: 'intake.file.xlsxNew', unit: 'lines', rounds: 3, ours: wholeList('xlsx', 100_000, { known: false, say: (line) => process.stderr.write(`${line}\n`) }), peer: rawCopy,
};
