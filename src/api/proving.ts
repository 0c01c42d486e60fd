/** Keeps the proof behind the ledger in this process: the sealer and the endless scrub, by leadership; and tells of what they find. */
import { Inject, Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Pool } from 'pg';
import type { Config } from '../config';
import { holdData, type DataLock } from '../data-lock';
import type { EventStore } from '../event-store/event-store';
import { wallClock } from '../event-store/clock';
import { Leadership } from '../event-store/leadership';
import { Incidents } from '../incidents';
import { errorShape } from '../log';
import { heard } from '../postgres/heard-pool';
import { Disagreements, type Finding } from '../proof/disagreements';
import { EndlessScrub } from '../proof/endless-scrub';
import { LeafLog } from '../proof/leaf-log';
import { ProofTables } from '../proof/proof-tables';
import { loadSealKeys } from '../proof/seal-keys';
import { SealMemory } from '../proof/seal-memory';
import { NotOurLog } from '../proof/seal-refused';
import { Sealer } from '../proof/sealer';
import { Standstill } from '../standstill';
import { CONFIG, DATABASE_URL, EVENT_STORE } from '../tokens';

const CONNECTIONS = 4;
/** A ledger that takes nothing more must not keep anybody from being told. */
const INCIDENT_MS = 5_000;

const log = new Logger('sealer');

@Injectable()
export class Proving implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly sessions: Pool;
  private readonly disagreements: Disagreements;
  private leadership: Leadership | undefined;
  private lock: DataLock | undefined;
  private ending = false;
  private isElsewhere = false;

  constructor(
    @Inject(CONFIG) private readonly config: Config, @Inject(EVENT_STORE) private readonly store: EventStore, @Inject(DATABASE_URL) private readonly databaseUrl: string,
    private readonly incidents: Incidents, private readonly standstill: Standstill,
  ) {
    this.sessions = heard(new Pool({ connectionString: databaseUrl, max: CONNECTIONS, application_name: 'mingzhang-sealer' }), (error) => { this.troubled(error); });
    this.disagreements = new Disagreements(this.sessions);
  }

  onApplicationBootstrap(): void {
    const { folder, sm2 } = this.config.seal;
    const keys = loadSealKeys({ folder, origin: this.config.seal.origin, sm2, mayMake: this.config.profile === 'local' });
    this.lock = holdData(folder, (pid) => `another sealer (process ${String(pid)}) already runs on ${folder}: set MINGZHANG_SEAL_DIR to another folder, or leave the sealer to that process (MINGZHANG_ROLES)`);
    const [tables, memory] = [new ProofTables(this.sessions), new SealMemory(folder)];
    const refused = (finding: Finding): Promise<void> => this.tell(finding, 'seal-refused');
    const troubled = (error: unknown): void => { this.troubled(error); };
    const { store, disagreements } = this;
    const sealer = new Sealer({ store, tables, memory, leaves: new LeafLog(folder), keys, disagreements, nowUs: wallClock, refused, troubled, begun: () => { scrub.start(); } });
    const scrub = new EndlessScrub({
      ground: { pool: this.sessions, tables, key: keys.signers[0].key, memory, leaves: new LeafLog(folder) }, folder, newestEvents: this.config.scrub.newestEvents,
      eventsPerSecond: this.config.scrub.eventsPerSecond, disagreements, found: (finding) => this.tell(finding, 'scrub-failed'), troubled,
    });
    this.leadership = new Leadership({
      // Of each key its own: a process whose key is not the log's would hold the work it cannot do.
      connection: { connectionString: this.databaseUrl }, name: `sealer-${keys.signers[0].key.id.toString('hex')}`,
      lead: () => { sealer.start(); },
      rest: async () => {
        await sealer.stop();
        await scrub.stop();
      },
      troubled,
    });
    this.leadership.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.ending = true;
    await this.leadership?.stop();
    this.lock?.release();
    await this.sessions.end();
  }

  /** The ledger is told first, while it still takes something; then writing stops, here at once, elsewhere within a second. */
  private async tell(finding: Finding, kind: 'seal-refused' | 'scrub-failed'): Promise<void> {
    log.error(`ledger and proof disagree at position ${String(finding.position)}: ${finding.kind}`);
    const attempted = kind === 'scrub-failed' ? `存储内容与证明不一致 · what is stored is not what was proven: ${finding.kind}` : `拒绝签名 · nothing is signed that contradicts what was: ${finding.kind}`;
    this.incidents.record({ kind, attempted, firstPosition: finding.position, sameBy: JSON.stringify([finding.kind, finding.position, finding.detail]) });
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([this.incidents.flush(), new Promise((resolve) => { timer = setTimeout(resolve, INCIDENT_MS); })]);
    clearTimeout(timer);
    await this.disagreements.record(finding, wallClock());
    await this.standstill.look();
  }

  private troubled(error: unknown): void {
    if (this.ending || (error instanceof NotOurLog && this.isElsewhere)) return;
    this.isElsewhere = error instanceof NotOurLog;
    log.warn(error instanceof NotOurLog ? error.message : `waiting out trouble (${JSON.stringify(errorShape(error))})`);
  }
}
