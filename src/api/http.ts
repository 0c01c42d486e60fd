/** What every HTTP application of ours has, in the service and in tests alike: limits, headers, checks, problems, documents. */
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { json, type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import type { Config } from '../config';
import { Refused } from '../domain/refused';
import type { Logger } from '../log';
import { CONFIG } from '../tokens';
import { bodyLimitBytes } from './body-limits';
import { limitConnections } from './connection-limits';
import { JSON_DEPTH_MAX, nestsTooDeep } from './json-depth';
import { Metrics } from './metrics';
import { bodyTooLarge, OverLimit } from './over-limit';
import { ProblemFilter } from './problem.filter';
import { bodyCheck } from './validation';

/** Route patterns only: a real path or query may hold what somebody looked for. */
const accessLog = (log: Logger) => (request: Request, response: Response, next: NextFunction): void => {
  const startedAt = process.hrtime.bigint();
  response.once('finish', () => {
    const route = (request.route as { path?: string } | undefined)?.path;
    log.info({ method: request.method, route, status: response.statusCode, ms: Number((process.hrtime.bigint() - startedAt) / 1_000_000n) }, 'request');
  });
  next();
};

/** Nothing of an answer is kept by whoever stands between, nor shown as what it is not. The page of the documentation alone runs scripts. */
const headers = helmet({ contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } }, strictTransportSecurity: false });

function keptByNobody(_request: Request, response: Response, next: NextFunction): void {
  response.setHeader('Cache-Control', 'no-store');
  next();
}

/** What the parser makes of it is not said: `unreadable` answers. */
function refuseDeep(_request: unknown, _response: unknown, bytes: Buffer): void {
  if (nestsTooDeep(bytes)) throw new Error('nests too deep');
}

const parsers = new Map<number, ReturnType<typeof json>>();

/** Reads a JSON body as far as its route takes one. */
function readJson(request: Request, response: Response, next: NextFunction): void {
  const limit = bodyLimitBytes(request.path);
  const parser = parsers.get(limit) ?? json({ limit, verify: refuseDeep });
  parsers.set(limit, parser);
  parser(request, response, next);
}

/** Named before the framework sees it: the parser's own message quotes the body. */
function unreadable(error: unknown, request: Request, _response: Response, next: NextFunction): void {
  const { type } = error as { type?: unknown };
  if (type === 'entity.parse.failed') next(new Refused('malformed-json', { zh: '请求内容不是有效的 JSON', en: 'the body is not valid JSON' }, 'malformed'));
  else if (type === 'entity.verify.failed') next(new Refused('json-too-deep', { zh: `JSON 嵌套超过 ${String(JSON_DEPTH_MAX)} 层`, en: `the JSON nests deeper than ${String(JSON_DEPTH_MAX)}` }, 'malformed'));
  else if (type === 'entity.too.large') next(bodyTooLarge(bodyLimitBytes(request.path)));
  else if (type === 'charset.unsupported' || type === 'encoding.unsupported') next(new OverLimit(415, 'unsupported-encoding', { zh: 'JSON 请以 UTF-8 发送', en: 'send JSON in UTF-8' }));
  else next(error);
}

/** No address holds a control character: a database would stumble over one. And HTTP/1.1 names the host it means. */
function readableAddress(request: Request, _response: Response, next: NextFunction): void {
  if (request.headers.host === undefined && request.httpVersion === '1.1') {
    next(new Refused('host-missing', { zh: '缺少 Host 头', en: 'the Host header is missing' }, 'malformed'));
    return;
  }
  const broken = /%(0[0-9a-f]|1[0-9a-f]|7f)/i.test(request.url);
  next(broken ? new Refused('address-unreadable', { zh: '地址中不得有控制字符', en: 'an address may hold no control characters' }, 'malformed') : undefined);
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
  const { limits, trustedProxies } = app.get<Config>(CONFIG);
  limitConnections(app.getHttpServer(), limits.requestSeconds);
  app.set('query parser', 'simple');
  app.set('trust proxy', [...trustedProxies]);
  app.use(accessLog(log));
  app.use(app.get(Metrics).watch);
  app.use(headers);
  app.use('/v1', keptByNobody);
  app.use(readableAddress);
  app.use(oneValueEach);
  app.use(readJson);
  app.use(unreadable);
  app.useGlobalPipes(bodyCheck());
  app.useGlobalFilters(new ProblemFilter(log));
  documents(app);
}
