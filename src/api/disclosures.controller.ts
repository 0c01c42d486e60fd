/** Disclosures (公示, 公告): each is an event of the stream that owes it and is named `<streamId>@<revision>`. */
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { Actor } from '../domain/decider';
import { Refused } from '../domain/refused';
import { Who } from './actor';
import { shownEvent } from './event-shape';
import { LedgerReads } from './ledger-reads';
import { answer } from './nouns.controller';
import { paged, pageFrom } from './pages';
import { Pinned } from './pinned';
import { ListRead, ok } from './read-docs';
import { ReadPool } from './read-pool';
import { mayRead, seesRegion, unknownSubject } from './readers';

type Asked = Readonly<Partial<Record<'region' | 'stream' | 'item' | 'kind' | 'limit' | 'after' | 'asOf' | 'minPosition', string>>>;

interface Row {
  readonly position: string;
  readonly ordinal: number;
  readonly data: object;
  readonly stream_id: string;
  readonly revision: string;
  readonly region: string;
}

const POSTED = `
  SELECT d.position, d.ordinal, d.stream_id, d.revision, convert_from(e.payload, 'UTF8')::jsonb AS data, convert_from(e.header, 'UTF8')::jsonb ->> 'region' AS region
  FROM audit.disclosure($1) d JOIN ledger.event e ON e.position = d.position
  WHERE ($2::bigint IS NULL OR d.position > $2) AND ($3::text IS NULL OR d.stream_id = $3) AND ($4::text IS NULL OR d.item = $4) AND ($5::text IS NULL OR d.kind = $5)
    AND starts_with(convert_from(e.header, 'UTF8')::jsonb ->> 'region', $6) AND starts_with(convert_from(e.header, 'UTF8')::jsonb ->> 'region', $7)
  ORDER BY d.position LIMIT $8`;

@ApiTags('disclosures')
@Controller('v1/disclosures')
export class DisclosuresController {
  constructor(private readonly pool: ReadPool, private readonly pinned: Pinned, private readonly reads: LedgerReads) {}

  @Get()
  @ListRead('公示公告 · disclosures')
  @ApiQuery({ name: 'stream', required: false, type: String, description: 'stream that owes it' })
  @ApiQuery({ name: 'item', required: false, type: String })
  @ApiQuery({ name: 'kind', required: false, enum: ['notice', 'announcement'] })
  async list(@Query() asked: Asked, @Who() actor: Actor, @Res({ passthrough: true }) response: Response): Promise<object> {
    mayRead(actor, 'disclosure');
    const page = pageFrom(asked, ['position']);
    const at = await this.pinned.examined(page, asked);
    const { rows } = await this.pool.query<Row>(POSTED, [at, page.after?.[0] ?? null, asked.stream ?? null, asked.item ?? null, asked.kind ?? null, actor.region, asked.region ?? '', page.limit + 1]);
    const { items, ...next } = paged(rows, page.limit, at, (row) => [Number(row.position)]);
    const shown = items.map((row) => ({ ...row.data, id: `${row.stream_id}@${row.revision}`, streamId: row.stream_id, region: row.region, position: Number(row.position) }));
    return answer(response, { position: at, body: { items: shown, ...next } });
  }

  @Get(':id')
  @ApiOperation({ summary: '公示公告 · one disclosure, and whether it was taken down' })
  @ApiParam({ name: 'id', description: '<streamId>@<revision>', schema: { type: 'string' } })
  @ok('{…, posted: event, withdrawn?: event}')
  async disclosure(@Param('id') id: string, @Who() actor: Actor): Promise<object> {
    mayRead(actor, 'disclosure');
    const [, streamId = '', revision = ''] = /^([A-Za-z0-9-]{1,200})@(\d{1,9})$/.exec(id) ?? [];
    const events = streamId === '' ? [] : await this.reads.stream(streamId);
    const posted = events[Number(revision)];
    if (!posted || posted.type !== 'DisclosurePosted' || !seesRegion(actor, posted.metadata.region)) {
      throw streamId === '' ? new Refused('bad-id', { zh: 'id 应为 <流编号>@<版次>', en: 'the id must be <streamId>@<revision>' }, 'malformed') : unknownSubject(id);
    }
    const withdrawn = events.find(({ type, data }) => type === 'DisclosureWithdrawn' && (data as { postedRevision: number }).postedRevision === posted.revision);
    return { ...posted.data, id, streamId, region: posted.metadata.region, posted: shownEvent(posted), ...(withdrawn ? { withdrawn: shownEvent(withdrawn) } : {}) };
  }
}
