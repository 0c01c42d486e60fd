/** Account statements handed over as files: by the agent bank for its own account, by the finance bureau for the treasury's. */
import { Controller, Headers, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { covers, type Actor } from '../domain/decider';
import { isBusinessDate } from '../domain/field-check';
import { Refused } from '../domain/refused';
import { STATEMENT_KINDS, type StatementKind } from '../domain/statement';
import { Executor } from '../execute';
import { isRegionCode } from '../identifiers/region-code';
import { Who } from './actor';
import { documented } from './batch-docs';
import { keyOr } from './batch-step';
import { acceptedId } from './personal-looking';
import { receivedFile } from './received-file';
import { StatementIntake } from './statement-intake';

type Asked = Readonly<Partial<Record<'kind' | 'region' | 'statementId' | 'openingFen' | 'closingFen' | 'occurredOn' | 'name', string>>>;

const wrong = (name: string, zh: string, en: string): Refused =>
  new Refused('malformed-request', { zh: `参数 ${name} ${zh}`, en: `the parameter ${name} ${en}` }, 'malformed', [{ pointer: `/${name}`, code: 'bad-parameter', text: { zh, en } }]);

@ApiTags('statements')
@Controller('v1/statements')
export class StatementsController {
  constructor(private readonly statements: StatementIntake, private readonly executor: Executor) {}

  @Post(':id/file')
  @HttpCode(201)
  @ApiConsumes('multipart/form-data', 'application/octet-stream', 'text/csv')
  @ApiBody({ schema: { type: 'object', properties: { file: { type: 'string', format: 'binary' } } } })
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: 'the same key and file finish what a crash left, and double nothing' })
  @ApiQuery({ name: 'kind', enum: STATEMENT_KINDS, description: 'bank: account the agent bank pays from; treasury: zero-balance account' })
  @ApiQuery({ name: 'region', type: String, description: 'region whose money moves on the account' })
  @ApiQuery({ name: 'statementId', required: false, type: String, description: 'made from its dates and content where absent' })
  @ApiQuery({ name: 'openingFen', required: false, type: Number, description: 'balance before, where the file prints none' })
  @ApiQuery({ name: 'closingFen', required: false, type: Number, description: 'balance after, where the file prints none' })
  @ApiQuery({ name: 'occurredOn', required: false, type: String, description: 'day it was handed over; the ledger day where absent' })
  @ApiQuery({ name: 'name', required: false, type: String, description: 'name of the file, where the body is the file itself' })
  @documented('对账单 · a statement of this account as xlsx or csv', 201, '{key, status, position, statementId, lineCount}')
  async file(
    @Param('id') id: string, @Query() query: Asked, @Headers('idempotency-key') key: string | undefined, @Who() actor: Actor,
    @Req() request: Request, @Res({ passthrough: true }) response: Response,
  ): Promise<object> {
    const asked = askedFor(query, actor);
    const occurredOn = query.occurredOn ?? (await this.executor.currentLedgerDay());
    if (occurredOn === undefined || !isBusinessDate(occurredOn)) throw wrong('occurredOn', '应为存在的日期,写作 YYYY-MM-DD', 'must be a date that exists, as YYYY-MM-DD');
    const accountId = acceptedId(id);
    const used = keyOr(key);
    const file = await receivedFile(request, response);
    const named = { ...file, ...(file.name === undefined && query.name !== undefined ? { name: query.name } : {}) };
    const { status, lastPosition, statementId, lineCount } = await this.statements.take({ ...asked, accountId, occurredOn, key: used, actor }, named);
    response.status(status === 'recorded' ? 201 : 200);
    return { key: used, status, position: lastPosition, statementId, lineCount };
  }
}

/** Checked before the file is taken in, so that nobody else's file reaches the vault. */
function askedFor({ kind: asked, region, statementId, openingFen, closingFen }: Asked, actor: Actor): { kind: StatementKind; region: string; statementId?: string; openingFen?: number; closingFen?: number } {
  const kind = STATEMENT_KINDS.find((known) => known === asked);
  if (!kind) throw wrong('kind', '应为 bank 或 treasury', 'must be bank or treasury');
  if (actor.role !== 'clerk' && !(actor.role === 'bank' && kind === 'bank')) {
    throw new Refused('role-may-not', { zh: `“${actor.role}”无权录入此类对账单`, en: `role ${actor.role} may not hand in this kind of statement` }, 'forbidden');
  }
  if (region === undefined || !isRegionCode(region)) throw wrong('region', '应为区划代码', 'must be a region code');
  if (!covers(actor.region, region)) throw new Refused('region-not-yours', { zh: `区划 ${region} 不在您的辖区 ${actor.region} 内`, en: `region ${region} lies outside your region ${actor.region}` }, 'forbidden');
  const balances = Object.fromEntries(Object.entries({ openingFen, closingFen }).flatMap(([name, text]) => {
    if (text === undefined) return [];
    if (!/^-?\d{1,15}$/.test(text)) throw wrong(name, '应为整数分', 'must be a whole number of fen');
    return [[name, Number(text)]];
  }));
  return { kind, region, ...balances, ...(statementId === undefined ? {} : { statementId: acceptedId(statementId) }) };
}
