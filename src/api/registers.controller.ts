/** Registers of other offices handed over as files, and what is wrong with their rows. */
import { Controller, Get, Headers, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader, ApiOperation, ApiParam, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { covers, type Actor } from '../domain/decider';
import { isBusinessDate } from '../domain/field-check';
import { Refused } from '../domain/refused';
import { REGISTER_KINDS } from '../domain/register';
import { isRegionCode } from '../identifiers/region-code';
import { requireRole, Who } from './actor';
import { documented } from './batch-docs';
import { keyOr } from './batch-step';
import { Jobs } from './jobs';
import { pageFrom, paged } from './pages';
import { acceptedId } from './personal-looking';
import { mayRead, unknownSubject } from './readers';
import { receivedFile } from './received-file';
import { RegisterImport } from './register-import';
import { RegisterStore, type Uploaded } from './register-store';
import { RegisterUpload, type RegisterFile } from './register-upload';

interface Asked {
  readonly kind?: string;
  readonly region?: string;
  readonly asOf?: string;
  readonly source?: string;
  readonly occurredOn?: string;
  readonly skip?: string;
  readonly name?: string;
}

interface AskedErrors {
  readonly severity?: string;
  readonly code?: string;
  readonly limit?: string;
  readonly after?: string;
}

const ERRORS = '{jobId, registerId, kind, region, summary, groups: [{code, severity, count, reason, remedy}], items: [{row, column, code, severity, masked, reason, remedy}], next?}';

@ApiTags('registers')
@Controller('v1')
export class RegistersController {
  constructor(private readonly jobs: Jobs, private readonly uploads: RegisterUpload, private readonly imports: RegisterImport, private readonly store: RegisterStore) {}

  @Post('registers/:id/file')
  @HttpCode(202)
  @ApiConsumes('multipart/form-data', 'application/octet-stream', 'text/csv')
  @ApiBody({ schema: { type: 'object', properties: { file: { type: 'string', format: 'binary' } } } })
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: 'the same key and file finish what a crash left, and double nothing' })
  @ApiQuery({ name: 'kind', enum: REGISTER_KINDS })
  @ApiQuery({ name: 'region', type: String, description: 'region it covers; one register per kind and region' })
  @ApiQuery({ name: 'asOf', required: false, type: String, description: 'day it describes; as the file says where absent' })
  @ApiQuery({ name: 'source', required: false, type: String, description: 'office it came from; as the file says where absent' })
  @ApiQuery({ name: 'occurredOn', required: false, type: String, description: 'day it was handed over; the ledger day where absent' })
  @ApiQuery({ name: 'skip', required: false, enum: ['errors'], description: 'leave rows with red errors out on purpose; who does not stand in such a file is not taken as gone' })
  @ApiQuery({ name: 'name', required: false, type: String, description: 'name of the file, where the body is the file itself' })
  @documented('导入名册 · a register as xlsx or csv; only what changed against the last import is entered', 202, '{jobId, job}; its result: {registerId, status: recorded | replayed | unchanged, count, added, removed, heldBack, skipped, warnings, asOf, source, position}')
  async file(
    @Param('id') id: string, @Query() query: Asked, @Headers('idempotency-key') key: string | undefined, @Who() actor: Actor,
    @Req() request: Request, @Res({ passthrough: true }) response: Response,
  ): Promise<object> {
    requireRole(actor, 'office');
    const asked: RegisterFile = { ...askedFor(query, actor), registerId: acceptedId(id), key: keyOr(key), actor };
    await this.uploads.refusePersonal(asked, asked.source);
    await this.imports.refuseSecond(id, asked.kind, asked.region);
    const file = { ...(await receivedFile(request, response)), ...(typeof query.name === 'string' ? { name: query.name } : {}) };
    const job = await this.jobs.begin('register-file', `register-${id}`, asked.region, actor, (jobId) => this.uploads.take(jobId, asked, file));
    response.setHeader('Location', `/v1/jobs/${job.id}`);
    return { jobId: job.id, job };
  }

  @Get('registers/:id/errors')
  @ErrorsRead('名册错误 · what is wrong with the rows of the register last handed over')
  @ApiParam({ name: 'id', schema: { type: 'string', pattern: '^[A-Za-z0-9-]{1,64}$' } })
  async errors(@Param('id') id: string, @Query() query: AskedErrors, @Who() actor: Actor): Promise<object> {
    mayRead(actor, 'register');
    return this.errorsOf(await this.store.find('register_id', acceptedId(id)), `register-${id}`, query, actor);
  }

  @Get('jobs/:id/errors')
  @ErrorsRead('任务错误 · what is wrong with the rows of the register this job read')
  async jobErrors(@Param('id') id: string, @Query() query: AskedErrors, @Who() actor: Actor): Promise<object> {
    mayRead(actor, 'register');
    const job = await this.jobs.find(id, actor);
    return this.errorsOf(await this.store.find('job_id', job.id), job.subject, query, actor);
  }

  private async errorsOf(uploaded: Uploaded | undefined, subject: string, query: AskedErrors, actor: Actor): Promise<object> {
    if (!uploaded || !covers(actor.region, uploaded.region)) throw unknownSubject(subject);
    const page = pageFrom(query, ['ordinal']);
    const rows = await this.store.faults(uploaded.jobId, page.after === undefined ? -1 : Number(page.after[0]), page.limit + 1, query);
    const groups = (await this.store.faultGroups(uploaded.jobId)).map(({ code, severity, count, fault }) => ({ code, severity, count, reason: fault.reason, remedy: fault.remedy }));
    const { items, ...next } = paged(rows, page.limit, 0, ({ number }) => [number]);
    return { ...uploaded, groups, items: items.map(({ number: _, ...fault }) => fault), ...next };
  }
}

