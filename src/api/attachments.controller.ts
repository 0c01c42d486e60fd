/** Files handed over as evidence, and handed back as downloads only: nothing of them is ever shown by the browser itself. */
import { Controller, Get, HttpCode, Param, Post, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiParam, ApiProduces, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import type { Actor, Role } from '../domain/decider';
import { Refused } from '../domain/refused';
import { attachmentKind } from '../intake/attachment-kind';
import { requireRole, Who } from './actor';
import { AttachmentStore } from './attachment-store';
import { receivedFile } from './received-file';
import { OVERSEERS } from './readers';

/** Receipts, photos and scans; a list has a route of its own. */
const BYTES_MAX = 10 * 1_024 * 1_024;
const WHO: readonly Role[] = [...OVERSEERS, 'clerk', 'checker', 'office', 'bank', 'province'];

@ApiTags('attachments')
@Controller('v1/attachments')
export class AttachmentsController {
  constructor(private readonly store: AttachmentStore) {}

  @Post()
  @HttpCode(201)
  @ApiOperation({ summary: '佐证材料 · hand over a file as evidence; events name it by its hash (AttachEvidence)' })
  @ApiConsumes('multipart/form-data', 'application/octet-stream')
  @ApiBody({ schema: { type: 'object', properties: { file: { type: 'string', format: 'binary' } } } })
  @ApiQuery({ name: 'name', required: false, type: String, description: 'name of the file, where the body is the file itself; its ending must fit the content' })
  @ApiResponse({ status: 201, description: '{contentHash, mediaType, bytes}', schema: { type: 'object' } })
  @ApiResponse({ status: 400, description: 'attachment-kind-unknown, attachment-kind-differs, attachment-active' })
  @ApiResponse({ status: 413, description: 'larger than 10 MiB' })
  async hand(@Query('name') name: string | undefined, @Who() actor: Actor, @Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<object> {
    requireRole(actor, ...WHO);
    const file = await receivedFile(request, response, BYTES_MAX);
    const called = { mediaType: file.mediaType, name: file.name ?? name };
    const mediaType = attachmentKind(file.bytes, called);
    const contentHash = await this.store.keep(file.bytes, mediaType, actor);
    response.setHeader('Location', `/v1/attachments/${contentHash}`);
    return { contentHash, mediaType, bytes: file.bytes.length };
  }

  @Get(':hash')
  @ApiOperation({ summary: '佐证材料 · the file, as a download: for the office that handed it over and those who oversee its region' })
  @ApiParam({ name: 'hash', schema: { type: 'string', pattern: '^[0-9a-f]{64}$' } })
  @ApiProduces('application/octet-stream')
  @ApiResponse({ status: 404, description: 'no such file that you may open' })
  async file(@Param('hash') hash: string, @Who() actor: Actor, @Res({ passthrough: true }) response: Response): Promise<StreamableFile> {
    requireRole(actor, ...WHO);
    const found = /^[0-9a-f]{64}$/.test(hash) ? await this.store.open(hash, actor) : undefined;
    if (!found) throw new Refused('attachment-unknown', { zh: '没有您可以调阅的这份材料', en: 'there is no such file that you may open' }, 'unknown');
    response.setHeader('Content-Security-Policy', "sandbox; default-src 'none'");
    response.setHeader('X-Content-Type-Options', 'nosniff');
    return new StreamableFile(found.bytes, { type: found.mediaType, disposition: `attachment; filename="${hash.slice(0, 16)}"`, length: found.bytes.length });
  }
}
