/** Duties: what an office must do by a date, and whether it did. */
import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiQuery, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { dutiesAt } from '../../projections/views/duties';
import type { Actor } from '../domain/decider';
import { isBusinessDate } from '../domain/field-check';
import { Refused } from '../domain/refused';
import { Who } from './actor';
import { answer } from './nouns.controller';
import { paged, pageFrom } from './pages';
import { Pinned } from './pinned';
import { ListRead } from './read-docs';
import { ReadPool } from './read-pool';
import { mayRead, OVERSEERS } from './readers';

type Asked = Readonly<Partial<Record<'kind' | 'region' | 'owner' | 'status' | 'subject' | 'dueFrom' | 'dueUntil' | 'limit' | 'after' | 'asOf' | 'minPosition', string>>>;

@ApiTags('duties')
@Controller('v1/duties')
export class DutiesController {
  constructor(private readonly pool: ReadPool, private readonly pinned: Pinned) {}

  @Get()
  @ListRead('应办事项 · duties')
  @ApiQuery({ name: 'kind', required: false, type: String })
  @ApiQuery({ name: 'status', required: false, enum: ['open', 'met', 'late', 'overdue'] })
  @ApiQuery({ name: 'subject', required: false, type: String })
  @ApiQuery({ name: 'owner', required: false, type: String, description: 'region of the office that owes it, exactly' })
  @ApiQuery({ name: 'dueFrom', required: false, type: String, description: 'first due day' })
  @ApiQuery({ name: 'dueUntil', required: false, type: String, description: 'last due day' })
  async list(@Query() asked: Asked, @Who() actor: Actor, @Res({ passthrough: true }) response: Response): Promise<object> {
    mayRead(actor, 'disclosure');
    const page = pageFrom(asked, ['position', 'ordinal']);
    const at = await this.pinned.examined(page, asked);
    const { kind, region, owner, status, subject: subjectId, dueFrom, dueUntil } = asked;
    for (const [name, day] of Object.entries({ dueFrom, dueUntil })) {
      if (day !== undefined && !isBusinessDate(day)) throw new Refused('bad-filter', { zh: `参数 ${name} 应为日期`, en: `the parameter ${name} must be a date` }, 'malformed');
    }
    const filter = Object.fromEntries(Object.entries({ kind, region, owner, status, subjectId, dueFrom, dueUntil }).filter(([, value]) => value !== undefined));
    const reader = { region: actor.region, oversees: OVERSEERS.includes(actor.role) };
    const { items, ...next } = paged(await dutiesAt(this.pool, reader, filter, { at, limit: page.limit, after: page.after }), page.limit, at, ({ key }) => key);
    return answer(response, { position: at, body: { items: items.map(({ duty }) => duty), ...next } });
  }
}
