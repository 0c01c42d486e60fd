/** The disbursement batch from list to reconciled: each step is a command; lists and result files are read here first. */
import { Body, Controller, Headers, HttpCode, Param, Post, Query, Req, Res, UseInterceptors } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { BatchApproved, BatchOpened, BatchRejected, BatchSent, CloseBatch } from '../domain/batch';
import { ReissueDisbursement } from '../domain/batch-corrections';
import { covers, type Actor } from '../domain/decider';
import { isBusinessDate } from '../domain/field-check';
import { Refused } from '../domain/refused';
import { Executor } from '../execute';
import { defaultLimits } from '../intake/limits';
import { requireRole, Who } from './actor';
import { documented, Step } from './batch-docs';
import { bodyOf, keyOr, sent, type Data } from './batch-step';
import { CommandIntake } from './command-intake';
import { tableOf } from './json-list';
import { linesSent } from './json-lines';
import { Jobs } from './jobs';
import { ListStore } from './list-store';
import { ListSubmission, type BatchOutline } from './list-submission';
import { ListUpload, type Upload } from './list-upload';
import { acceptedId } from './personal-looking';
import { ProvenWait } from './proven-wait';
import { unknownSubject } from './readers';
import { receivedFile } from './received-file';

@ApiTags('batches')
@UseInterceptors(ProvenWait)
@Controller('v1/batches')
export class BatchesController {
  constructor(
    private readonly intake: CommandIntake, private readonly executor: Executor, private readonly lists: ListStore,
    private readonly uploads: ListUpload, private readonly submission: ListSubmission, private readonly jobs: Jobs,
  ) {}

  @Post()
  @Step('开立批次 · open a batch: {id, …}', BatchOpened)
  async open(@Body() body: unknown, @Headers('idempotency-key') key: string | undefined, @Who() actor: Actor, @Res({ passthrough: true }) response: Response): Promise<object> {
    const { id, ...data } = bodyOf(body);
    return this.step('OpenBatch', acceptedId(id), data, key, actor, response);
  }

  @Post(':id/lines')
  @HttpCode(201)
  @ApiConsumes('application/x-ndjson', 'application/json')
  @ApiBody({ schema: { type: 'object', properties: { lines: { type: 'array', items: { type: 'object' } } } } })
  @documented('录入明细 · lines as JSON lines, or {lines: […]}; they replace the list before', 201, '{listId, summary}')
  async lines(@Param('id') id: string, @Body() body: unknown, @Who() actor: Actor, @Req() request: Request): Promise<object> {
    const batch = await this.ofMaker(id, actor);
    const lines = request.is('application/x-ndjson') ? await sentLines(request) : (body as { lines?: unknown } | undefined)?.lines;
    if (!Array.isArray(lines)) throw new Refused('malformed-lines', { zh: '应为 {lines: […]} 或 JSON 行', en: 'send {lines: […]} or JSON lines' }, 'malformed');
    return this.uploads.take(id, openingOf(batch), { kind: 'lines', bytes: tableOf(lines as unknown[]) });
  }

