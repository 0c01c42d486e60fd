/** 1,000 events per append, four callers so that some prepare while others commit, beside raw COPY of rows encoded beforehand. */
'use strict';
const { ourStore } = require('../our-store');
const { rawCopy } = require('../raw-copy');

module.exports = { name: 'append.bulk', unit: 'events', target: 0.6, ours: ourStore(4, 1_000), peer: rawCopy };
