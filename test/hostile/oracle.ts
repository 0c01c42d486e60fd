/** What every answer must be, whatever was asked: a list of complaints, empty where there is nothing to complain of. */
import { MARK } from './nasty';
import type { WireAnswer } from './wire';

/** Stack, statement, message of the database, name of a file of ours. */
const INSIDE = /\bat .{1,120}:\d+:\d+|node_modules|\/src\/|\.js:\d|\b(Type|Range|Syntax|Reference)Error\b|\bSELECT .{1,200} FROM\b|\bINSERT INTO\b|violates .{1,40}constraint|invalid (byte sequence|input syntax)|syntax error at|relation "|column "|operator does not exist|pg_|Unexpected token|JSON at position|Cannot (GET|POST|PUT|DELETE|PATCH|read)/;

const SMALL_BYTES = 4 * 1_048_576;
const PROBLEM_BYTES = 200_000;

interface Problem {
  readonly type?: unknown;
  readonly title?: unknown;
  readonly status?: unknown;
  readonly detail?: unknown;
  readonly code?: unknown;
  readonly text?: { readonly zh?: unknown; readonly en?: unknown };
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    // Complained of below, in the words of this test.
    return undefined;
  }
}

function ofProblem(answer: WireAnswer): string[] {
  const complaints: string[] = [];
  const problem = parsed(answer.body) as Problem | undefined;
  if (!answer.headers.get('content-type')?.startsWith('application/problem+json')) complaints.push(`content type ${String(answer.headers.get('content-type'))}`);
  if (!problem) return [...complaints, `no problem: ${answer.body.toString('utf8').slice(0, 60)}`];
  if (!isText(problem.code) || !/^[a-z][a-z0-9-]+$/.test(problem.code)) complaints.push('no code');
  if (problem.type !== `urn:mingzhang:problem:${String(problem.code)}` || problem.status !== answer.status) complaints.push('type or status differ');
  if (!isText(problem.title) || !isText(problem.detail) || !isText(problem.text?.zh) || !isText(problem.text.en)) complaints.push('not in both languages');
  if (answer.body.length > PROBLEM_BYTES) complaints.push(`a problem of ${String(answer.body.length)} bytes`);
  if (/[\u202e\u200b\u2060]/.test(answer.body.toString('utf8'))) complaints.push('invisible marks repeated');
  return complaints;
}

/** `sought` is what must never be in any answer but one that opens people on purpose. */
export function complaints(answer: WireAnswer, method: string, sought: readonly string[]): readonly string[] {
  const { status, headers, body } = answer;
  const said: string[] = [];
  if (status >= 500 && status !== 503) said.push(`status ${String(status)}`);
  if (headers.get('x-content-type-options') !== 'nosniff') said.push('may be sniffed');
  if (headers.has('x-powered-by') || headers.has('x-injected') || headers.has('set-cookie')) said.push('a header it should not have');
  if (headers.get('content-disposition')?.startsWith('inline') === true) said.push('a file shown inline');
  if (method === 'HEAD') return said;
  const text = body.toString('utf8');
  if (status >= 400) {
    said.push(...ofProblem(answer));
    if (INSIDE.test(text)) said.push(`tells of its inside: ${String(INSIDE.exec(text)?.[0]).slice(0, 60)}`);
    if (text.includes(MARK)) said.push('repeats what was sent');
  }
  if (body.length > SMALL_BYTES) said.push(`${String(body.length)} bytes`);
  if (headers.get('content-type')?.startsWith('application/json') === true && parsed(body) === undefined) said.push('no JSON');
  const leaked = sought.find((one) => text.includes(one));
  if (leaked !== undefined) said.push('somebody in clear');
  return said;
}