function ErrorsRead(summary: string): MethodDecorator {
  return (target, method, descriptor) => {
    for (const decorate of [
      ApiOperation({ summary }), ApiResponse({ status: 200, description: ERRORS }), ApiQuery({ name: 'severity', required: false, enum: ['red', 'amber'] }), ApiQuery({ name: 'code', required: false, type: String }),
      ApiQuery({ name: 'limit', required: false, schema: { type: 'integer', minimum: 1, maximum: 500, default: 50 } }), ApiQuery({ name: 'after', required: false, type: String }),
    ]) decorate(target, method, descriptor);
  };
}

const wrong = (name: string, zh: string, en: string): Refused =>
  new Refused('malformed-request', { zh: `参数 ${name} ${zh}`, en: `the parameter ${name} ${en}` }, 'malformed', [{ pointer: `/${name}`, code: 'bad-parameter', text: { zh, en } }]);

/** Checked before the file is taken in, so that a slip costs nothing. */
function askedFor(query: Asked, actor: Actor): Omit<RegisterFile, 'registerId' | 'key' | 'actor'> {
  const kind = REGISTER_KINDS.find((known) => known === query.kind);
  if (!kind) throw wrong('kind', `应为其中之一:${REGISTER_KINDS.join('、')}`, `must be one of ${REGISTER_KINDS.join(', ')}`);
  const { region, asOf, source, occurredOn, skip } = query;
  if (typeof region !== 'string' || !isRegionCode(region)) throw wrong('region', '应为区划代码', 'must be a region code');
  if (!covers(actor.region, region)) {
    throw new Refused('region-not-yours', { zh: `区划 ${region} 不在您的辖区 ${actor.region} 内`, en: `region ${region} lies outside your region ${actor.region}` }, 'forbidden');
  }
  for (const [name, day] of Object.entries({ asOf, occurredOn })) if (day !== undefined && !isBusinessDate(day)) throw wrong(name, '应为存在的日期,写作 YYYY-MM-DD', 'must be a date that exists, as YYYY-MM-DD');
  if (source !== undefined && (typeof source !== 'string' || source === '' || source.length > 100)) throw wrong('source', '应为 1–100 个字符', 'must have 1 to 100 characters');
  if (skip !== undefined && skip !== 'errors') throw wrong('skip', '只能为 errors', 'can only be errors');
  return { kind, region, asOf, source, occurredOn, skipErrors: skip === 'errors' };
}
