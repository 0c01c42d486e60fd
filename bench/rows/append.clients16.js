/** Single-event appends, 16 clients, beside one advisory lock per append. */
'use strict';
const { ourStore } = require('../our-store');
const { perAppend } = require('../per-append');

module.exports = { name: 'append.clients16', unit: 'events', target: 4.5, ours: ourStore(16, 1), peer: perAppend(16, { locked: true }) };
