/** What is appended: the same disbursement lines on both sides, each client opening a stream, growing it by nine more appends, then the next. */
'use strict';
const { createHash } = require('node:crypto');

let serial = 0;

const data = (n) => ({
  ordinal: n, payeeRef: 'p-0123456789abcdefghijklmnop', accountRef: 'a-0123456789abcdefghijklmnop', householdId: `h-${n % 50_000}`, programme: '2018-industry-grant',
  village: '422899101203', period: '2018-11', quantityMilli: 1_000, standardFen: 150_000, amountFen: 150_000 + (n % 97), occurredOn: '2018-11-30', note: '产业扶持到户补助 第二批',
});

/** An endless series of appends by one client. */
function* series(client, eventsPerAppend) {
  for (let stream = 0; ; stream += 1) {
    const streamId = `batch-${process.pid}-${client}-${stream}-${serial += 1}`;
    let revision = -1;
    for (let i = 0; i < (eventsPerAppend === 1 ? 10 : 1); i += 1) {
      const events = Array.from({ length: eventsPerAppend }, () => ({ type: 'DisbursementEntered', schemaVersion: 1, data: data(serial += 1) }));
      const key = `${streamId}/${i}`;
      yield {
        streamId, expected: revision === -1 ? 'none' : revision, events,
        metadata: { actor: 'clerk', region: '422899', correlationId: `c-${serial}`, causationId: `c-${serial}` },
        key: { office: '422899/finance', key, bodyHash: createHash('sha256').update(key).digest('hex') },
      };
      revision += eventsPerAppend;
    }
  }
}

const allSeries = (clients, eventsPerAppend) => Array.from({ length: clients }, (_, client) => series(`${serial += 1}-${client}`, eventsPerAppend));

module.exports = { allSeries };
