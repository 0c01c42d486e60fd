/** Single-event appends, 64 clients, beside an unordered store with the same guarantees otherwise. */
'use strict';
const { ourStore } = require('../our-store');
const { perAppend } = require('../per-append');

module.exports = { name: 'append.clients64', unit: 'events', target: 2.5, ours: ourStore(64, 1), peer: perAppend(64, { locked: false }) };
