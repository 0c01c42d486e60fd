/** A list of 100,000 lines (csv, GB18030) of people known from a list before, checked and recorded, beside raw COPY of event rows. */
'use strict';
const { wholeList } = require('../list-intake');
const { rawCopy } = require('../raw-copy');

module.exports = {
  name: 'intake.file', unit: 'lines', target: 0.2, rounds: 3, ours: wholeList('csv', 100_000, { known: true, say: (line) => process.stderr.write(`${line}\n`) }), peer: rawCopy,
};
