/** Turns anything thrown into the one shape of answer that says no: RFC 9457 with a stable code and both languages. */
import { HttpException } from '@nestjs/common';
import { Refused, type FieldError, type Text } from '../domain/refused';
import { LedgerDisagrees } from '../standstill';
import { Fenced, Overloaded, Unsettled } from '../event-store/event-store';
import { isTransient } from '../event-store/postgres/trouble';
import { NotYet } from './not-yet';
import { OverLimit } from './over-limit';

export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title: Text;
  readonly text: Text;
  readonly errors?: readonly FieldError[];
  readonly retryAfterSeconds?: number;
  /** Nobody foresaw this one: it is logged. */
  readonly unforeseen?: true;
}

/** A sign-in that failed; which half was wrong is not said. */
export class WrongSignIn extends Error {}

const titles: Readonly<Record<number, Text>> = {
  400: { zh: '请求有误', en: 'Malformed request' },
  401: { zh: '未登录', en: 'Not signed in' },
  403: { zh: '无权办理', en: 'Not yours to do' },
  404: { zh: '未找到', en: 'Not found' },
  405: { zh: '不支持的方法', en: 'Method not allowed' },
  408: { zh: '请求超时', en: 'Timed out' },
  409: { zh: '不予受理', en: 'Refused' },
  413: { zh: '内容过大', en: 'Too large' },
  415: { zh: '不支持的格式', en: 'Unsupported format' },
  417: { zh: '无法满足', en: 'Expectation failed' },
  425: { zh: '尚早', en: 'Too early' },
  429: { zh: '请求过于频繁', en: 'Too many requests' },
  431: { zh: '请求头过大', en: 'Headers too large' },
  500: { zh: '内部错误', en: 'Internal error' },
  503: { zh: '暂不可用', en: 'Not available now' },
};

const otherTitle: Text = { zh: '无法办理', en: 'Cannot be done' };

const problem = (status: number, code: string, zh: string, en: string, more: Partial<Problem> = {}): Problem => ({
  status, code, title: titles[status] ?? otherTitle, text: { zh, en }, ...more,
});

const statusOfKind = { malformed: 400, forbidden: 403, unknown: 404, refused: 409 } as const;

/** Said where the framework, not we, turned a request away. Its own words may quote the body, so ours are given. */
const byStatus: Readonly<Record<number, readonly [code: string, zh: string, en: string]>> = {
  400: ['malformed-request', '请求内容无法读取', 'the request cannot be read'],
  401: ['not-signed-in', '请先登录:Authorization 头应为 Bearer 令牌', 'sign in first: the Authorization header must carry a bearer token'],
  403: ['not-allowed', '您的角色不能办理此事', 'your role may not do this'],
  404: ['no-such-route', '没有这个地址', 'there is nothing at this address'],
  405: ['no-such-method', '此地址不支持该方法', 'this address does not take that method'],
  408: ['request-timeout', '请求未在时限内发送完毕', 'the request was not sent in time'],
  413: ['too-large', '内容超过允许的大小', 'the body is larger than allowed'],
  415: ['unsupported-format', '不支持此格式或编码', 'this format or encoding is not supported'],
  417: ['expectation-failed', '不支持 Expect 头中的要求', 'what the Expect header asks for is not done here'],
  431: ['headers-too-large', '请求头过大', 'the headers are larger than allowed'],
  503: ['not-ready', '服务尚未就绪,请稍后重试', 'not ready: try again shortly'],
  429: ['too-many-requests', '请求过于频繁', 'too many requests'],
};

/** Facts are made by whichever process follows the ledger, and made anew when their shape changes. */
export function areFactsAway(error: object): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return (code === '42P01' || code === '42883') && /\b(facts|audit)\./.test(String(message));
}

/** PostgreSQL ended a read that ran into its time limit. */
const tookTooLong = (error: object): boolean => (error as { code?: unknown }).code === '57014';

export function ofStatus(status: number): Problem {
  const known = byStatus[status] ?? (status < 500 ? byStatus[400] : undefined);
  if (known) return problem(status, known[0], known[1], known[2]);
  return problem(500, 'internal', '服务内部出错,已记录', 'something went wrong inside; it has been logged', { unforeseen: true });
}

