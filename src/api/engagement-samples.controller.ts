/** Draws a sample by seed from the money an engagement audits: what it answers is what DrawSample takes, and whoever asks again with the same position and seed gets the same. */
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { drawFrom } from '../../projections/views/audit-population';
import type { Actor } from '../domain/decider';
import { streamId } from '../domain/decider';
import type { EngagementOpened } from '../domain/engagement';
import { Refused } from '../domain/refused';
import { Who } from './actor';
import { LedgerReads } from './ledger-reads';
import { answer } from './nouns.controller';
import { acceptedId } from './personal-looking';
import { Pinned } from './pinned';
import { ok } from './read-docs';
import { ReadPool } from './read-pool';
import { mayRead, seesRegion, unknownSubject } from './readers';

const SIZE_MAX = 500;

@ApiTags('engagements')
@Controller('v1/engagements')
export class EngagementSamplesController {
  constructor(private readonly pool: ReadPool, private readonly pinned: Pinned, private readonly reads: LedgerReads) {}

  @Get(':id/sample')
  @ApiOperation({ summary: '抽样 · a monetary-unit sample of the money audited, by seed' })
  @ApiParam({ name: 'id', schema: { type: 'string', pattern: '^[A-Za-z0-9-]{1,64}$' } })
  @ApiQuery({ name: 'seed', type: String })
  @ApiQuery({ name: 'size', schema: { type: 'integer', minimum: 1, maximum: SIZE_MAX } })
  @ApiQuery({ name: 'asOf', required: false, type: String, description: 'position the population is taken at' })
  @ApiQuery({ name: 'minPosition', required: false, type: String })
  @ok('{seed, size, populationAt, populationCount, populationFen, items: [{kind, id, amountFen, fromFen}], amountFen}')
  @ApiResponse({ status: 404, description: 'no such engagement in your region, or no money to draw from' })
  async sample(
    @Param('id') id: string, @Query() asked: { seed?: string; size?: string; asOf?: string; minPosition?: string }, @Who() actor: Actor, @Res({ passthrough: true }) response: Response,
  ): Promise<object> {
    mayRead(actor, 'engagement');
    const stream = streamId('engagement', acceptedId(id));
    const [opening] = await this.reads.some(stream, 0, 1);
    if (!opening || !seesRegion(actor, opening.metadata.region)) throw unknownSubject(stream);
    const { seed = '', size = '' } = asked;
    if (!/^[A-Za-z0-9-]{1,64}$/.test(seed) || !/^\d{1,3}$/.test(size) || Number(size) < 1 || Number(size) > SIZE_MAX) {
      throw new Refused('bad-filter', { zh: `seed 为 1–64 个字母数字,size 为 1–${String(SIZE_MAX)}`, en: `seed has 1 to 64 letters or digits, size is 1 to ${String(SIZE_MAX)}` }, 'malformed');
    }
    const at = await this.pinned.examined({ at: undefined }, asked);
    const { region, periodFrom, periodUntil, programmeId } = opening.data as EngagementOpened;
    const drawn = await drawFrom(this.pool, { at, region, from: periodFrom, until: periodUntil, programmeId }, seed, Number(size));
    if (!drawn) throw new Refused('population-empty', { zh: '该范围和期间内没有已支付的资金', en: 'no money was paid in this scope and period' }, 'unknown');
    return answer(response, { position: at, body: drawn });
  }
}
