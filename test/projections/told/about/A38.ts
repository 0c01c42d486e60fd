/** What A38 is about. */
import type { About } from '../telling';

const at = `i, 0, timestamptz '2018-01-01', date '2018-01-01' + (i % 300)`;

export default {
  matters: [['rectify', 'project', 'day'], ['rectify', 'project']],
  subjects: ['z7'],
  beside: ['A28'],
  fill: {
    rectification: `insert into facts.rectification (position, ordinal, recorded_at, occurred_on, rectification_id, change, region, evidence_count) select ${at}, 'z' || i, 'reported', '422899', 1 from generate_series(1, 10000) i`,
    evidence: `insert into facts.evidence (position, ordinal, recorded_at, occurred_on, stream_id, revision, subject_kind, subject_id, region, kind, content_hash)
      select ${at}, 'project-j' || i, 3, 'project', 'j' || i, '422899', 'photo', 'f' || i from generate_series(1, 10000) i`,
    case_order: `insert into facts.case_order (position, ordinal, recorded_at, occurred_on, case_id, kind, order_id, region) select ${at}, 'c' || i, 'rectification', 'z' || i, '422899' from generate_series(1, 10000) i`,
    case_flag: `insert into facts.case_flag (position, ordinal, recorded_at, occurred_on, case_id, flag_id, region) select ${at}, 'c' || i, 'f' || i, '422899' from generate_series(1, 10000) i`,
    case_outcome: `insert into facts.case_outcome (position, ordinal, recorded_at, occurred_on, flag_id, case_id, outcome, region) select ${at}, 'f' || i, 'c' || i, 'refuted', '422899' from generate_series(1, 10000) i`,
  },
} satisfies About;
