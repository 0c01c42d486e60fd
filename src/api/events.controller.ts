/** The stored bytes of one event, for who may see it: header, payload and salt, from which its leaf follows. */
import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Inject } from '@nestjs/common';
import type { Actor } from '../domain/decider';
import { splitStreamId } from '../domain/decider';
import { Refused } from '../domain/refused';
import type { EventStore, StoredEvent } from '../event-store/event-store';
import { leafHash, leafOf } from '../event-store/leaf';
import { EVENT_STORE } from '../tokens';
import { Who } from './actor';
import { positionFrom } from './moment';
import { answer } from './nouns.controller';
import { ok } from './read-docs';
import { READERSHIP, seesRegion } from './readers';

@ApiTags('log')
@Controller('v1/events')
export class EventsController {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  @Get(':position/bytes')
  @ApiOperation({ summary: '事件原始字节 · header, payload and salt of one event as stored (base64), and the leaf that follows from them; check it against GET /v1/proofs/{position}' })
  @ApiParam({ name: 'position', schema: { type: 'integer', minimum: 0, example: 0 } })
  @ok('{position, header, payload, salt, leaf, leafHash, proof}')
  @ApiResponse({ status: 404, description: 'no such event, or none that you may see (application/problem+json)' })
  async bytes(@Param('position') asked: string, @Who() actor: Actor, @Res({ passthrough: true }) response: Response): Promise<object> {
    const position = positionFrom('position', asked);
    const [event] = await this.store.readAll(position, 1);
    if (!event || !(await this.maySee(actor, event))) throw new Refused('event-unknown', { zh: `位置 ${String(position)} 没有您可查阅的事件`, en: `there is no event at position ${String(position)} that you may see` }, 'unknown');
    const leaf = leafOf(event);
    const base64 = (bytes: Buffer): string => bytes.toString('base64');
    const body = {
      position, header: base64(event.headerBytes), payload: base64(event.payloadBytes), salt: base64(event.salt), leaf: base64(leaf), leafHash: base64(leafHash(leaf)), proof: `/v1/proofs/${String(position)}`,
    };
    return answer(response, { position, body });
  }

  /** As in the history of its stream: by the noun's readers, and the region the stream was opened in. */
  private async maySee(actor: Actor, { streamId }: StoredEvent): Promise<boolean> {
    const readership = READERSHIP[splitStreamId(streamId).noun];
    if (!readership?.roles.includes(actor.role)) return false;
    const [first] = await this.store.readOpenings([streamId]);
    return first !== undefined && seesRegion(actor, first.metadata.region, readership.shared);
  }
}
