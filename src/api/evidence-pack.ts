/** Makes an evidence pack: what the read side chose, as the ledger stores it, proven under the last signed checkpoint. For HTTP and command line alike. */
import type { Pool, PoolClient } from 'pg';
import { ruleCalled } from '../../projections/anomalies/catalogue';
import { choosePack, type ChosenFlag, type PackChoice, type PackSubject } from '../../projections/rejudge/pack-choice';
import { positionsOf } from '../../projections/rejudge/selection';
import { turnsOf } from '../../projections/views/flags';
import { storedEvent } from '../event-store/stored-event';
import { assemble } from '../pack/assemble';
import type { ChosenEvent } from '../pack/contents';
import type { PackManifest } from '../pack/manifest';
import { inclusionProofs, sealedTree, type SealedTree } from '../pack/sealed-tree';
import { verifierFile } from '../pack/verifier-file';
import { verdictHash, type PackedVerdict, type VerdictLine } from '../pack/verdict';
import { timeText } from './event-shape';
import { NotYet } from './not-yet';

export interface PackAsked {
  readonly subject: PackSubject;
  readonly madeAt: string;
  /** Payloads of events of a region the asker does not see are withheld. */
  readonly sees: (event: { readonly streamId: string; readonly region: string }) => boolean;
  /** A file by its content hash, where the asker may have it. */
  readonly attachment?: (contentHash: string) => Promise<Buffer | undefined>;
  readonly policy?: string | undefined;
}

export interface MadePack {
  readonly bytes: Buffer;
  readonly events: number;
  readonly verdicts: readonly PackedVerdict[];
  readonly size: number;
}

const RETRY_SECONDS = 2;

export const notProvenYet = (): NotYet => new NotYet(425, 'not-proven-yet', {
  zh: '该内容尚无签名检查点覆盖,请稍后再试;须有进程承担 sealer', en: 'no signed checkpoint covers this yet: try again shortly; some process must have the part sealer',
}, RETRY_SECONDS);

export function packedVerdict({ flag: { version, pair, parameters }, verdict }: ChosenFlag): PackedVerdict {
  const { flagId, part, subjectKind, subjectId, occurrence, severity, amountFen, region, readOn, evidence, facts } = verdict;
  return {
    flagId, rule: version.rule, version: version.version, textHash: version.textHash, releasedAt: version.releasedAt, harm: version.harm, judged: pair.subject, at: pair.at, part, subjectKind, subjectId,
    occurrence, severity: severity ?? 'notice', amountFen, region, readOn, evidence, facts, parameters: parameters.map(({ name, value, setAt = null }) => ({ name, value, setAt })),
  };
}

const untold = { zh: '该规则的文本已不在本版本中,见其证据。', en: 'The text of this rule is not part of this version; see its evidence.' };

async function verdictLines(client: PoolClient, flags: readonly ChosenFlag[], asOf: number): Promise<VerdictLine[]> {
  const lines: VerdictLine[] = [];
  for (const chosen of flags) {
    const verdict = packedVerdict(chosen);
    const sentence = ruleCalled(verdict.rule)?.sentence(chosen.verdict.facts, verdict.part) ?? untold;
    lines.push({ verdict, hash: verdictHash(verdict), closed: chosen.closed, sentence, turns: await turnsOf(client, verdict.flagId, asOf) });
  }
  return lines;
}

interface EventRow { readonly position: string; readonly header: Buffer; readonly payload: Buffer; readonly salt: Buffer }

async function storedEvents(client: PoolClient, positions: readonly number[], sees: PackAsked['sees']): Promise<{ events: ChosenEvent[]; unseen: number[] }> {
  const { rows } = await client.query<EventRow>('select position, header, payload, salt from ledger.event where position = any($1) order by position', [positions]);
  const unseen: number[] = [];
  const events = rows.map(({ position, header, payload, salt }) => {
    const { streamId, type, recordedAtUs, metadata, data } = storedEvent(Number(position), header, payload, salt);
    if (!sees({ streamId, region: metadata.region })) unseen.push(Number(position));
    return { position: Number(position), headerBytes: header, payloadBytes: payload, salt, streamId, type, recordedAt: timeText(recordedAtUs), data };
  });
  return { events, unseen };
}

