/** Erases subjects of the vault once the ledger says so, and again at every start: a restored vault may hold what was erased. */
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Pool } from 'pg';
import type { Executed } from '../command-request';
import type { Config } from '../config';
import { EraseSubject, type SubjectErased } from '../domain/access';
import { streamId, type Actor } from '../domain/decider';
import { Refused } from '../domain/refused';
import { ErasureList } from '../erasure-list';
import type { EventStore } from '../event-store/event-store';
import { Executor } from '../execute';
import { CONFIG, EVENT_STORE, POOL } from '../tokens';
import { ErasureRefused } from '../vault/erasure';
import { Vault } from '../vault/vault';
import { checkFields } from './command-intake';
import { SubjectStanding } from './subject-standing';

const WHY = {
  'open-flag': { zh: '该主体尚有未了结的疑点', en: 'a flag on this subject is open' },
  'open-case': { zh: '该主体所涉案件尚未办结', en: 'a case on this subject is not closed yet' },
  retention: { zh: '记有该主体的收付凭证仍在保管期内', en: 'vouchers that name this subject must still be kept' },
} as const;

const openReasons = (reasons: readonly (keyof typeof WHY)[]): Refused =>
  new Refused('erasure-not-yet', { zh: reasons.map((reason) => WHY[reason].zh).join(';'), en: reasons.map((reason) => WHY[reason].en).join('; ') });

@Injectable()
export class Erasures implements OnApplicationBootstrap {
  private readonly list: ErasureList;

  constructor(
    @Inject(CONFIG) { dataDir }: Config, @Inject(POOL) private readonly pool: Pool, @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly executor: Executor, private readonly vault: Vault, private readonly standing: SubjectStanding,
  ) {
    this.list = new ErasureList(dataDir);
  }

  async onApplicationBootstrap(): Promise<void> {
    const byLedger = await this.erasedByLedger();
    // The ledger may be an older copy, which does not know yet of everybody this process has erased.
    await this.vault.reapplyErasures([...new Set([...byLedger, ...this.list.read()])]);
    await this.list.add(byLedger);
  }

  /** The ledger first: what a crash leaves undone after it is done at the next start; the other way round nobody would know of it. */
  async erase(data: object, key: string, actor: Actor): Promise<Executed> {
    const wrong = checkFields({ rule: { data: EraseSubject, kind: 'wish', by: [] } }, data);
    if (wrong) throw wrong;
    const { subjectRef } = data as EraseSubject;
    const reasons = await this.standing.reasonsAgainstErasing(subjectRef);
    if (reasons.length > 0) throw openReasons(reasons);
    const executed = await this.executor.execute({ streamId: streamId('access', subjectRef), command: { type: 'EraseSubject', data }, actor, key, asStep: true });
    const erased = (await this.store.readStream(streamId('access', subjectRef))).find(({ type }) => type === 'SubjectErased');
    if (!erased) throw new Error('an erasure was executed and is not in the ledger');
    await this.list.add([subjectRef]);
    try {
      await this.vault.erase(subjectRef, { requestedBy: (erased.data as SubjectErased).requestedBy, approvedBy: erased.metadata.actor, openReasons: () => Promise.resolve([]) });
    } catch (error) {
      // Sent twice: the first one did it.
      if (!(error instanceof ErasureRefused) || error.code !== 'already-erased') throw error;
    }
    return executed;
  }

  /** Streams of erasure are named by the reference, and names that begin alike are neighbours in the key. */
  private async erasedByLedger(): Promise<readonly string[]> {
    const { rows } = await this.pool.query<{ stream_id: string }>(`SELECT stream_id FROM ledger.stream WHERE stream_id > 'access-' AND stream_id < 'access.' AND stream_id ~ '^access-[par]-[0-9a-z]{26}$'`);
    const refs: string[] = [];
    for (const { stream_id: stream } of rows) {
      for (const { type, data } of await this.store.readStream(stream)) if (type === 'SubjectErased') refs.push((data as SubjectErased).subjectRef);
    }
    return refs;
  }
}
