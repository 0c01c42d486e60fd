/** What a route's own documentation says it takes and gives is held to: no other content types, only so many uploads and event streams at once, and no file while nothing may be written. */
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import type { Limits } from '../config';
import type { Actor } from '../domain/decider';
import { OverLimit } from './over-limit';

/** Where @ApiConsumes and @ApiProduces leave what they were told. */
const CONSUMES = 'swagger/apiConsumes';
const PRODUCES = 'swagger/apiProduces';

/** One person may hold this share of all places. */
const OWN_SHARE = 0.5;
const RETRY_SECONDS = 5;

/** Places that are held while something lasts: so many in all, and no more than a share of them by one holder. */
class Places {
  private readonly held = new Map<string, number>();
  private taken = 0;

  constructor(private readonly most: number) {}

  /** False where none is free. */
  take(holder: string): boolean {
    const own = this.held.get(holder) ?? 0;
    if (this.taken >= this.most || own >= Math.max(1, Math.ceil(this.most * OWN_SHARE))) return false;
    this.held.set(holder, own + 1);
    this.taken += 1;
    return true;
  }

  leave(holder: string): void {
    const own = (this.held.get(holder) ?? 1) - 1;
    if (own === 0) this.held.delete(holder);
    else this.held.set(holder, own);
    this.taken -= 1;
  }
}

const isFile = (type: string): boolean => type === 'multipart/form-data' || type === 'application/octet-stream' || type === 'text/csv';

const notTaken = (takes: readonly string[]): OverLimit =>
  new OverLimit(415, 'unsupported-format', { zh: `此地址只接受 ${takes.join('、')}`, en: `this address takes ${takes.join(', ')} only` });

const notDecoded = (): OverLimit => new OverLimit(415, 'unsupported-encoding', { zh: '文件与多行命令请不加压缩编码发送', en: 'send files and command lines without a content encoding' });

@Injectable()
export class RouteLimits implements CanActivate {
  private readonly uploads: Places;
  private readonly listeners: Places;

  /** `mayWrite` throws where writing has stopped: whoever would read a list for a minute hears it before the first byte is read. */
  constructor(private readonly reflector: Reflector, limits: Pick<Limits, 'uploadsAtOnce' | 'listenersAtOnce'>, private readonly mayWrite: () => void) {
    this.uploads = new Places(limits.uploadsAtOnce);
    this.listeners = new Places(limits.listenersAtOnce);
  }

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request & { actor?: Actor }>();
    const response = context.switchToHttp().getResponse<Response>();
    const takes = this.said(CONSUMES, context) ?? ['application/json'];
    const holder = request.actor?.id ?? '';
    if (hasBody(request)) {
      const encoding = request.headers['content-encoding'];
      if (encoding !== undefined && encoding !== 'identity' && request.is('application/json') === false) throw notDecoded();
      const takesFiles = takes.some(isFile);
      // The format of a file is told by its bytes, never by what it is called: any kind will do, but not one that is read as something else.
      if (request.is([...takes]) === false && !(takesFiles && request.is('application/json') === false)) throw notTaken(takes);
      if (takesFiles && request.is('application/json') === false) {
        this.mayWrite();
        this.hold(this.uploads, holder, request, 'uploads-busy', { zh: '同时上传过多', en: 'too many uploads at once' });
      }
    }
    if (this.said(PRODUCES, context)?.includes('text/event-stream')) this.hold(this.listeners, holder, response, 'listeners-busy', { zh: '同时监听过多', en: 'too many event streams at once' });
    return true;
  }

  private said(key: string, context: ExecutionContext): readonly string[] | undefined {
    return this.reflector.getAllAndOverride<readonly string[] | undefined>(key, [context.getHandler(), context.getClass()]);
  }

  private hold(places: Places, holder: string, until: Request | Response, code: string, { zh, en }: { zh: string; en: string }): void {
    if (!places.take(holder)) throw new OverLimit(503, code, { zh: `${zh},请稍后重试`, en: `${en}: try again shortly` }, RETRY_SECONDS);
    until.once('close', () => { places.leave(holder); });
  }
}

const hasBody = (request: Request): boolean => request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
