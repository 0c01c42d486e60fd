/** Where the money went or came from, level by level, with the conservation identity and what it does not explain. */
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { streamId, type Actor } from '../domain/decider';
import { Refused } from '../domain/refused';
import { Who } from './actor';
import { LedgerReads } from './ledger-reads';
import { MaskedPeople } from './masked-people';
import { momentFrom, type Moment } from './moment';
import { answer } from './nouns.controller';
import { acceptedId } from './personal-looking';
import { ok } from './read-docs';
import { mayRead, seesRegion, unknownSubject } from './readers';
import { Pinned } from './pinned';
import { Trace, type TraceNode } from './trace';
import { isReceiver, RECEIVERS, TraceReceivers } from './trace-receivers';
import type { ReceiverKind } from '../../projections/views/receivers';
import { Waiting } from './waiting';

interface Asked {
  readonly direction?: string;
  readonly asOf?: string;
  readonly effectiveOn?: string;
  readonly minPosition?: string;
}

const TRACED: readonly string[] = ['allocation', 'batch', 'payment', 'disbursement', ...RECEIVERS];

@ApiTags('trace')
@Controller('v1/trace')
export class TraceController {
  constructor(
    private readonly trace: Trace, private readonly receivers: TraceReceivers, private readonly reads: LedgerReads, private readonly waiting: Waiting, private readonly pinned: Pinned, private readonly people: MaskedPeople,
  ) {}

  @Get('disbursement/:batch/:ordinal')
  @ApiOperation({ summary: '追踪明细 · a line up to the document its money came with' })
  @ok('{kind, id, direction, path: [node…]}')
  line(@Param('batch') batch: string, @Param('ordinal') ordinal: string, @Query() asked: Asked, @Who() actor: Actor, @Res({ passthrough: true }) response: Response): Promise<object> {
    return this.follow('disbursement', `${acceptedId(batch)}/${acceptedId(ordinal)}`, { direction: 'up', ...asked }, actor, response);
  }

  @Get(':kind/:id')
  @ApiOperation({ summary: '追踪 · money down or up: allocation, batch, payment, disbursement (batch/ordinal, its slash may be written %2F); what a project, household or person was paid, and from which funds' })
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
    const region = await this.regionOf(kind, id, actor);
    const moment = momentFrom({ ...(asked.asOf === undefined ? {} : { asOf: asked.asOf }), ...(asked.effectiveOn === undefined ? {} : { effectiveOn: asked.effectiveOn }) });
    const position = isReceiver(kind) ? await this.pinned.examined({ at: undefined }, asked) : await this.recordedBy(asked, moment);
    const at = { ...moment, position };
    const up = asked.direction === 'up';
    const found = await this.found(kind, id, at, up, (receiver) => (up ? this.receivers.up(receiver, id, at, region, actor) : this.receivers.down(receiver, id, at, region, actor).then((node) => [node])));
    const body = { kind, id, direction: up ? 'up' : 'down', ...(up ? { path: found } : { root: found[0] }) };
    return answer(response, { position, body: { ...body, ...(await this.people.of(body, actor)) } });
  }

  private async found(kind: string, id: string, at: Moment, up: boolean, received: (kind: ReceiverKind) => Promise<readonly TraceNode[]>): Promise<readonly TraceNode[]> {
    if (isReceiver(kind)) return received(kind);
    return up ? this.trace.up(kind, id, at) : [await this.trace.down(kind, id, at)];
  }

  private async recordedBy(asked: Asked, { position }: Moment): Promise<number> {
    await this.waiting.until(asked.minPosition);
    const head = await this.reads.lastPosition();
    return Math.min(head, position ?? head);
  }

  /** The region of what is asked about decides; what lies above it is the origin every holder of the money may know. */
  private async regionOf(kind: string, id: string, actor: Actor): Promise<string> {
    // A person has no stream: what is told is what the reader's own treasuries paid.
    if (!TRACED.includes(kind) || kind === 'person') return actor.region;
    const [noun, of = ''] = kind === 'disbursement' ? ['batch', id.split('/')[0]] : [kind, id];
    const [first] = await this.reads.some(streamId(noun, of), 0, 1);
    if (!first || !seesRegion(actor, first.metadata.region)) throw unknownSubject(`${kind}-${id}`);
    return first.metadata.region;
  }
}
