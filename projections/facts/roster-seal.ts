/** Rosters compiled and sealed: count, total and hash of the list each time. */
import { contentOf, type RosterCompiled, type RosterEntry, type RosterSealed } from '../../src/domain/roster';
import { type FactTable, fen, idOf, type Row, text, texts, whole, wholes, yes } from './fact';

const listOf = (entries: readonly RosterEntry[]): Row => ({ payee_refs: entries.map(({ payeeRef }) => payeeRef), amounts_fen: entries.map(({ amountFen }) => amountFen) });

const table: FactTable = {
  table: 'roster_seal',
  meaning: 'a roster was compiled or sealed',
  columns: {
    roster_id: text('roster'),
    sealed: yes('final; else as compiled'),
    region: text('village or township'),
    programme_id: text('programme'),
    entry_count: whole('entries'),
    total_fen: fen('total'),
    content_hash: text('hash of the entries'),
    payee_refs: texts('payees, entry by entry'),
    amounts_fen: wholes('amounts, entry by entry'),
  },
  indexes: ['roster_id, sealed'],
  from: {
    RosterCompiled: (data: RosterCompiled, event) => {
      const { count, totalFen } = contentOf(data.entries);
      return { roster_id: idOf(event), sealed: false, region: data.region, programme_id: data.programmeId, entry_count: count, total_fen: totalFen, content_hash: data.contentHash, ...listOf(data.entries) };
    },
    RosterSealed: (data: RosterSealed, event, roster: RosterCompiled) => ({
      roster_id: idOf(event), sealed: true, region: roster.region, programme_id: roster.programmeId, entry_count: data.count, total_fen: data.totalFen, content_hash: data.contentHash, ...listOf(data.entries ?? roster.entries),
    }),
  },
};
export default table;
