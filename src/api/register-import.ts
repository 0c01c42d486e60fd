/** Enters a register into the ledger: the header, then what changed against the rows that stand, under keys made from the request's. */
import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { type Actor, type Recorded, streamId } from '../domain/decider';
import { checkMessage } from '../domain/field-check';
import { Refused } from '../domain/refused';
import register, { RegisterImported, type RegisterRowsEntered, type RegisterState } from '../domain/register';
import type { EventStore, KeyRecord } from '../event-store/event-store';
import { Executor } from '../execute';
import type { RegisterKind } from '../intake/register-columns';
import { difference, rowsOf, rowsStanding, type Difference, type Rows, type Said } from '../intake/register-difference';
import { EVENT_STORE, POOL } from '../tokens';
import { fold } from './ledger-reads';

export interface HandedOver {
  readonly registerId: string;
  readonly kind: RegisterKind;
  readonly region: string;
  readonly asOf: string;
  readonly source: string;
  /** The ledger day where nobody said. */
  readonly occurredOn: string | undefined;
  /** Rows in the file that could be read. */
  readonly count: number;
  /** Nothing was left out: what is missing is gone. */
  readonly whole: boolean;
  readonly rows: readonly Said[];
  readonly key: string;
  readonly actor: Actor;
}

export interface Entered {
  /** `unchanged`: the ledger holds just this, and nothing was added. */
  readonly status: 'recorded' | 'replayed' | 'unchanged';
  readonly position: number;
  readonly added: number;
  readonly removed: number;
  readonly heldBack: number;
}

interface Plan {
  readonly changes: Difference;
  readonly header: RegisterImported;
}

const PAGE_EVENTS = 20;

const HOLDER = `
  SELECT s.stream_id FROM ledger.stream s JOIN ledger.event e ON e.stream_id = s.stream_id AND e.revision = 0
  WHERE s.stream_id > 'register-' AND s.stream_id < 'register.' AND convert_from(e.payload, 'UTF8')::jsonb @> $1 ORDER BY e.position LIMIT 1`;

@Injectable()
export class RegisterImport {
  constructor(
    @Inject(POOL) private readonly pool: Pool, @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly executor: Executor,
  ) {}

  /** One stream per kind and region, or the next file would be compared with the wrong rows. */
  async refuseSecond(registerId: string, kind: string, region: string): Promise<void> {
    const stream = streamId('register', registerId);
    const [opened] = await this.store.readStream(stream, 0, 1);
    if (opened) {
      const data = opened.data as RegisterImported;
      if (data.kind === kind && data.region === region) return;
      throw new Refused('other-register', { zh: `名册 ${registerId} 的类别或区划与本次不同`, en: `register ${registerId} is of another kind or region` });
    }
    const { rows } = await this.pool.query<{ stream_id: string }>(HOLDER, [JSON.stringify({ kind, region })]);
    const [holder] = rows;
    if (!holder) return;
    const first = holder.stream_id.slice('register-'.length);
    throw new Refused('register-exists', { zh: `该区划的此类名册已登记为 ${first},请导入到 ${first}`, en: `the register of this kind and region is ${first}; import into ${first}` });
  }

  /** Whatever a crash left, the same file under the same key ends with the same events, each once. Called in turn only. */
  async enter(handed: HandedOver): Promise<Entered> {
    await this.refuseSecond(handed.registerId, handed.kind, handed.region);
    const stream = streamId('register', handed.registerId);
    const events = await this.eventsOf(stream);
    const record = await this.store.findKey(handed.actor.office, headerKey(handed.key));
    const begun = record?.streamId === stream ? record : undefined;
    const before = events.slice(0, begun?.lastRevision);
    const after = await rowsOf(handed.kind, handed.rows);
    const changes = await difference(await rowsStanding(handed.kind, partsIn(before)), after, handed.whole);
    const last = fold(register, before) as RegisterState;
    const contentHash = hashOf(handed, after);
    if (!begun && isSame(last, handed, contentHash, changes)) return { status: 'unchanged', position: events.at(-1)?.position ?? -1, added: 0, removed: 0, heldBack: changes.heldBack };
    if (!begun) refuseOlder(last, handed);
    const header = await this.header(handed, contentHash, changes, begun && (events[begun.lastRevision]?.data as RegisterImported));
    if (begun) await this.refuseSuperseded(handed, events, begun, changes);
    return this.append(stream, handed, { changes, header });
  }

