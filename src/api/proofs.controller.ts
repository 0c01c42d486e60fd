/** Proofs for whoever holds an event or two checkpoints: that the one is in the signed tree, that the earlier begins the later. */
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiProduces, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Refused } from '../domain/refused';
import { Open } from './actor';
import { positionFrom } from './moment';
import { ProofReads } from './proof-reads';

const NotYetProven = ApiResponse({ status: 425, description: 'no signed checkpoint covers it yet (application/problem+json)' });
const Size = (name: string): MethodDecorator => ApiQuery({ name, required: true, schema: { type: 'integer', minimum: 0, example: 0 }, description: 'size of a tree: number of events' });

@ApiTags('log')
@Open()
@Controller('v1/proofs')
export class ProofsController {
  constructor(private readonly reads: ProofReads) {}

  @Get('consistency')
  @ApiOperation({ summary: '一致性证明 · hashes that show the tree of `from` events to be how the one of `to` begins (RFC 6962)' })
  @Size('from')
  @Size('to')
  @ApiResponse({ status: 200, description: '{from: {size, root}, to: {size, root}, hashes: [base64…]}' })
  @NotYetProven
  async consistency(@Query('from') from: string | undefined, @Query('to') to: string | undefined): Promise<object> {
    const [older, newer] = [positionFrom('from', from ?? ''), positionFrom('to', to ?? '')];
    if (older > newer) throw new Refused('bad-sizes', { zh: 'from 不得大于 to', en: 'from must not be larger than to' }, 'malformed');
    return this.reads.consistency(older, newer);
  }

  @Get(':position')
  @ApiOperation({ summary: '收录证明 · that the event at this position is in the signed tree, as a file (c2sp.org/tlog-proof)' })
  @ApiParam({ name: 'position', schema: { type: 'integer', minimum: 0, example: 0 } })
  @ApiProduces('text/plain')
  @ApiResponse({ status: 200, description: '<position>.tlog-proof' })
  @NotYetProven
  async inclusion(@Param('position') asked: string, @Res() response: Response): Promise<void> {
    const position = positionFrom('position', asked);
    const proof = await this.reads.inclusion(position);
    response.setHeader('Content-Disposition', `attachment; filename="${String(position)}.tlog-proof"`);
    response.type('text/plain; charset=utf-8').send(proof);
  }
}
