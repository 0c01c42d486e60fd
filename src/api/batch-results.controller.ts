/** What the bank answers to a batch: as JSON, or as the file it made. */
import { Body, Controller, Headers, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiConsumes, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import type { BatchOpened } from '../domain/batch';
import { ReceiveResults } from '../domain/batch-results';
import { covers, type Actor } from '../domain/decider';
import type { Executed } from '../command-request';
import { Executor } from '../execute';
import { requireRole, Who } from './actor';
import { BankFile } from './bank-file';
import { BankWords } from './bank-words';
import { Step } from './batch-docs';
import { bodyOf, keyOr, sent, type Data } from './batch-step';
import { CommandIntake } from './command-intake';
import { ListSubmission } from './list-submission';
import { acceptedId } from './personal-looking';
import { unknownSubject } from './readers';
import { receivedFile } from './received-file';

interface Asked {
  readonly resultsId?: string;
  readonly occurredOn?: string;
  readonly outcome?: 'settled' | 'failed' | 'returned';
  readonly name?: string;
}

@ApiTags('batches')
@Controller('v1/batches')
export class BatchResultsController {
  constructor(private readonly intake: CommandIntake, private readonly executor: Executor, private readonly files: BankFile, private readonly words: BankWords, private readonly submission: ListSubmission) {}

  @Post(':id/results')
  @Step('回盘 · results as {resultsId, lines: […]}, or the file of the bank', ReceiveResults)
  @ApiConsumes('application/json', 'multipart/form-data', 'application/octet-stream', 'text/csv')
  @ApiQuery({ name: 'resultsId', required: false, type: String, description: 'names the file within the batch; made from its hash where absent' })
  @ApiQuery({ name: 'occurredOn', required: false, type: String, description: 'business date of rows that tell none' })
  @ApiQuery({ name: 'outcome', required: false, enum: ['settled', 'failed', 'returned'], description: 'of a file whose rows do not say' })
  async results(
    @Param('id') id: string, @Body() body: unknown, @Query() asked: Asked, @Headers('idempotency-key') key: string | undefined, @Who() actor: Actor,
    @Req() request: Request, @Res({ passthrough: true }) response: Response,
  ): Promise<object> {
    const used = keyOr(key);
    const commands = request.is('application/json') ? [await this.fromBody(acceptedId(id), bodyOf(body))] : await this.fromFile(acceptedId(id), asked, actor, request, response);
    let executed: Executed | undefined;
    for (const [index, data] of commands.entries()) {
      const one = await this.intake.one({ key: index === 0 ? used : `${used}/${String(index)}`, type: 'ReceiveResults', id: acceptedId(id), data }, undefined, actor);
      executed = executed?.status === 'recorded' ? { ...one, status: 'recorded' } : one;
    }
    return sent(response, used, executed as Executed);
  }

  private async fromBody(id: string, body: Data): Promise<object> {
    const occurredOn = body['occurredOn'] ?? (await this.executor.currentLedgerDay());
    const { lines } = body;
    const given = Array.isArray(lines) && lines.every(isWorded) ? { lines: await this.words.withoutNames(id, lines) } : {};
    return { ...body, ...given, ...(occurredOn === undefined ? {} : { occurredOn }) };
  }

  private async fromFile(id: string, asked: Asked, actor: Actor, request: Request, response: Response): Promise<readonly object[]> {
    requireRole(actor, 'bank');
    const state = await this.submission.stateOf(id);
    if (!covers(actor.region, (state.opening as BatchOpened).region)) throw unknownSubject(`batch-${id}`);
    const file = await receivedFile(request, response);
    const named = { ...file, ...(file.name === undefined && asked.name !== undefined ? { name: asked.name } : {}) };
    const results = await this.files.results(id, named, {
      occurredOn: asked.occurredOn ?? (await this.executor.currentLedgerDay()),
      ...(asked.resultsId === undefined ? {} : { resultsId: acceptedId(asked.resultsId) }), ...(asked.outcome === undefined ? {} : { outcome: asked.outcome }),
    });
    return Promise.all(results.map(async (result) => ({ ...result, lines: await this.words.withoutNames(id, result.lines) })));
  }
}

/** Anything else is refused by the command's own check. */
const isWorded = (line: unknown): line is { ordinal: number; bankText?: string } =>
  typeof line === 'object' && line !== null && typeof (line as { ordinal?: unknown }).ordinal === 'number' && ['string', 'undefined'].includes(typeof (line as { bankText?: unknown }).bankText);
