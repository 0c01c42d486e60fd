/** 1,000 events per append, four callers, beside Emmett with four connections. */
'use strict';
const { emmett } = require('../emmett');
const { ourStore } = require('../our-store');

module.exports = { name: 'append.emmettBulk', unit: 'events', target: 3, ours: ourStore(4, 1_000), peer: emmett(4, 1_000) };
