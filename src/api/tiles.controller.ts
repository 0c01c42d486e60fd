/** The log as anybody may walk it: checkpoint and tiles at the addresses of c2sp.org/tlog-tiles. A leaf alone tells nothing, so nobody has to sign in. */
import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Refused } from '../domain/refused';
import { parseTilePath } from '../proof/tiles';
import { Open } from './actor';
import { ProofReads } from './proof-reads';

const A_YEAR = 'public, max-age=31536000, immutable';

const unknown = (): Refused => new Refused('tile-unknown', { zh: '已签名的树中没有此瓦片', en: 'the signed tree has no such tile' }, 'unknown');
const badPath = (): Refused => new Refused('bad-tile-path', { zh: '瓦片地址应写作 tile/<层>/<序号>[.p/<宽度>]', en: 'a tile is addressed as tile/<L>/<N>[.p/<W>], see c2sp.org/tlog-tiles' }, 'malformed');

@ApiTags('log')
@Open()
@Controller()
export class TilesController {
  constructor(private readonly reads: ProofReads) {}

  @Get('checkpoint')
  @ApiOperation({ summary: '最新签名检查点 · the newest signed checkpoint with its cosignatures so far (c2sp.org/tlog-checkpoint)' })
  @ApiProduces('text/plain')
  @ApiResponse({ status: 200, description: 'signed note' })
  @ApiResponse({ status: 404, description: 'nothing is signed yet (application/problem+json)' })
  async checkpoint(@Res() response: Response): Promise<void> {
    const note = await this.reads.checkpoint();
    if (note === undefined) throw new Refused('no-checkpoint', { zh: '尚无签名检查点', en: 'nothing is signed yet' }, 'unknown');
    response.setHeader('Cache-Control', 'no-cache');
    response.type('text/plain; charset=utf-8').send(note);
  }

  @Get('tile/:level/*path')
  @ApiOperation({ summary: '瓦片 · a tile of the tree, or the leaves of one: tile/<L>/<N>[.p/<W>], tile/entries/<N>[.p/<W>] (c2sp.org/tlog-tiles)' })
  @ApiParam({ name: 'level', schema: { type: 'string', pattern: '^(entries|[0-9]|[1-5][0-9]|6[0-3])$' }, description: 'level of the tile, or entries' })
  @ApiParam({ name: 'path', schema: { type: 'string', example: '000' }, description: 'index in groups of three digits, and .p/ with the width where the tile is not whole' })
  @ApiProduces('application/octet-stream')
  @ApiResponse({ status: 200, description: 'hashes of 32 bytes; or leaves, each behind its length in two bytes' })
  @ApiResponse({ status: 400, description: 'not the path of a tile (application/problem+json)' })
  @ApiResponse({ status: 404, description: 'beyond the signed tree (application/problem+json)' })
  async tile(@Req() request: Request, @Res() response: Response): Promise<void> {
    const asked = parseTilePath(request.path.slice(1));
    if (!asked) throw badPath();
    const tile = await this.reads.tile(asked);
    if (!tile) throw unknown();
    response.setHeader('Cache-Control', A_YEAR);
    response.type('application/octet-stream').send(tile);
  }
}
