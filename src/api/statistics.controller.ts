/** Statistics over facts, as of a position: for those who oversee, and those who account for a region. */
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { statisticAt, STATISTICS, type StatisticName } from '../../projections/views/statistics';
import type { Actor } from '../domain/decider';
import { Refused } from '../domain/refused';
import { requireRole, Who } from './actor';
import { answer } from './nouns.controller';
import { Pinned } from './pinned';
import { ok } from './read-docs';
import { ReadPool } from './read-pool';
import { FINANCE, OVERSEERS } from './readers';

const NAMES = Object.keys(STATISTICS) as StatisticName[];
/** What comes of flags and audits is not for those it may be about. */
const OVERSIGHT: readonly StatisticName[] = ['audit-ratios', 'flags', 'rule-quality', 'rule-coverage'];

@ApiTags('statistics')
@Controller('v1/statistics')
export class StatisticsController {
  constructor(private readonly pool: ReadPool, private readonly pinned: Pinned) {}

  @Get(':name')
  @ApiOperation({ summary: '统计 · audit ratios, delegated approval, 15 %/50 % duties, timeliness, deep-poverty share, idle money, flags, quality and coverage of rules' })
  @ApiParam({ name: 'name', enum: NAMES })
  @ApiQuery({ name: 'region', required: false, type: String, description: 'only this region and what lies below it' })
  @ApiQuery({ name: 'asOf', required: false, type: String, description: 'a ledger position or an RFC 3339 time' })
  @ApiQuery({ name: 'minPosition', required: false, type: String })
  @ok('{name, region, items: [whole numbers: fen, counts, basis points rounded down]}')
  @ApiResponse({ status: 403, description: 'not for your role' })
  @ApiResponse({ status: 404, description: 'no such statistic' })
  async statistic(
    @Param('name') name: string, @Query() asked: { region?: string; asOf?: string; minPosition?: string }, @Who() actor: Actor, @Res({ passthrough: true }) response: Response,
  ): Promise<object> {
    const known = NAMES.find((each) => each === name);
    requireRole(actor, ...OVERSEERS, ...(known !== undefined && OVERSIGHT.includes(known) ? [] : FINANCE));
    if (known === undefined) throw new Refused('statistic-unknown', { zh: `没有这项统计;有 ${NAMES.join('、')}`, en: `there is no such statistic; there are ${NAMES.join(', ')}` }, 'unknown');
    const region = asked.region ?? actor.region;
    if (!/^\d{0,12}$/.test(region)) throw new Refused('bad-filter', { zh: '参数 region 应为区划代码', en: 'the parameter region must be a region code' }, 'malformed');
    if (!region.startsWith(actor.region)) throw new Refused('region-not-yours', { zh: `区划 ${region} 不在您的辖区 ${actor.region} 内`, en: `region ${region} lies outside your region ${actor.region}` }, 'forbidden');
    const at = await this.pinned.examined({ at: undefined }, asked);
    return answer(response, { position: at, body: { name: known, region, items: await statisticAt(this.pool, known, region, at) } });
  }
}
