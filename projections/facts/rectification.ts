/** Rectifications, step by step. */
import type { Recorded } from '../../src/domain/decider';
import type { RectificationOpened, RectificationRejected, RectificationReported } from '../../src/domain/rectification';
import { day, type FactTable, idOf, type Row, text, whole } from './fact';

const step = (event: Recorded, change: string, { region }: RectificationOpened, more: Row = {}): Row => ({ rectification_id: idOf(event), change, region, ...more });

const table: FactTable = {
  table: 'rectification',
  meaning: 'a rectification was ordered, reported, accepted, rejected or withdrawn',
  columns: {
    rectification_id: text('rectification'),
    change: text('ordered, reported, accepted, rejected or withdrawn'),
    region: text('region of the office that must act'),
    due_on: day('last day: of the order, or newly given by a rejection'),
    evidence_count: whole('files a report names'),
  },
  indexes: ['rectification_id, position', 'change, position'],
  from: {
    RectificationOpened: (data: RectificationOpened, event) => step(event, 'ordered', data, { due_on: data.dueOn }),
    RectificationReported: (data: RectificationReported, event, order: RectificationOpened) => step(event, 'reported', order, { evidence_count: data.evidenceHashes.length }),
    RectificationAccepted: (_data: object, event, order: RectificationOpened) => step(event, 'accepted', order),
    RectificationRejected: (data: RectificationRejected, event, order: RectificationOpened) => step(event, 'rejected', order, { due_on: data.dueOn }),
    RectificationWithdrawn: (_data: object, event, order: RectificationOpened) => step(event, 'withdrawn', order),
  },
};
export default table;
