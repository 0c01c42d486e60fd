/** Facts of a county's ledger built beside the live ones, keys and statistics included, beside raw COPY of the same events. */
'use strict';
const { ledgerCopy } = require('../ledger-copy');
const { rebuiltFacts } = require('../rebuilt-facts');

const BATCHES = 100;
const LINES = 500;

module.exports = { name: 'follow.rebuild', unit: 'events', target: 0.4, rounds: 3, ours: rebuiltFacts(BATCHES, LINES), peer: ledgerCopy(BATCHES, LINES) };
