/** What the bank answers to a batch: as JSON, or as the file it made. */
import { createHash } from 'node:crypto';
import { Body, Controller, Headers, Param, Post, Query, Req, Res, UseInterceptors } from '@nestjs/common';
import { ApiConsumes, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import type { BatchOpened } from '../domain/batch';
import { RESULTS_AT_ONCE, ReceiveResults } from '../domain/batch-results';
import { covers, type Actor } from '../domain/decider';
import type { Executed } from '../command-request';
import { Executor } from '../execute';
import { requireRole, Who } from './actor';
import { BankFile, type BankFileRead } from './bank-file';
import { BankWords } from './bank-words';
import { Step } from './batch-docs';
import { bodyOf, keyOr, sent, type Data } from './batch-step';
import { CommandIntake } from './command-intake';
import { ListSubmission } from './list-submission';
import { LINES_AT_A_TURN, Pacing } from './pacing';
import { acceptedId } from './personal-looking';
import { ProvenWait } from './proven-wait';
import { unknownSubject } from './readers';
import { receivedFile } from './received-file';

interface Asked {
  readonly resultsId?: string;
  readonly occurredOn?: string;
  readonly outcome?: 'settled' | 'failed' | 'returned';
  readonly correcting?: string;
  readonly name?: string;
}

@ApiTags('batches')
@UseInterceptors(ProvenWait)
@Controller('v1/batches')
export class BatchResultsController {
  constructor(
    private readonly intake: CommandIntake, private readonly executor: Executor, private readonly files: BankFile, private readonly words: BankWords, private readonly submission: ListSubmission,
    private readonly pacing: Pacing,
  ) {}

  @Post(':id/results')
  @Step('回盘 · results as {resultsId, lines: […]}, or the file of the bank', ReceiveResults)
  @ApiConsumes('application/json', 'multipart/form-data', 'application/octet-stream', 'text/csv')
  @ApiQuery({ name: 'resultsId', required: false, type: String, description: 'names the file within the batch; made from its hash where absent' })
  @ApiQuery({ name: 'occurredOn', required: false, type: String, description: 'business date of rows that tell none' })
  @ApiQuery({ name: 'correcting', required: false, enum: ['true'], description: 'the file corrects what the bank said before, as one titled 更正 does' })
  @ApiQuery({ name: 'outcome', required: false, enum: ['settled', 'failed', 'returned'], description: 'of a file whose rows do not say' })
  async results(
    @Param('id') id: string, @Body() body: unknown, @Query() asked: Asked, @Headers('idempotency-key') key: string | undefined, @Who() actor: Actor,
    @Req() request: Request, @Res({ passthrough: true }) response: Response,
  ): Promise<object> {
    const used = keyOr(key);
    const batchId = acceptedId(id);
    if (request.is('application/json')) return this.receive(batchId, await this.fromBody(batchId, bodyOf(body)), used, actor, response);
    const { commands, irregular } = await this.fromFile(batchId, asked, actor, request, response);
    const answer = await this.receive(batchId, commands, used, actor, response);
    return irregular.length > 0 ? { ...answer, irregular } : answer;
  }

  /** Part after part, each an append of its own: what a crash leaves out is entered when the file is sent again. */
  private async receive(id: string, commands: readonly object[], used: string, actor: Actor, response: Response): Promise<object> {
    let executed: Executed | undefined;
    for (const [index, data] of commands.entries()) {
      if (index > 0) await this.pacing.turn();
      const one = await this.intake.one({ key: index === 0 ? used : `${used}/${String(index)}`, type: 'ReceiveResults', id, data }, undefined, actor);
      executed = executed?.status === 'recorded' ? { ...one, status: 'recorded' } : one;
    }
    return sent(response, used, executed as Executed);
  }

  private async fromBody(id: string, body: Data): Promise<readonly object[]> {
    const occurredOn = body['occurredOn'] ?? (await this.executor.currentLedgerDay());
    const whole = { lines: [], ...body, ...(occurredOn === undefined ? {} : { occurredOn }) };
    const { lines } = whole as Data;
    if (!Array.isArray(lines) || !lines.every(isWorded)) return [whole];
    const named = { ...whole, lines: await this.words.withoutNames(id, lines) };
    // What a file is known by when it comes again; its rows speak of lines, not of people.
    const hashed = body['fileHash'] === undefined ? { ...named, fileHash: createHash('sha256').update(JSON.stringify(named)).digest('hex') } : named;
    if (lines.length <= RESULTS_AT_ONCE || body['part'] !== undefined) return [hashed];
    const parts = Math.ceil(lines.length / LINES_AT_A_TURN);
    return Array.from({ length: parts }, (_, index) => ({ ...hashed, lines: hashed.lines.slice(index * LINES_AT_A_TURN, (index + 1) * LINES_AT_A_TURN), part: index + 1, parts }));
  }

  private async fromFile(id: string, asked: Asked, actor: Actor, request: Request, response: Response): Promise<BankFileRead> {
    requireRole(actor, 'bank');
    const state = await this.submission.stateOf(id);
    if (!covers(actor.region, (state.opening as BatchOpened).region)) throw unknownSubject(`batch-${id}`);
    const file = await receivedFile(request, response);
    const named = { ...file, ...(file.name === undefined && asked.name !== undefined ? { name: asked.name } : {}) };
    return this.files.read(id, named, {
      occurredOn: asked.occurredOn ?? (await this.executor.currentLedgerDay()), correcting: asked.correcting === 'true',
      ...(asked.resultsId === undefined ? {} : { resultsId: acceptedId(asked.resultsId) }), ...(asked.outcome === undefined ? {} : { outcome: asked.outcome }),
    });
  }
}

/** Anything else is refused by the command's own check. */
const isWorded = (line: unknown): line is { ordinal: number; bankText?: string } =>
  typeof line === 'object' && line !== null && typeof (line as { ordinal?: unknown }).ordinal === 'number' && ['string', 'undefined'].includes(typeof (line as { bankText?: unknown }).bankText);
