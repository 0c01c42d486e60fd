/** Where the money went or came from, level by level, with the conservation identity and what it does not explain. */
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { streamId, type Actor } from '../domain/decider';
import { Refused } from '../domain/refused';
import { Who } from './actor';
import { LedgerReads } from './ledger-reads';
import { MaskedPeople } from './masked-people';
import { momentFrom } from './moment';
import { answer } from './nouns.controller';
import { acceptedId } from './personal-looking';
import { ok } from './read-docs';
import { mayRead, seesRegion, unknownSubject } from './readers';
import { Trace } from './trace';
import { Waiting } from './waiting';

interface Asked {
  readonly direction?: string;
  readonly asOf?: string;
  readonly effectiveOn?: string;
  readonly minPosition?: string;
}

const TRACED: readonly string[] = ['allocation', 'batch', 'payment', 'disbursement'];

@ApiTags('trace')
@Controller('v1/trace')
export class TraceController {
  constructor(private readonly trace: Trace, private readonly reads: LedgerReads, private readonly waiting: Waiting, private readonly people: MaskedPeople) {}

  @Get('disbursement/:batch/:ordinal')
  @ApiOperation({ summary: '追踪明细 · a line up to the document its money came with' })
  @ok('{kind, id, direction, path: [node…]}')
  line(@Param('batch') batch: string, @Param('ordinal') ordinal: string, @Query() asked: Asked, @Who() actor: Actor, @Res({ passthrough: true }) response: Response): Promise<object> {
    return this.follow('disbursement', `${acceptedId(batch)}/${acceptedId(ordinal)}`, { direction: 'up', ...asked }, actor, response);
  }

  @Get(':kind/:id')
  @ApiOperation({ summary: '追踪 · money down or up: allocation, batch, payment, disbursement (batch/ordinal, its slash may be written %2F)' })
  @ApiParam({ name: 'kind', enum: [...TRACED] })
  @ApiQuery({ name: 'direction', required: false, enum: ['down', 'up'] })
  @ApiQuery({ name: 'asOf', required: false, type: String })
  @ApiQuery({ name: 'effectiveOn', required: false, type: String })
  @ok('down: {kind, id, direction, root: node}; up: {kind, id, direction, path: [node…]}')
  async any(@Param('kind') kind: string, @Param('id') id: string, @Query() asked: Asked, @Who() actor: Actor, @Res({ passthrough: true }) response: Response): Promise<object> {
    if (!id.split('/').every((part) => acceptedId(part) !== '')) throw new Refused('bad-id', { zh: 'id 有误', en: 'the id is malformed' }, 'malformed');
    return this.follow(kind, id, asked, actor, response);
  }

  private async follow(kind: string, id: string, asked: Asked, actor: Actor, response: Response): Promise<object> {
    mayRead(actor, 'allocation');
    await this.refuseElsewhere(kind, id, actor);
    await this.waiting.until(asked.minPosition);
    const moment = momentFrom({ ...(asked.asOf === undefined ? {} : { asOf: asked.asOf }), ...(asked.effectiveOn === undefined ? {} : { effectiveOn: asked.effectiveOn }) });
    const head = await this.reads.lastPosition();
    const position = Math.min(head, moment.position ?? head);
    const at = { ...moment, position };
    const up = asked.direction === 'up';
    const found = up ? await this.trace.up(kind, id, at) : [await this.trace.down(kind, id, at)];
    const body = { kind, id, direction: up ? 'up' : 'down', ...(up ? { path: found } : { root: found[0] }) };
    return answer(response, { position, body: { ...body, ...(await this.people.of(body, actor)) } });
  }

  /** The region of what is asked about decides; what lies above it is the origin every holder of the money may know. */
  private async refuseElsewhere(kind: string, id: string, actor: Actor): Promise<void> {
    if (!TRACED.includes(kind)) return;
    const [noun, of = ''] = kind === 'disbursement' ? ['batch', id.split('/')[0]] : [kind, id];
    const [first] = await this.reads.some(streamId(noun, of), 0, 1);
    if (!first || !seesRegion(actor, first.metadata.region)) throw unknownSubject(`${kind}-${id}`);
  }
}
