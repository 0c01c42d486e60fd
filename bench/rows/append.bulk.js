/** 1,000 events per append, two callers so that one prepares while the other commits, beside raw COPY of rows encoded beforehand. */
'use strict';
const { ourStore } = require('../our-store');
const { rawCopy } = require('../raw-copy');

module.exports = { name: 'append.bulk', unit: 'events', target: 0.6, ours: ourStore(2, 1_000), peer: rawCopy };
