/** Facts of a county-year's lines built beside the live ones, tables, keys and statistics included, beside raw COPY of the same events. */
'use strict';
const { ledgerCopy } = require('../ledger-copy');
const { rebuiltFacts } = require('../rebuilt-facts');

const BATCHES = 300;
const LINES = 1_000;

module.exports = { name: 'follow.rebuild', unit: 'events', target: 0.4, rounds: 3, ours: rebuiltFacts(BATCHES, LINES), peer: ledgerCopy(BATCHES, LINES) };