const CONTENT_HASH = /"(?:contentHash|photoHashes)":\s*(?:"([0-9a-f]{64})"|\[([^\]]*)\])/g;

/** Files that events of the pack name, as far as the asker may have them. */
async function attachmentsOf(events: readonly ChosenEvent[], attachment: PackAsked['attachment']): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>();
  if (!attachment) return found;
  const hashes = new Set(events.flatMap(({ data }) => [...JSON.stringify(data).matchAll(CONTENT_HASH)].flatMap(([all]) => all.match(/[0-9a-f]{64}/g) ?? [])));
  for (const hash of hashes) {
    const bytes = await attachment(hash);
    if (bytes) found.set(hash, bytes);
  }
  return found;
}

function scopeOf({ flags, streams, derived }: PackChoice, redacted: number): PackManifest['scope'] {
  const open = flags.filter(({ closed }) => !closed).map(({ verdict }) => verdict.flagId);
  const parted = streams.filter(({ whole }) => !whole).length;
  return {
    zh: [
      open.length === 0 ? '制包时已比对:规则仅凭包内事件与凭全账本得出同一结论,逐字节一致。' : `以下疑点的规则仅凭包内事件得不出同一结论,须在全账本上复算:${open.join('、')}。`,
      parted > 0 ? `${String(parted)} 个对象过长,只取首件和有关事件。` : '所列对象的事件从首件起全部收录。',
      ...(derived.length > 0 ? [`${String(derived.length)} 行其他规则的疑点(derived.jsonl)由制包者提供,须由各自的证据包证明。`] : []),
      ...(redacted > 0 ? [`${String(redacted)} 件事件超出索取人的地区,内容隐去。`] : []),
    ].join(''),
    en: [
      open.length === 0 ? 'Compared when the pack was made: the rule says of the events in it what it says of the whole ledger, byte for byte.' : `Of these flags the rule does not say the same by the events in the pack alone; judge them over the whole ledger: ${open.join(', ')}.`,
      parted > 0 ? `${String(parted)} streams are too long: their first event and those that count are here.` : 'Every stream listed is here from its first event on.',
      ...(derived.length > 0 ? [`${String(derived.length)} rows of other rules’ flags (derived.jsonl) are the maker’s word: their own packs prove them.`] : []),
      ...(redacted > 0 ? [`The payloads of ${String(redacted)} events outside of the asker’s region are withheld.`] : []),
    ].join(' '),
  };
}

/** The tree is read first: everything chosen lies under it. */
export async function makePack(pool: Pool, asked: PackAsked): Promise<MadePack> {
  const tree = await sealedTree(pool);
  if (!tree || tree.checkpoint.size === 0) throw notProvenYet();
  const client = await pool.connect();
  try {
    return await packUnder(client, tree, asked);
  } finally {
    // Its temporary names are gone with the transaction; its plans are not worth keeping.
    client.release(true);
  }
}

async function packUnder(client: PoolClient, tree: SealedTree, { subject, madeAt, sees, attachment, policy }: PackAsked): Promise<MadePack> {
  const { size } = tree.checkpoint;
  const choice = await choosePack(client, subject, size);
  const positions = positionsOf(choice.streams);
  const { events, unseen } = await storedEvents(client, positions, sees);
  const evidence = new Set(choice.flags.flatMap(({ verdict }) => verdict.evidence));
  const redacted = new Set(unseen.filter((position) => !evidence.has(position)));
  const verdicts = await verdictLines(client, choice.flags, size - 1);
  const bytes = assemble({
    subject, madeAt, tree, events, proofs: await inclusionProofs(client, positions, size), streams: choice.streams, redacted, verdicts, scope: scopeOf(choice, redacted.size),
    derived: choice.derived, attachments: await attachmentsOf(events.filter(({ position }) => !redacted.has(position)), attachment), policy, verifier: verifierFile(),
  });
  return { bytes, events: events.length, verdicts: verdicts.map(({ verdict }) => verdict), size };
}
