/** What a household was due and got: for those who decide on it, and those who oversee. Illness and schooling show in it, so finance does not see it. */
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { householdStatement } from '../../projections/views/household-statement';
import type { Actor } from '../domain/decider';
import { streamId } from '../domain/decider';
import { Who } from './actor';
import { LedgerReads } from './ledger-reads';
import { momentFrom } from './moment';
import { answer } from './nouns.controller';
import { acceptedId } from './personal-looking';
import { Pinned } from './pinned';
import { ok } from './read-docs';
import { ReadPool } from './read-pool';
import { mayRead, seesRegion, unknownSubject } from './readers';

interface Asked {
  readonly asOf?: string;
  readonly effectiveOn?: string;
  readonly minPosition?: string;
}

@ApiTags('households')
@Controller('v1/households')
export class HouseholdStatementsController {
  constructor(private readonly pool: ReadPool, private readonly pinned: Pinned, private readonly reads: LedgerReads) {}

  @Get(':id/statement')
  @ApiOperation({ summary: '户对账单 · what a household was due and got, item by item and per programme' })
  @ApiParam({ name: 'id', schema: { type: 'string', pattern: '^[A-Za-z0-9-]{1,64}$' } })
  @ApiQuery({ name: 'asOf', required: false, type: String })
  @ApiQuery({ name: 'effectiveOn', required: false, type: String, description: 'what had fallen due or been paid by that business date' })
  @ApiQuery({ name: 'minPosition', required: false, type: String })
  @ok('{id, dueFen, paidFen, byProgramme: [{programmeId, dueFen, paidFen}], items: [{side, kind, programmeId, on, amountFen, of, position}]}')
  @ApiResponse({ status: 403, description: 'not for your role' })
  @ApiResponse({ status: 404, description: 'no such household in your region' })
  async statement(@Param('id') id: string, @Query() asked: Asked, @Who() actor: Actor, @Res({ passthrough: true }) response: Response): Promise<object> {
    mayRead(actor, 'benefit');
    const stream = streamId('household', acceptedId(id));
    const [opening] = await this.reads.some(stream, 0, 1);
    if (!opening || !seesRegion(actor, opening.metadata.region)) throw unknownSubject(stream);
    const { effectiveOn } = momentFrom(asked);
    const at = await this.pinned.examined({ at: undefined }, asked);
    return answer(response, { position: at, body: { id, ...(effectiveOn === undefined ? {} : { effectiveOn }), ...(await householdStatement(this.pool, at, id, effectiveOn)) } });
  }
}
