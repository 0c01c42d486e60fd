/** Single-event appends, 64 clients, beside Emmett with 64 connections. */
'use strict';
const { emmett } = require('../emmett');
const { ourStore } = require('../our-store');

module.exports = { name: 'append.emmett', unit: 'events', target: 4, ours: ourStore(64, 1), peer: emmett(64, 1) };
