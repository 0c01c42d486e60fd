/** Flags (疑点): leads with their evidence, for those who look into a region. */
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { ruleCalled } from '../../projections/anomalies/catalogue';
import { asFlag, flagRow, flagRows, keyOfFlag, turnsOf, type FlagFilter, type FlagOrder } from '../../projections/views/flags';
import type { Actor } from '../domain/decider';
import { isBusinessDate } from '../domain/field-check';
import { Refused } from '../domain/refused';
import { requireRole, Who } from './actor';
import { shownEvent } from './event-shape';
import { MaskedPeople } from './masked-people';
import { answer } from './nouns.controller';
import { paged, pageFrom } from './pages';
import { Pinned } from './pinned';
import { ListRead, ok } from './read-docs';
import { ReadPool } from './read-pool';
import { OVERSEERS } from './readers';

type Asked = Readonly<Partial<Record<
  'rule' | 'harm' | 'severity' | 'status' | 'region' | 'subject' | 'minAmountFen' | 'maxAmountFen' | 'from' | 'until' | 'sort' | 'limit' | 'after' | 'asOf' | 'minPosition', string
>>>;

const text = (name: string, description?: string): MethodDecorator => ApiQuery({ name, required: false, type: String, ...(description === undefined ? {} : { description }) });

function number(name: string, value: string | undefined): { [name: string]: number } {
  if (value === undefined) return {};
  if (!/^\d{1,15}$/.test(value)) throw new Refused('bad-filter', { zh: `参数 ${name} 应为整数分`, en: `the parameter ${name} must be whole fen` }, 'malformed');
  return { [name]: Number(value) };
}

function day(name: string, value: string | undefined): { [name: string]: string } {
  if (value === undefined) return {};
  if (!isBusinessDate(value)) throw new Refused('bad-filter', { zh: `参数 ${name} 应为日期`, en: `the parameter ${name} must be a date` }, 'malformed');
  return { [name]: value };
}

/** `subject=kind:id`, or only the id. */
function filterFrom(asked: Asked): FlagFilter {
  const [kind, ...id] = (asked.subject ?? '').split(':');
  const { rule, harm, severity, status, region } = asked;
  const named = Object.fromEntries(Object.entries({ rule, harm, severity, status, region }).filter(([, value]) => value !== undefined));
  const subject = asked.subject === undefined ? {} : id.length > 0 ? { subjectKind: kind ?? '', subjectId: id.join(':') } : { subjectId: kind ?? '' };
  return { ...named, ...subject, ...number('minAmountFen', asked.minAmountFen), ...number('maxAmountFen', asked.maxAmountFen), ...day('from', asked.from), ...day('until', asked.until) };
}

@ApiTags('flags')
@Controller('v1/flags')
export class FlagsController {
  constructor(private readonly pool: ReadPool, private readonly pinned: Pinned, private readonly people: MaskedPeople) {}

  @Get()
  @ListRead('疑点 · flags')
  @text('rule')
  @text('harm')
  @text('severity', 'critical, high, medium or notice')
  @ApiQuery({ name: 'status', required: false, enum: ['raised', 'self-corrected', 'confirmed', 'refuted'] })
  @text('subject', 'kind:id')
  @text('minAmountFen')
  @text('maxAmountFen')
  @text('from', 'first ledger day')
  @text('until', 'last ledger day')
  @ApiQuery({ name: 'sort', required: false, enum: ['raised', 'amount'] })
  async list(@Query() asked: Asked, @Who() actor: Actor, @Res({ passthrough: true }) response: Response): Promise<object> {
    requireRole(actor, ...OVERSEERS);
    const order: FlagOrder = asked.sort === 'amount' ? 'amount' : 'raised';
    const page = pageFrom(asked, order === 'amount' ? ['position', 'text'] : ['position', 'ordinal']);
    const at = await this.pinned.examined(page, asked);
    const rows = await flagRows(this.pool, actor.region, filterFrom(asked), { at, limit: page.limit, order, after: page.after });
    const { items, ...next } = paged(rows, page.limit, at, (row) => keyOfFlag(row, order));
    return answer(response, { position: at, body: { items: items.map(asFlag), ...next } });
  }

  @Get(':id')
  @ApiOperation({ summary: '疑点详情 · one flag: sentence, rule and parameters in force, evidence, innocent explanations, what would clear it' })
  @ok('the flag')
  @ApiResponse({ status: 404, description: 'no such flag in your region' })
  async flag(@Param('id') id: string, @Query() asked: Pick<Asked, 'asOf' | 'minPosition'>, @Who() actor: Actor, @Res({ passthrough: true }) response: Response): Promise<object> {
    requireRole(actor, ...OVERSEERS);
    const at = await this.pinned.examined({ at: undefined }, asked);
    const row = await flagRow(this.pool, id, at);
    if (!row?.region.startsWith(actor.region)) throw new Refused('flag-unknown', { zh: '没有此疑点', en: 'there is no such flag' }, 'unknown');
    const rule = ruleCalled(row.rule);
    const events = (await this.pinned.events(row.evidence.map(Number))).map(shownEvent);
    const body = {
      ...asFlag(row), occurrence: row.occurrence, seenFrom: Number(row.seen_from), turns: await turnsOf(this.pool, id, at),
      ruleInForce: { code: row.rule, version: Number(row.version), title: rule?.title, basis: rule?.basis, parameters: row.parameters },
      events, innocent: rule?.innocent ?? [], mustAct: rule?.mustAct, clears: rule?.clears,
    };
    return answer(response, { position: at, body: { ...body, ...(await this.people.of(events, actor)) } });
  }
}
