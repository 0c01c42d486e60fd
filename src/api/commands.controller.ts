/** Every write of the service: one command, or many as JSON lines, and the catalogue of what may be sent. */
import { Body, Controller, Get, Headers, HttpCode, Post, Query, Req, Res, UseInterceptors } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader, ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import type { Actor } from '../domain/decider';
import { allCommands } from '../domain/nouns';
import { Refused } from '../domain/refused';
import { Who } from './actor';
import { Prefer } from './batch-docs';
import { CommandIntake, type ResultLine } from './command-intake';
import { messageSchema } from './command-schema';
import { chunksOf, linesSent } from './json-lines';
import { languageOf } from './problem';
import { ProvenWait, wantsProof } from './proven-wait';

/** Enough for one full append of the store, few enough that the first answers leave early. */
const CHUNK_LINES = 1_000;
const ATOMIC_LINES = 1_000;
const ATOMIC_BYTES = 8 * 1_048_576;

const SENT = {
  type: 'object',
  required: ['type', 'id', 'data'],
  properties: {
    key: { type: 'string', description: 'idempotency key; or the Idempotency-Key header' }, type: { type: 'string' },
    id: { type: 'string', description: "the noun's id without prefix, minted by the caller; disclosures give the full stream id" }, data: { type: 'object' },
  },
};
const RESULT = {
  type: 'object',
  required: ['key', 'status'],
  properties: {
    key: { type: 'string', nullable: true }, status: { type: 'string', enum: ['recorded', 'replayed', 'refused'] },
    position: { type: 'integer' }, proven: { type: 'boolean', description: 'with Prefer: wait=proven' }, code: { type: 'string' }, detail: { type: 'string' },
  },
};

@ApiTags('commands')
@Controller('v1/commands')
export class CommandsController {
  constructor(private readonly intake: CommandIntake, private readonly wait: ProvenWait) {}

  @Get()
  @ApiOperation({ summary: '全部命令 · every command with its JSON Schema, role and region rule' })
  @ApiResponse({ status: 200, description: '{items: [{type, kind, by, opens, nouns, region, schema}]}' })
  catalogue(): object {
    const items = allCommands().filter(({ rule }) => rule.by.length > 0).map(({ type, rule, nouns }) => ({
      type, kind: rule.kind, by: rule.by, opens: rule.opens ?? false, nouns,
      region: "the sender's region must be a prefix of the stream's region",
      schema: messageSchema(rule.data),
    }));
    return { items };
  }

  @Post()
  @UseInterceptors(ProvenWait)
  @Prefer
  @ApiOperation({ summary: '提交命令 · one command, or one per line as application/x-ndjson' })
  @ApiConsumes('application/json', 'application/x-ndjson')
  @ApiBody({ schema: SENT })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiQuery({ name: 'atomic', required: false, enum: ['true', 'false'], description: 'JSON lines of one stream: all or none' })
  @ApiResponse({ status: 201, description: 'recorded', schema: RESULT })
  @ApiResponse({ status: 200, description: 'replayed; or one result line per line sent', schema: RESULT })
  @HttpCode(201)
  async send(
    @Who() actor: Actor, @Body() body: unknown, @Headers('idempotency-key') headerKey: string | undefined, @Query('atomic') atomic: string | undefined,
    @Req() request: Request, @Res({ passthrough: true }) response: Response,
  ): Promise<object | undefined> {
    if (request.is('application/x-ndjson')) {
      await this.sendLines(actor, atomic === 'true', request, response);
      return undefined;
    }
    if (!request.is('application/json')) throw new Refused('unsupported-format', { zh: '请发送 application/json 或 application/x-ndjson', en: 'send application/json or application/x-ndjson' }, 'malformed');
    const executed = await this.intake.one(body, headerKey, actor);
    response.status(executed.status === 'recorded' ? 201 : 200);
    return { key: executed.key, status: executed.status, position: executed.lastPosition };
  }

  /** Answers line by line as chunks become durable; a cut connection loses answers, never the keys by which to ask again. */
  private async sendLines(actor: Actor, atomic: boolean, request: Request, response: Response): Promise<void> {
    const language = languageOf(request.headers['accept-language']);
    if (atomic) {
      const results = await this.intake.linesTogether(await fewLines(request), actor, language);
      response.status(200).type('application/x-ndjson').send(asLines(await this.whenAsked(results, request, response)));
      return;
    }
    for await (const chunk of chunksOf(linesSent(request), CHUNK_LINES)) {
      const results = await this.whenAsked(await this.intake.lines(chunk.map((line) => line.text), actor, language), request, response);
      if (!response.headersSent) response.status(200).type('application/x-ndjson');
      if (!response.write(asLines(results))) await drained(response);
    }
    if (!response.headersSent) response.status(200).type('application/x-ndjson');
    response.end();
  }

  private async whenAsked(results: readonly ResultLine[], request: Request, response: Response): Promise<readonly ResultLine[]> {
    return wantsProof(request) ? this.wait.proven(results, response) : results;
  }
}

const asLines = (results: readonly ResultLine[]): string => results.map((result) => `${JSON.stringify(result)}\n`).join('');

/** What is recorded together is held together. */
async function fewLines(request: Request): Promise<readonly (string | undefined)[]> {
  const texts: (string | undefined)[] = [];
  for await (const { text } of linesSent(request, ATOMIC_BYTES)) {
    texts.push(text);
    if (texts.length > ATOMIC_LINES) throw new Refused('too-many-lines', { zh: `atomic=true 最多 ${String(ATOMIC_LINES)} 行`, en: `with atomic=true at most ${String(ATOMIC_LINES)} lines` }, 'malformed');
  }
  return texts;
}

/** A reader that went away never drains: then the rest is taken in without telling anybody. */
const drained = (response: Response): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.once('drain', done).once('close', done);
  });
