/** Evidence packs for those who oversee: streams attested where asked, the export recorded, then handed over. */
import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { flagVerdict, renderedNow } from '../../projections/rejudge/flag-verdict';
import { streamOfSubject } from '../../projections/rejudge/pack-choice';
import type { FileExported } from '../domain/access';
import { covers, splitStreamId, streamId, type Actor } from '../domain/decider';
import type { AttestStream } from '../domain/disclosure';
import { deciderOf } from '../domain/nouns';
import { Refused } from '../domain/refused';
import { Execute } from '../execute';
import { verdictHash } from '../pack/verdict';
import { AttachmentStore } from './attachment-store';
import { makePack, notProvenYet, packedVerdict, type MadePack } from './evidence-pack';
import { seenBy } from './pack-readers';
import { ProofReads } from './proof-reads';
import { ProvenWait } from './proven-wait';
import { ReadPool } from './read-pool';

export const flagUnknown = (): Refused => new Refused('flag-unknown', { zh: '没有此疑点', en: 'there is no such flag' }, 'unknown');

@Injectable()
export class EvidencePacks {
  constructor(private readonly pool: ReadPool, private readonly commands: CommandBus, private readonly proof: ProofReads, private readonly wait: ProvenWait, private readonly attachments: AttachmentStore) {}

  /** As things are proven by now. */
  async ofFlag(flagId: string, actor: Actor, key: string, madeAt: string): Promise<MadePack> {
    const known = await flagVerdict(this.pool, flagId, Number.MAX_SAFE_INTEGER);
    if (!known || !covers(actor.region, known.verdict.region)) throw flagUnknown();
    const made = await makePack(this.pool, {
      subject: { kind: 'flag', id: flagId }, madeAt, sees: seenBy(actor), policy: (await this.proof.policy()) ?? undefined, attachment: async (hash) => (await this.attachments.open(hash, actor))?.bytes,
    });
    await this.record(made, known.verdict.region, actor, key);
    return made;
  }

  /**
   * Streams that owe disclosures are attested for this flag, in the name of who asks; answers when a checkpoint covers that. Its own events tell nobody
   * more than that somebody asked for a pack.
   */
  async attest(flagId: string, actor: Actor, key: string): Promise<void> {
    const found = await this.verdictNow(flagId, actor);
    if (!found) throw flagUnknown();
    let last = -1;
    for (const stream of found.streams) {
      const data: AttestStream = { purpose: 'pack', flagId, verdictHash: verdictHash(found.verdict), judgedAt: found.verdict.at };
      const { lastPosition } = await this.commands.execute(new Execute({ streamId: stream, command: { type: 'AttestStream', data }, actor, key: `${key}|${stream}`, asStep: true }));
      last = Math.max(last, lastPosition);
    }
    if ((await this.wait.until(last)) <= last) throw notProvenYet();
  }

  private async verdictNow(flagId: string, actor: Actor): Promise<{ verdict: ReturnType<typeof packedVerdict>; streams: readonly string[] } | undefined> {
    const client = await this.pool.connect();
    try {
      const flag = await flagVerdict(client, flagId, Number.MAX_SAFE_INTEGER);
      if (!flag || !covers(actor.region, flag.verdict.region)) return undefined;
      const verdict = await renderedNow(client, flag);
      if (!verdict) throw new Refused('flag-not-reproduced', { zh: `疑点 ${flagId} 的记录与其规则对账本的判断不符`, en: `what is kept of flag ${flagId} is not what its rule says of the ledger` });
      const { rows } = await client.query<{ stream_id: string }>('select distinct stream_id from ledger.event where position = any($1) order by stream_id', [verdict.evidence]);
      const streams = new Set([streamOfSubject(verdict.subjectKind, verdict.subjectId) ?? '', ...rows.map(({ stream_id: id }) => id)]);
      return { verdict: packedVerdict({ flag, verdict, closed: true }), streams: [...streams].filter(isAttestable) };
    } finally {
      client.release();
    }
  }

  /** Recorded before it is handed over, as every look at people in clear is. */
  private async record({ bytes, events }: MadePack, region: string, actor: Actor, key: string): Promise<void> {
    const data: FileExported = {
      content: 'evidence-pack', region, rowCount: events, contentHash: createHash('sha256').update(bytes).digest('hex'),
      purpose: actor.role === 'auditor' ? 'audit' : 'inspection', reason: 'evidence pack of a flag',
    };
    const id = `export-${createHash('sha256').update(JSON.stringify([actor.id, key, data.contentHash])).digest('hex').slice(0, 32)}`;
    await this.commands.execute(new Execute({ streamId: streamId('access', id), command: { type: 'ExportFile', data }, actor, key: `${key}|${data.contentHash}`, asStep: true }));
  }
}

/** Terms of a programme are for everybody: nobody's lapse is proven by them. */
const isAttestable = (id: string): boolean => {
  const { noun } = splitStreamId(id);
  return noun !== 'programme' && Object.hasOwn(deciderOf(noun)?.commands ?? {}, 'AttestStream');
};