  @Post(':id/file')
  @HttpCode(202)
  @ApiConsumes('multipart/form-data', 'application/octet-stream', 'text/csv')
  @ApiBody({ schema: { type: 'object', properties: { file: { type: 'string', format: 'binary' } } } })
  @ApiQuery({ name: 'name', required: false, type: String, description: 'name of the file, where the body is the file itself' })
  @documented('上传清单 · a list as xlsx, csv or txt; it replaces the list before', 202, '{jobId, job}; see GET /v1/jobs/{id}')
  async file(@Param('id') id: string, @Query('name') name: string | undefined, @Who() actor: Actor, @Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<object> {
    const batch = await this.ofMaker(id, actor, 'any');
    const upload = { kind: 'file' as const, ...(await receivedFile(request, response)), ...(typeof name === 'string' ? { name } : {}) };
    if (batch.status !== 'open') return this.sameFileAgain(id, upload, response);
    await this.uploads.refuseKnownFile(id, upload, (holder) => this.submission.named(holder, actor));
    const opening = openingOf(batch);
    const job = await this.jobs.begin('batch-list', `batch-${id}`, opening.region, actor, (jobId, watch) => this.uploads.take(id, opening, upload, jobId, watch), { stoppable: true });
    response.setHeader('Location', `/v1/jobs/${job.id}`);
    return { jobId: job.id, job };
  }

  /** A file sent again after its batch was submitted is answered with what became of it; any other is refused. */
  private async sameFileAgain(id: string, upload: Upload, response: Response): Promise<object> {
    const list = await this.uploads.listFrom(id, upload);
    if (!list) throw notOpen();
    response.status(200);
    return { listId: list.listId, summary: list.summary };
  }

  @Post(':id/submit')
  @Step('提交 · submit: refused while red lines stand', BatchSent)
  async submit(@Param('id') id: string, @Body() body: unknown, @Headers('idempotency-key') key: string | undefined, @Who() actor: Actor, @Res({ passthrough: true }) response: Response): Promise<object> {
    await this.ofMaker(id, actor, 'any');
    const used = keyOr(key);
    const occurredOn = await this.dayOf(bodyOf(body));
    return sent(response, used, await this.submission.submit(id, { key: used, occurredOn, actor }));
  }

  @Post(':id/split-off')
  @HttpCode(201)
  @documented('剔除明细 · leave lines with red errors out on purpose: {reason, ordinals?}', 201, '{splitOff: [ordinal…]}')
  async splitOff(@Param('id') id: string, @Body() body: unknown, @Who() actor: Actor): Promise<object> {
    await this.ofMaker(id, actor);
    const list = await this.lists.current(id);
    if (!list) throw new Refused('list-unknown', { zh: '本批次没有上传的清单', en: 'no list was uploaded for this batch' }, 'unknown');
    const { reason, ordinals } = bodyOf(body);
    if (typeof reason !== 'string' || reason === '') throw new Refused('malformed-request', { zh: '请说明剔除的理由', en: 'say why these lines are split off' }, 'malformed');
    const wanted = new Set(Array.isArray(ordinals) ? (ordinals as unknown[]) : await this.lists.redOrdinals(list.listId));
    for await (const { lines } of this.lists.pages(list)) {
      const off = lines.filter(({ ordinal }) => wanted.has(ordinal));
      if (off.length > 0) await this.lists.splitOff(list.listId, off, reason);
    }
    return { splitOff: (await this.lists.splitOffs(list.listId)).map(({ ordinal }) => ordinal) };
  }

  @Post(':id/approve')
  @Step('审批 · approve: by somebody other than who made it', BatchApproved)
  approve(@Param('id') id: string, @Body() body: unknown, @Headers('idempotency-key') key: string | undefined, @Who() actor: Actor, @Res({ passthrough: true }) response: Response): Promise<object> {
    return this.step('ApproveBatch', id, bodyOf(body), key, actor, response);
  }

  @Post(':id/reject')
  @Step('驳回 · reject', BatchRejected)
  reject(@Param('id') id: string, @Body() body: unknown, @Headers('idempotency-key') key: string | undefined, @Who() actor: Actor, @Res({ passthrough: true }) response: Response): Promise<object> {
    return this.step('RejectBatch', id, bodyOf(body), key, actor, response);
  }

  @Post(':id/send')
  @Step('送银行 · send to the bank', BatchSent)
  send(@Param('id') id: string, @Body() body: unknown, @Headers('idempotency-key') key: string | undefined, @Who() actor: Actor, @Res({ passthrough: true }) response: Response): Promise<object> {
    return this.step('SendBatch', id, bodyOf(body), key, actor, response);
  }

  @Post(':id/reissue')
  @Step('重发 · reissue one line, or {lines: […]}', ReissueDisbursement)
  async reissue(@Param('id') id: string, @Body() body: unknown, @Headers('idempotency-key') key: string | undefined, @Who() actor: Actor, @Res({ passthrough: true }) response: Response): Promise<object> {
    const { lines, ...shared } = bodyOf(body);
    if (!Array.isArray(lines)) return this.step('ReissueDisbursement', id, shared, key, actor, response);
    const used = keyOr(key);
    let last: object = {};
    for (const line of (lines as unknown[]).map(bodyOf)) last = await this.step('ReissueDisbursement', id, { ...shared, ...line }, `${used}/${String(line['ordinal'])}`, actor, response);
    return { ...last, key: used };
  }

  @Post(':id/close')
  @Step('办结 · close: what was not paid goes back to the allocation', CloseBatch)
  close(@Param('id') id: string, @Body() body: unknown, @Headers('idempotency-key') key: string | undefined, @Who() actor: Actor, @Res({ passthrough: true }) response: Response): Promise<object> {
    return this.step('CloseBatch', id, bodyOf(body), key, actor, response);
  }

  private async step(type: string, id: string, body: Data, key: string | undefined, actor: Actor, response: Response): Promise<object> {
    const used = keyOr(key);
    const data = { ...body, occurredOn: await this.dayOf(body) };
    return sent(response, used, await this.intake.one({ key: used, type, id: acceptedId(id), data }, undefined, actor));
  }

  /** What happens in the office happens on the ledger day, unless the sender says otherwise. */
  private async dayOf(body: Data): Promise<string> {
    const day = body['occurredOn'] ?? (await this.executor.currentLedgerDay());
    if (isBusinessDate(day)) return day;
    throw new Refused('malformed-request', { zh: '请给出业务日期 occurredOn', en: 'give the business date occurredOn' }, 'malformed', [
      { pointer: '/occurredOn', ...(day === undefined ? { code: 'missing-field', text: { zh: '缺少此项', en: 'is missing' } } : { code: 'not-a-date', text: { zh: '应为存在的日期,写作 YYYY-MM-DD', en: 'must be a date that exists, as YYYY-MM-DD' } }) },
    ]);
  }

  /** The batch, for its region's clerk; staging changes only while it is open. */
  private async ofMaker(id: string, actor: Actor, status: 'open' | 'any' = 'open'): Promise<BatchOutline> {
    requireRole(actor, 'clerk');
    const state = await this.submission.stateOf(acceptedId(id));
    if (!covers(actor.region, openingOf(state).region)) throw unknownSubject(`batch-${id}`);
    if (status === 'open' && state.status !== 'open') throw notOpen();
    return state;
  }
}

const notOpen = (): Refused => new Refused('batch-not-open', { zh: '批次已提交,不能再更换清单', en: 'the batch was submitted; its list cannot be changed' });

const openingOf = (state: BatchOutline): BatchOpened => state.opening as BatchOpened;

async function sentLines(request: Request): Promise<unknown[]> {
  const lines: unknown[] = [];
  for await (const line of linesSent(request, defaultLimits.fileBytes)) {
    if (line.number > defaultLimits.rows) throw new Refused('too-many-lines', { zh: `最多 ${String(defaultLimits.rows)} 行`, en: `at most ${String(defaultLimits.rows)} lines` }, 'malformed');
    try {
      lines.push(JSON.parse(line.text ?? ''));
    } catch {
      // The parser's own words would quote the line.
      throw new Refused('malformed-json', { zh: `第 ${String(line.number)} 行不是有效的 JSON`, en: `line ${String(line.number)} is not valid JSON` }, 'malformed');
    }
  }
  return lines;
}
