/** What is wrong with an uploaded list: grouped, line by line with masked values, and the bad rows to mend as a file. */
import { Controller, Get, Param, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Readable } from 'node:stream';
import type { Response } from 'express';
import type { BatchOpened } from '../domain/batch';
import { covers, type Actor } from '../domain/decider';
import { Refused } from '../domain/refused';
import { requireRole, Who } from './actor';
import { badRowsCsv, badRowsXlsx } from '../intake/bad-rows';
import { badRows } from './bad-rows';
import { ListStore, type StagedList } from './list-store';
import { ListSubmission } from './list-submission';
import { pageFrom, paged } from './pages';
import { acceptedId } from './personal-looking';
import { mayRead, unknownSubject } from './readers';

interface Asked {
  readonly format?: string;
  readonly severity?: string;
  readonly code?: string;
  readonly limit?: string;
  readonly after?: string;
}

const TYPES: Readonly<Record<string, string>> = { csv: 'text/csv; charset=utf-8', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' };

@ApiTags('batches')
@Controller('v1/batches')
export class BatchErrorsController {
  constructor(private readonly lists: ListStore, private readonly submission: ListSubmission) {}

  @Get(':id/errors')
  @ApiOperation({ summary: '清单错误 · what is wrong with the uploaded list and how to mend it' })
  @ApiParam({ name: 'id', schema: { type: 'string', pattern: '^[A-Za-z0-9-]{1,64}$' } })
  @ApiQuery({ name: 'format', required: false, enum: ['csv', 'xlsx'], description: 'the bad rows in the columns they came in; for the clerk who mends them' })
  @ApiQuery({ name: 'severity', required: false, enum: ['red', 'amber'] })
  @ApiQuery({ name: 'code', required: false, type: String })
  @ApiQuery({ name: 'limit', required: false, schema: { type: 'integer', minimum: 1, maximum: 500, default: 50 } })
  @ApiQuery({ name: 'after', required: false, type: String })
  @ApiResponse({ status: 200, description: '{summary, groups: [{code, severity, count, reason, remedy}], items: [{ordinal, row, column, code, severity, masked, reason, remedy}], next?}' })
  async errors(@Param('id') id: string, @Query() asked: Asked, @Who() actor: Actor, @Res({ passthrough: true }) response: Response): Promise<object> {
    const list = await this.listOf(acceptedId(id), actor);
    if (asked.format !== undefined) return this.download(list, asked, actor, response);
    const page = pageFrom(asked, ['ordinal']);
    const rows = await this.lists.faults(list.listId, page.after === undefined ? -1 : Number(page.after[0]), page.limit + 1, asked);
    const groups = await this.lists.faultGroups(list.listId);
    const { items, ...next } = paged(rows, page.limit, 0, ({ number }) => [number]);
    const splitOff = (await this.lists.splitOffs(list.listId)).map(({ ordinal }) => ordinal);
    return { listId: list.listId, summary: list.summary, splitOff, groups, items: items.map(({ number: _, ...fault }) => fault), ...next };
  }

  /** In clear, because whoever sent the rows is to mend them; nobody else gets them. */
  private download(list: StagedList, { format, severity, code }: Asked, actor: Actor, response: Response): StreamableFile {
    requireRole(actor, 'clerk');
    const type = TYPES[String(format)];
    if (!type) throw new Refused('unsupported-format', { zh: 'format 应为 csv 或 xlsx', en: 'format must be csv or xlsx' }, 'malformed');
    const rows = badRows(this.lists, list, { ...(severity === undefined ? {} : { severity }), ...(code === undefined ? {} : { code }) });
    const file = format === 'xlsx' ? badRowsXlsx(list.heading, rows) : badRowsCsv(list.heading, rows);
    response.setHeader('Cache-Control', 'no-store');
    return new StreamableFile(Readable.from(file), { type, disposition: `attachment; filename="${list.batchId}-errors.${String(format)}"` });
  }

  private async listOf(id: string, actor: Actor): Promise<StagedList> {
    mayRead(actor, 'batch');
    const state = await this.submission.stateOf(id);
    if (!covers(actor.region, (state.opening as BatchOpened).region)) throw unknownSubject(`batch-${id}`);
    const list = await this.lists.current(id);
    if (!list) throw new Refused('list-unknown', { zh: '本批次没有上传的清单', en: 'no list was uploaded for this batch' }, 'unknown');
    return list;
  }
}
