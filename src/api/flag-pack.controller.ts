/** The evidence pack of a flag as one file: taken as things are proven, or with its streams attested first. */
import { Controller, Get, Headers, HttpCode, Param, Post, Res, StreamableFile } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiParam, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { Actor } from '../domain/decider';
import { requireRole, Who } from './actor';
import { keyOr } from './batch-step';
import { EvidencePacks, flagUnknown } from './evidence-packs';
import { OVERSEERS } from './readers';

const ID = ApiParam({ name: 'id', schema: { type: 'string', pattern: '^[0-9a-f]{64}$' } });
const KEY = ApiHeader({ name: 'Idempotency-Key', required: false });
const GZIP = 'application/gzip';
const UNKNOWN = ApiResponse({ status: 404, description: 'no such flag in your region' });
const NOT_PROVEN = ApiResponse({ status: 425, description: 'not-proven-yet: no signed checkpoint covers it yet' });

const acceptedFlagId = (id: string): string => {
  if (!/^[0-9a-f]{64}$/.test(id)) throw flagUnknown();
  return id;
};

@ApiTags('flags')
@Controller('v1/flags')
export class FlagPackController {
  constructor(private readonly packs: EvidencePacks) {}

  @Get(':id/pack')
  @ApiOperation({ summary: '证据包 · the evidence pack of a flag, as things are proven by now; that it was handed over is recorded first' })
  @ID
  @ApiProduces(GZIP)
  @UNKNOWN
  @NOT_PROVEN
  pack(@Param('id') id: string, @Who() actor: Actor, @Res({ passthrough: true }) response: Response): Promise<StreamableFile> {
    requireRole(actor, ...OVERSEERS);
    return this.handOver(acceptedFlagId(id), actor, keyOr(undefined), response);
  }

  @Post(':id/pack')
  @HttpCode(200)
  @KEY
  @ApiOperation({ summary: '证据包 · the same, after the streams that owe disclosures are attested in your name (StreamAttested): proves that nothing was posted, and binds the verdict' })
  @ID
  @ApiProduces(GZIP)
  @UNKNOWN
  @NOT_PROVEN
  async attestedPack(@Param('id') id: string, @Headers('idempotency-key') key: string | undefined, @Who() actor: Actor, @Res({ passthrough: true }) response: Response): Promise<StreamableFile> {
    requireRole(actor, ...OVERSEERS);
    const used = keyOr(key);
    await this.packs.attest(acceptedFlagId(id), actor, used);
    return this.handOver(id, actor, used, response);
  }

  private async handOver(id: string, actor: Actor, key: string, response: Response): Promise<StreamableFile> {
    const { bytes, size } = await this.packs.ofFlag(id, actor, key, new Date().toISOString());
    response.setHeader('Ledger-Position', String(size - 1));
    response.setHeader('Cache-Control', 'no-store');
    return new StreamableFile(bytes, { type: GZIP, disposition: `attachment; filename="flag-${id.slice(0, 12)}.tar.gz"`, length: bytes.length });
  }
}
