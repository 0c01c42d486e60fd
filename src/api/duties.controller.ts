/** Duties: what an office must do by a date, and whether it did. */
import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiQuery, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { dutiesAt } from '../../projections/views/duties';
import type { Actor } from '../domain/decider';
import { Who } from './actor';
import { answer } from './nouns.controller';
import { paged, pageFrom } from './pages';
import { Pinned } from './pinned';
import { ListRead } from './read-docs';
import { ReadPool } from './read-pool';
import { mayRead } from './readers';

type Asked = Readonly<Partial<Record<'kind' | 'region' | 'status' | 'subject' | 'limit' | 'after' | 'asOf' | 'minPosition', string>>>;

@ApiTags('duties')
@Controller('v1/duties')
export class DutiesController {
  constructor(private readonly pool: ReadPool, private readonly pinned: Pinned) {}

  @Get()
  @ListRead('应办事项 · duties')
  @ApiQuery({ name: 'kind', required: false, type: String })
  @ApiQuery({ name: 'status', required: false, enum: ['open', 'met', 'late', 'overdue'] })
  @ApiQuery({ name: 'subject', required: false, type: String })
  async list(@Query() asked: Asked, @Who() actor: Actor, @Res({ passthrough: true }) response: Response): Promise<object> {
    mayRead(actor, 'disclosure');
    const page = pageFrom(asked, ['position', 'ordinal']);
    const at = await this.pinned.examined(page, asked);
    const { kind, region, status, subject } = asked;
    const filter = { ...(kind === undefined ? {} : { kind }), ...(region === undefined ? {} : { region }), ...(status === undefined ? {} : { status }), ...(subject === undefined ? {} : { subjectId: subject }) };
    const { items, ...next } = paged(await dutiesAt(this.pool, actor.region, filter, { at, limit: page.limit, after: page.after }), page.limit, at, ({ key }) => key);
    return answer(response, { position: at, body: { items: items.map(({ duty }) => duty), ...next } });
  }
}
