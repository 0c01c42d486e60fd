/** Lists the subjects of a noun: one item per stream with what opened it, keyset-paged and pinned to a position. */
import { Injectable } from '@nestjs/common';
import type { Actor } from '../domain/decider';
import { splitStreamId } from '../domain/decider';
import { timeText } from './event-shape';
import { LedgerReads } from './ledger-reads';
import { MaskedPeople } from './masked-people';
import { momentFrom } from './moment';
import type { Answer } from './noun-reads';
import { pageFrom, paged } from './pages';
import { ReadPool } from './read-pool';
import { mayRead } from './readers';
import { Waiting } from './waiting';

export interface ListQuery {
  readonly asOf?: string;
  readonly minPosition?: string;
  readonly limit?: string;
  readonly after?: string;
  readonly region?: string;
}

interface Opened {
  readonly stream_id: string;
  readonly position: string;
  readonly recorded_us: string;
  readonly type: string;
  readonly region: string;
  readonly payload: Buffer;
}

/** Streams of one prefix are neighbours in the key of `ledger.stream`; the opening event never changes, so a pinned page never shifts. */
const OPENED = `
  SELECT e.stream_id, e.position, e.recorded_us, e.type, h.region, e.payload
  FROM ledger.stream s
  JOIN ledger.event e ON e.stream_id = s.stream_id AND e.revision = 0
  CROSS JOIN LATERAL (SELECT convert_from(e.header, 'UTF8')::jsonb ->> 'region' AS region) h
  WHERE s.stream_id > $1 AND s.stream_id < $2 AND e.position <= $3 AND e.recorded_us <= $4
    AND starts_with(h.region, $5) AND (starts_with(h.region, $6) OR ($7 AND (h.region IN ('', '00') OR starts_with($6, h.region))))
  ORDER BY s.stream_id LIMIT $8`;

@Injectable()
export class NounLists {
  constructor(private readonly pool: ReadPool, private readonly reads: LedgerReads, private readonly waiting: Waiting, private readonly people: MaskedPeople) {}

  async list(noun: string, query: ListQuery, actor: Actor): Promise<Answer> {
    const readership = mayRead(actor, noun);
    const page = pageFrom(query, ['text']);
    const moment = momentFrom(query.asOf === undefined ? {} : { asOf: query.asOf });
    await this.waiting.until(query.minPosition);
    const at = page.at ?? Math.min(await this.reads.lastPosition(), moment.position ?? Number.MAX_SAFE_INTEGER);
    const { rows } = await this.pool.query<Opened>(OPENED, [
      page.after === undefined ? `${noun}-` : String(page.after[0]), `${noun}.`, at, moment.recordedAtUs ?? Number.MAX_SAFE_INTEGER,
      query.region ?? '', actor.region, readership.shared === true, page.limit + 1,
    ]);
    const { items, ...next } = paged(rows, page.limit, at, (row) => [row.stream_id]);
    const shown = items.map(item);
    return { position: at, body: { items: shown, ...next, ...(await this.people.of(shown, actor)) } };
  }
}

function item(row: Opened): object {
  const data = JSON.parse(row.payload.toString('utf8')) as object;
  return {
    ...data, id: splitStreamId(row.stream_id).id, streamId: row.stream_id, region: row.region,
    opened: { type: row.type, position: Number(row.position), recordedAt: timeText(Number(row.recorded_us)) },
  };
}