/** Not a matter of waiting: somebody has to look. */
function standingStill({ disagreement: { id, position, kind } }: LedgerDisagrees): Problem {
  const [at, number] = [String(position), String(id)];
  return problem(503, 'ledger-disagrees', `账本与证明在位置 ${at} 不一致(${kind}),已停止一切写入,本次未记录;请管理员运行 mingzhang scrub 查明,再以 mingzhang scrub --settle ${number} 处理`,
    `ledger and proof disagree at position ${at} (${kind}): all writing has stopped and nothing was recorded; let the administrator look with mingzhang scrub, and settle it with mingzhang scrub --settle ${number}`, { retryAfterSeconds: 60 });
}

export function problemOf(error: unknown): Problem {
  if (error instanceof Refused) {
    const more = error.errors.length > 0 ? { errors: error.errors } : {};
    return problem(statusOfKind[error.kind], error.code, error.text.zh, error.text.en, more);
  }
  if (error instanceof WrongSignIn) return problem(401, 'wrong-sign-in', '用户名或密码不对', 'the user name or the password is wrong');
  if (error instanceof NotYet || error instanceof OverLimit) {
    return problem(error.status, error.code, error.text.zh, error.text.en, error.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: error.retryAfterSeconds });
  }
  if (error instanceof Overloaded) return problem(503, 'overloaded', '账本写入繁忙,请稍后重试', 'the ledger is busy: try again shortly', { retryAfterSeconds: error.retryAfterSeconds });
  if (error instanceof LedgerDisagrees) return standingStill(error);
  if (error instanceof Fenced) return problem(503, 'fenced', '写入已由另一进程接管,请重试', 'another process has taken over writing: try again', { retryAfterSeconds: 1 });
  if (error instanceof Unsettled) return problem(503, 'unsettled', '账本暂时无法连接,尚不知是否已记录;请用同一幂等键重发', 'the ledger cannot be reached and it is not known whether this was recorded: send the same key again', { retryAfterSeconds: 2 });
  if (error instanceof HttpException) return ofStatus(error.getStatus());
  if (typeof error !== 'object' || error === null) return ofStatus(500);
  if (tookTooLong(error)) return problem(503, 'took-too-long', '查询超过时限,已中止;请缩小范围后重试', 'the read ran into its time limit and was ended: ask for less, or try again later', { retryAfterSeconds: 10 });
  if (areFactsAway(error)) return problem(503, 'facts-not-ready', '数据正在重建,请稍后再读', 'the facts are being built: read again shortly', { retryAfterSeconds: 2 });
  if (isTransient(error)) return problem(503, 'database-away', '数据库暂时无法连接,请稍后重试', 'the database cannot be reached: try again shortly', { retryAfterSeconds: 2 });
  const { status, statusCode } = error as { status?: unknown; statusCode?: unknown };
  const given = Number(statusCode ?? status);
  return ofStatus(given >= 400 && given < 500 ? given : 500);
}

/** Chinese unless English is asked for with more weight. */
export function languageOf(acceptLanguage: string | undefined): keyof Text {
  const weight = (tag: string): number => {
    const found = (acceptLanguage ?? '').split(',').map((part) => part.trim().split(/\s*;\s*q=/)).find(([name]) => name?.toLowerCase().split('-')[0] === tag);
    return found ? Number(found[1] ?? '1') : 0;
  };
  return weight('en') > weight('zh') ? 'en' : 'zh';
}

/** Whoever mends these sees the others next; `errorsLeftOut` says how many there are. */
const ERRORS_SHOWN = 200;

export function problemBody(found: Problem, language: keyof Text): object {
  return {
    type: `urn:mingzhang:problem:${found.code}`,
    title: found.title[language],
    status: found.status,
    detail: found.text[language],
    code: found.code,
    text: found.text,
    ...(found.errors ? { errors: found.errors.slice(0, ERRORS_SHOWN).map((error) => ({ pointer: error.pointer, code: error.code, detail: error.text[language], text: error.text })) } : {}),
    ...(found.errors && found.errors.length > ERRORS_SHOWN ? { errorsLeftOut: found.errors.length - ERRORS_SHOWN } : {}),
  };
}
