/** What follows when a person has settled a disagreement: by its kind, what was found is accepted, the memory brought in line, or the stored proof made anew and checked against the memory. */
import { accept } from './accepted';
import { checkpointText, parseCheckpoint } from './checkpoint';
import type { Disagreement, Disagreements } from './disagreements';
import type { LeafLog } from './leaf-log';
import { noteText, parseNote } from './note';
import type { ProofTables } from './proof-tables';
import type { SealKeys } from './seal-keys';
import type { SealMemory } from './seal-memory';
import { isNoteBy } from './signer';

export interface SettlingGround {
  readonly disagreements: Disagreements;
  readonly tables: ProofTables;
  readonly memory: SealMemory;
  readonly leaves: LeafLog;
  readonly keys: SealKeys;
}

export interface Settlement {
  readonly id: number;
  readonly by: string;
  readonly reason: string;
  readonly nowUs: number;
}

/** Said to the person who asked; nothing was changed. */
export class CannotSettle extends Error {}

/** The same tree under today's key and name; what is stored was signed by another and is made anew. */
async function signAgain({ memory, keys, tables }: SettlingGround, id: number): Promise<void> {
  const remembered = memory.read();
  if (!remembered) throw new CannotSettle(`${memory.file} is not there`);
  const text = checkpointText({ ...remembered.checkpoint, origin: keys.origin });
  await memory.setAside(`until-${String(id)}`);
  await memory.write(noteText({ text, signatures: keys.signers.map((signer) => signer.sign(text)) }));
  await tables.clear();
}

/** Believed because the key at hand signed it: whoever can write the database cannot make one. */
async function adopt({ memory, keys, tables }: SettlingGround): Promise<void> {
  const newest = await tables.newest();
  if (!newest || parseCheckpoint(parseNote(newest.note).text).origin !== keys.origin || !isNoteBy(keys.signers[0].key, newest.note)) throw new CannotSettle('the newest checkpoint in the database is not signed with the key at hand');
  await memory.write(newest.note);
}

async function actOn(ground: SettlingGround, found: Disagreement, { by, reason, nowUs }: Settlement): Promise<void> {
  const { position, kind, detail } = found;
  switch (kind) {
    case 'key-changed':
    case 'origin-changed': return signAgain(ground, found.id);
    case 'memory-missing': return adopt(ground);
    case 'tile-differs':
    case 'root-differs':
    case 'checkpoint-foreign': return ground.tables.clear();
    // Which history is true is the person's to say; what they said is kept with the finding.
    case 'witness-refused':
    case 'ledger-shorter': return;
    case 'event-differs':
    case 'columns-differ':
    case 'event-missing':
    case 'event-surplus': accept(ground.memory.folder, { position, kind, detail, by, reason, at: new Date(nowUs / 1_000).toISOString() });
  }
}

export async function settle(ground: SettlingGround, settlement: Settlement): Promise<Disagreement> {
  const found = (await ground.disagreements.standing()).find(({ id }) => id === settlement.id);
  if (!found) throw new CannotSettle(`no disagreement ${String(settlement.id)} stands`);
  await actOn(ground, found, settlement);
  await ground.disagreements.settle(settlement.id, settlement.by, settlement.reason, settlement.nowUs);
  return found;
}

/** Where what was signed cannot be had again: the ledger as it is goes on as another log. Under the old name it would contradict what others hold. */
export async function beginAnew(ground: SettlingGround, settlement: Settlement): Promise<void> {
  const { memory, leaves, tables, keys, disagreements } = ground;
  const before = memory.read()?.checkpoint.origin ?? (await tables.log())?.origin;
  if (before === keys.origin) throw new CannotSettle(`a log begins anew under a new name only: set MINGZHANG_ORIGIN to another than ${before}`);
  const standing = await disagreements.standing();
  await memory.setAside(`until-${String(settlement.id)}`);
  await leaves.cut(0);
  await leaves.close();
  await tables.clear();
  for (const { id } of standing) await disagreements.settle(id, settlement.by, settlement.reason, settlement.nowUs);
}
