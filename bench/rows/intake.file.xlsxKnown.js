/** The same as a workbook, people known. */
'use strict';
const { wholeList } = require('../list-intake');
const { rawCopy } = require('../raw-copy');

module.exports = {
  name: 'intake.file.xlsxKnown', unit: 'lines', rounds: 3, ours: wholeList('xlsx', 100_000, { known: true, say: (line) => process.stderr.write(`${line}\n`) }), peer: rawCopy,
};
