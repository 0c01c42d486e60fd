/** Answers every error over HTTP as a problem; what nobody foresaw is logged without its message. */
import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { errorShape, type Logger } from '../log';
import { languageOf, problemBody, problemOf } from './problem';

@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    const found = problemOf(error);
    if (found.unforeseen) this.log.error({ error: errorShape(error), method: request.method, route: (request.route as { path?: string } | undefined)?.path }, 'unforeseen error');
    if (response.headersSent) {
      // Half an answer has left already: cutting the line is the only way left to say that it is not whole.
      response.destroy();
      return;
    }
    const language = languageOf(request.headers['accept-language']);
    if (found.retryAfterSeconds !== undefined) response.setHeader('Retry-After', String(found.retryAfterSeconds));
    if (found.status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
    response.setHeader('Content-Language', language);
    response.status(found.status).type('application/problem+json').send(JSON.stringify(problemBody(found, language)));
  }
}