  /** In short pages, because each event holds hundreds of rows and others wait while they are read. */
  private async eventsOf(stream: string): Promise<readonly Recorded[]> {
    const events: Recorded[] = [];
    for (;;) {
      const page = await this.store.readStream(stream, events.length, PAGE_EVENTS);
      events.push(...page);
      if (page.length < PAGE_EVENTS) return events;
    }
  }

  private async header(handed: HandedOver, contentHash: string, { added, removed }: Difference, begun: RegisterImported | undefined): Promise<RegisterImported> {
    const { kind, region, source, asOf, count } = handed;
    const occurredOn = handed.occurredOn ?? begun?.occurredOn ?? (await this.executor.currentLedgerDay());
    const header = { kind, region, source, asOf, count, addedCount: added, removedCount: removed, contentHash, ...(occurredOn === undefined ? {} : { occurredOn }) };
    const errors = checkMessage(RegisterImported, header);
    if (errors.length > 0) throw new Refused('malformed-data', { zh: '名册的日期、来源等内容不符', en: 'day, source or other data of the register do not fit' }, 'malformed', errors);
    return header as RegisterImported;
  }

  /** Parts of an import that others came after would change rows they have counted on. */
  private async refuseSuperseded({ actor, key }: HandedOver, events: readonly Recorded[], begun: KeyRecord, { parts }: Difference): Promise<void> {
    const later = events.findLast(({ type, revision }) => type === 'RegisterImported' && revision > begun.lastRevision);
    if (!later || parts.length === 0 || (await this.store.findKey(actor.office, partKey(key, parts.length - 1)))) return;
    throw new Refused('register-superseded', {
      zh: `此次导入未完成,其后已有另一次导入(台账位置 ${String(later.position)});请以新的幂等键重新上传`,
      en: `this import was not finished and another came after it at position ${String(later.position)}; upload the file again under a new key`,
    });
  }

  private async append(stream: string, { kind, region, key, actor }: HandedOver, { changes, header }: Plan): Promise<Entered> {
    const opened = await this.executor.execute({ streamId: stream, command: { type: 'ImportRegister', data: header }, actor, key: headerKey(key) });
    let [status, position] = [opened.status, opened.lastPosition];
    for (const [number, rows] of changes.parts.entries()) {
      const data = { kind, region, rows: [...rows] } satisfies RegisterRowsEntered;
      const part = await this.executor.execute({ streamId: stream, command: { type: 'EnterRegisterRows', data }, actor, key: partKey(key, number), correlationId: key });
      if (part.status === 'recorded') status = 'recorded';
      position = part.lastPosition;
    }
    return { status, position, added: changes.added, removed: changes.removed, heldBack: changes.heldBack };
  }
}

const headerKey = (key: string): string => `${key}/header`;
const partKey = (key: string, number: number): string => `${key}/${String(number)}`;

function* partsIn(events: readonly Recorded[]): Generator<RegisterRowsEntered['rows']> {
  for (const { type, data } of events) if (type === 'RegisterRowsEntered') yield (data as RegisterRowsEntered).rows;
}

/** Over references, whatever the order and layout of the file: a hash of the file itself would let its few people be guessed. */
function hashOf({ kind, region }: HandedOver, rows: Rows): string {
  const hash = createHash('sha256').update(`${kind}|${region}`);
  for (const key of [...rows.keys()].sort()) hash.update(`\n${key}|${String(rows.get(key)?.times)}`);
  return hash.digest('hex');
}

const isSame = ({ header }: RegisterState, handed: HandedOver, contentHash: string, { added, removed }: Difference): boolean =>
  added + removed === 0 && header?.contentHash === contentHash && header.asOf === handed.asOf && header.source === handed.source;

/** Yesterday's rows would take the place of today's. */
function refuseOlder({ header }: RegisterState, { asOf }: HandedOver): void {
  if (!header || asOf >= header.asOf) return;
  throw new Refused('register-older', { zh: `名册已有截至 ${header.asOf} 的内容,本次截至 ${asOf},未导入`, en: `the register already stands as of ${header.asOf}; this file is of ${asOf} and was not imported` });
}
