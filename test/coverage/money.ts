/** Coverage stories of money: where it comes from, by which authority, what it may be used for. */
import { COUNTY, HASH, fund, programme } from './county';
import type { Story } from './story';

export const money: readonly Story[] = [
  {
    item: 12, phrase: '杭州市对口帮扶恩施州…资金支持;东西部扶贫协作', recordedBy: 'IssueAllocation (source `east-west-cooperation`)', fact: 'allocation', checkedBy: 'A24, A14; totals by source',
    given: [programme('c12')],
    when: { by: 'province', type: 'IssueAllocation', id: 'c12', data: { region: '42', programmeId: 'c12', documentNumber: '杭财〔2018〕5号', budgetYear: 2018, source: 'east-west-cooperation', functionCode: '2130505', amountFen: 500_000_000, occurredOn: '2018-03-01' } },
    then: [{ sql: `select source, amount_fen from audit.allocation($1) where allocation_id = 'c12'`, rows: [{ source: 'east-west-cooperation', amount_fen: 500_000_000 }] }],
  },
  {
    item: 53, phrase: '健全公告公示制度;加强扶贫事务公开', recordedBy: 'PostDisclosure', fact: 'disclosure, duty', checkedBy: 'duty of announcing an allocation; A24',
    given: [programme('c53'), ...fund('c53', 'c53', 100_000_000, '2018-03-02')],
    when: { by: 'clerk', type: 'PostDisclosure', id: 'allocation-c53-county', data: { kind: 'announcement', item: 'allocation', level: 'county', venue: 'portal', fields: ['name', 'result', 'document-number'], occurredOn: '2018-03-05', from: '2018-03-05', contentHash: HASH } },
    then: [
      { sql: `select kind, item, level, shown_from from audit.disclosure($1) where stream_id = 'allocation-c53-county'`, rows: [{ kind: 'announcement', item: 'allocation', level: 'county', shown_from: '2018-03-05' }] },
      { sql: `select kind, owner_region from audit.duty($1) where subject_id = 'c53-county' and kind like 'announce%'`, rows: [{ kind: 'announce-allocation', owner_region: COUNTY }] },
    ],
  },
];
