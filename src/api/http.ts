/** What every HTTP application of ours has, in the service and in tests alike: limits, checks, problems, documents. */
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { NextFunction, Request, Response } from 'express';
import { Refused } from '../domain/refused';
import type { Logger } from '../log';
import { Metrics } from './metrics';
import { ProblemFilter } from './problem.filter';
import { bodyCheck } from './validation';

const jsonLimit = '2mb';

/** Route patterns only: a real path or query may hold what somebody looked for. */
const accessLog = (log: Logger) => (request: Request, response: Response, next: NextFunction): void => {
  const startedAt = process.hrtime.bigint();
  response.once('finish', () => {
    const route = (request.route as { path?: string } | undefined)?.path;
    log.info({ method: request.method, route, status: response.statusCode, ms: Number((process.hrtime.bigint() - startedAt) / 1_000_000n) }, 'request');
  });
  next();
};

/** Named before the framework sees it: the parser's own message quotes the body. */
function unreadable(error: unknown, _request: Request, _response: Response, next: NextFunction): void {
  const isJson = (error as { type?: unknown }).type === 'entity.parse.failed';
  next(isJson ? new Refused('malformed-json', { zh: '请求内容不是有效的 JSON', en: 'the body is not valid JSON' }, 'malformed') : error);
}

/** A parameter given twice has no one value to answer by; some frameworks make a list of it, some take the last. */
function oneValueEach(request: Request, _response: Response, next: NextFunction): void {
  const names = [...new URL(request.url, 'http://local').searchParams.keys()];
  const repeated = new Set(names).size < names.length;
  next(repeated ? new Refused('query-repeated', { zh: '同一查询参数只能出现一次', en: 'a query parameter may be given only once' }, 'malformed') : undefined);
}

function documents(app: NestExpressApplication): void {
  const description = '扶贫资金审计与监管账本 · an event-sourced audit and supervision ledger for poverty-relief money';
  const built = new DocumentBuilder().setOpenAPIVersion('3.1.0').setTitle('Mingzhang 明账').setDescription(description).setVersion('1').addBearerAuth().addSecurityRequirements('bearer').build();
  SwaggerModule.setup('docs', app, () => SwaggerModule.createDocument(app, built), { jsonDocumentUrl: 'openapi.json' });
}

/** Before `app.init()` or `app.listen()`; the application is made with `bodyParser: false`. */
export function asOurs(app: NestExpressApplication, log: Logger): void {
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.use(accessLog(log));
  app.use(app.get(Metrics).watch);
  app.use(oneValueEach);
  app.useBodyParser('json', { limit: jsonLimit });
  app.use(unreadable);
  app.useGlobalPipes(bodyCheck());
  app.useGlobalFilters(new ProblemFilter(log));
  documents(app);
}
