/** The days of the ledger: which have ended, and which is the current one. */
import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { Recorded } from '../domain/decider';
import { Refused } from '../domain/refused';
import type { EventStore } from '../event-store/event-store';
import { Executor } from '../execute';
import { EVENT_STORE } from '../tokens';
import { shownEvent, timeText } from './event-shape';
import { LedgerReads } from './ledger-reads';
import { knownAt, momentFrom } from './moment';
import { answer } from './nouns.controller';
import { nextToken, pageFrom } from './pages';
import { ListRead, ok } from './read-docs';

const STREAM = 'day-ledger';
const dateOf = (event: Recorded): string => (event.data as { occurredOn: string }).occurredOn;
const shown = (event: Recorded): object => ({ id: dateOf(event), position: event.position, recordedAt: timeText(event.recordedAtUs) });

@ApiTags('days')
@Controller('v1/days')
export class DaysController {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore, private readonly reads: LedgerReads, private readonly executor: Executor) {}

  @Get()
  @ListRead('日终 · days that have ended')
  async list(@Query() query: { asOf?: string; limit?: string; after?: string }, @Res({ passthrough: true }) response: Response): Promise<object> {
    const page = pageFrom(query, ['position']);
    const at = page.at ?? (await this.reads.lastPosition());
    const days = knownAt(await this.store.readStream(STREAM), { ...momentFrom(query.asOf === undefined ? {} : { asOf: query.asOf }) });
    const rest = days.filter((event) => event.position <= at && event.revision > Number(page.after?.[0] ?? -1));
    const items = rest.slice(0, page.limit);
    const next = rest.length > items.length ? { next: nextToken(at, [items.at(-1)?.revision ?? 0]) } : {};
    return answer(response, { position: at, body: { ledgerDay: (await this.executor.currentLedgerDay()) ?? null, items: items.map(shown), ...next } });
  }

  @Get(':id')
  @ApiOperation({ summary: '日终 · the end of one day' })
  @ok('the event')
  async day(@Param('id') id: string): Promise<object> {
    const event = (await this.store.readStream(STREAM)).find((one) => dateOf(one) === id);
    if (!event) throw new Refused('day-unknown', { zh: '该日尚未日终', en: 'that day has not ended' }, 'unknown');
    return shownEvent(event);
  }
}
