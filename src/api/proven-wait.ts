/** `Prefer: wait=proven` on a write: it is answered once a signed checkpoint covers it, or says that none does yet. The write itself is durable either way. */
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import { mergeMap, type Observable } from 'rxjs';
import { ProofReads } from './proof-reads';

const WAIT_MS = 10_000;
const LOOK_EVERY_MS = 50;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export const wantsProof = (request: Request): boolean => (request.get('prefer') ?? '').split(/[,;]/).some((each) => each.trim().replaceAll('"', '').toLowerCase() === 'wait=proven');

interface Answered {
  readonly position?: number;
}

@Injectable()
export class ProvenWait implements NestInterceptor {
  private looking: Promise<number> | undefined;

  constructor(private readonly reads: ProofReads) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<Request>();
    if (!wantsProof(request)) return next.handle();
    const response = context.switchToHttp().getResponse<Response>();
    return next.handle().pipe(mergeMap(async (body: unknown) => (hasPosition(body) ? (await this.proven([body], response))[0] : body)));
  }

  /** The same answers, each saying whether it is proven; waits for the last of them. */
  async proven<T extends Answered>(answers: readonly T[], response: Response): Promise<readonly (T & { proven?: boolean })[]> {
    const positions = answers.flatMap(({ position }) => position ?? []);
    const size = await this.until(Math.max(-1, ...positions));
    if (!response.headersSent && positions.every((position) => position < size)) response.setHeader('Preference-Applied', 'wait=proven');
    return answers.map((each) => (each.position === undefined ? each : { ...each, proven: each.position < size }));
  }

  /** Answers how many events are proven: more than `position`, unless that took too long. */
  async until(position: number): Promise<number> {
    let size = await this.reads.tables.provenSize();
    for (const end = performance.now() + WAIT_MS; size <= position && performance.now() < end;) size = await this.next();
    return size;
  }

  /** One look for all who wait. */
  private next(): Promise<number> {
    this.looking ??= pause(LOOK_EVERY_MS).then(() => this.reads.tables.provenSize()).finally(() => { this.looking = undefined; });
    return this.looking;
  }
}

const hasPosition = (body: unknown): body is { position: number } => typeof body === 'object' && body !== null && typeof (body as Answered).position === 'number';
