/** Facts followed in pages while the ledger is there, all indexes in place, beside one transaction per event. */
'use strict';
const { followedFacts, textbookFacts } = require('../textbook-facts');

const BATCHES = 80;
const LINES = 500;

module.exports = { name: 'follow.textbook', unit: 'events', target: 25, rounds: 3, ours: followedFacts(BATCHES, LINES), peer: textbookFacts(BATCHES, LINES) };
