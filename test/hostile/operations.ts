/** The routes of the running application, read from its own OpenAPI document, and valid requests for each: what mutations start from. */
import { signedFor } from './who';
import type { County, Sendable } from './county';

interface Schema {
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly $ref?: string;
  readonly minimum?: number;
  readonly example?: unknown;
}

interface Parameter {
  readonly in: 'path' | 'query' | 'header';
  readonly name: string;
  readonly schema?: Schema;
}

export interface Operation {
  /** `post /v1/batches/{id}/file` */
  readonly name: string;
  readonly method: string;
  readonly template: string;
  readonly parameters: readonly Parameter[];
  /** Content types it takes; none where it takes no body. */
  readonly takes: readonly string[];
  readonly body: Schema | undefined;
}

interface Described {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: Schema }>> };
}

export async function operationsOf(port: number): Promise<readonly Operation[]> {
  const answer = await fetch(`http://127.0.0.1:${String(port)}/openapi.json`);
  const { paths } = (await answer.json()) as { paths: Record<string, Record<string, Described>> };
  return Object.entries(paths).flatMap(([template, methods]) => Object.entries(methods).map(([method, described]): Operation => {
    const content = described.requestBody?.content ?? {};
    const takes = Object.keys(content);
    return {
      name: `${method} ${template}`, method: method.toUpperCase(), template, parameters: described.parameters ?? [],
      // A route that takes a body and does not say of which kind takes JSON.
      takes: takes.length === 0 && method !== 'get' ? ['application/json'] : takes, body: Object.values(content)[0]?.schema,
    };
  }));
}

/** A request before it is made hostile. */
export interface Draft {
  readonly method: string;
  readonly path: readonly string[];
  readonly query: readonly (readonly [string, string])[];
  readonly headers: readonly (readonly [string, string])[];
  readonly user: string;
  readonly body: { readonly kind: 'none' } | { readonly kind: 'json'; readonly value: unknown } | { readonly kind: 'lines'; readonly values: readonly unknown[] } | { readonly kind: 'file'; readonly bytes: Buffer; readonly form: boolean; readonly name: string };
}

const pick = <T>(from: readonly T[], at: number): T | undefined => from[at % Math.max(1, from.length)];

/** A value that fits the schema, for routes nobody has told this test about. */
function fitting(schema: Schema | undefined, name: string, at: number, depth = 0): unknown {
  if (!schema || depth > 4) return 'x';
  if (schema.example !== undefined) return schema.example;
  if (schema.enum && schema.enum.length > 0) return pick(schema.enum, at);
  const one = schema.oneOf?.[0] ?? schema.anyOf?.[0];
  if (one) return fitting(one, name, at, depth + 1);
  if (schema.type === 'object' || schema.properties) return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([key, each]) => [key, fitting(each, key, at, depth + 1)]));
  if (schema.type === 'array') return [fitting(schema.items, name, at, depth + 1)];
  if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 1;
  if (schema.type === 'boolean') return true;
  if (schema.format === 'date' || /On$|^(from|to|until)$/.test(name)) return '2018-03-01';
  if (/region/i.test(name)) return '422899';
  return 'x';
}

const QUERY: Readonly<Record<string, readonly string[]>> = {
  region: ['422899', '42289901', '42'], asOf: ['200', '2030-01-01T00:00:00Z', '2018-01-31'], effectiveOn: ['2018-03-01'], from: ['2018-01-01', '10'], to: ['2018-04-01', '300'], until: ['2018-04-01'], minPosition: ['5'], limit: ['1', '7', '500'],
  direction: ['down', 'up'], kind: ['deceased', 'announcement'], rule: ['A24'], subject: ['allocation:2018-WORKS-422899'], stream: ['allocation-2018-WORKS-422899'], occurredOn: ['2018-03-20'], format: ['csv', 'xlsx'], resultsId: ['r-1'],
};

const NOUN_OF_PATH: Readonly<Record<string, string>> = { batches: 'batch', households: 'household' };
const nounOf = (segment: string): string => NOUN_OF_PATH[segment] ?? segment.replace(/s$/, '');

export interface Known {
  readonly county: County;
  readonly flags: readonly string[];
  readonly jobs: readonly string[];
  readonly refs: readonly string[];
}

function idFor(known: Known, before: readonly string[], name: string, at: number): string {
  const noun = nounOf(before.at(-1) ?? '');
  if (noun === 'flag') return pick(known.flags, at) ?? 'x';
  if (noun === 'job') return pick(known.jobs, at) ?? 'x';
  if (noun === 'rule') return pick(['A24', 'A02', 'A19'], at) ?? 'x';
  if (noun === 'day') return '2018-01-31';
  if (noun === 'disclosure') return `allocation-${pick(known.county.ids.get('allocation') ?? [], at) ?? ''}@1`;
  if (name === 'kind') return pick(['allocation', 'batch', 'payment', 'household'], at) ?? 'x';
  if (name === 'ordinal') return String(1 + (at % 4));
  const kind = before.includes('trace') ? nounOf(before[before.indexOf('trace') + 1] ?? '') : noun;
  return pick(known.county.ids.get(name === 'batch' || kind === 'disbursement' ? 'batch' : kind) ?? [], at) ?? `new-${String(at)}`;
}

const REGISTER = Buffer.from('\ufeff姓名,身份证号,死亡日期\r\n向大山,422826190001010014,2018-02-03\r\n', 'utf8');

/** Bodies of routes the simulator does not send. */
function toldBody(operation: Operation, known: Known, at: number): unknown {
  const person = pick(known.county.personal.people, at);
  const line = { payee: { idNumber: person?.idNumber, name: person?.name }, account: { number: pick(known.county.personal.cards, at) }, amountFen: 10_000 };
  const ref = pick(known.refs, at);
  const told: Readonly<Record<string, unknown>> = {
    'post /v1/auth/token': { username: 'clerk', password: 'demo' },
    'post /v1/batches/{id}/lines': { lines: [line, { ...line, remark: 'x', quantityMilli: 1000 }] },
    'post /v1/batches/{id}/split-off': { reason: '更正', ordinals: [1] },
    'post /v1/batches/{id}/reject': { reason: '名单有误', occurredOn: '2018-03-20' },
    'post /v1/households/find': at % 2 === 0 ? { idNumber: person?.idNumber } : { registerNumber: pick(known.county.personal.registerNumbers, at) },
    'post /v1/people/reveal': { refs: [ref], reason: '核对' }, 'post /v1/people/erasure': { ref, basis: '本人申请' }, 'post /v1/people/erasure/approve': { ref },
  };
  return told[operation.name] ?? fitting(operation.body, '', at);
}

function withBody(operation: Operation, known: Known, at: number, path: string[], sent: (Sendable & { id: string }) | undefined): Draft['body'] {
  const takesFiles = operation.takes.some((type) => type === 'multipart/form-data' || type === 'application/octet-stream');
  const { body, name = 'list.csv' } = sent ?? {};
  if (Buffer.isBuffer(body)) return { kind: 'file', bytes: body, form: at % 3 === 0, name };
  if (body === undefined && takesFiles && !operation.takes.includes('application/json')) return { kind: 'file', bytes: path.includes('registers') ? REGISTER : pick(filesOf(known), at) ?? REGISTER, form: at % 3 === 0, name };
  const value = body ?? toldBody(operation, known, at);
  if (operation.takes.includes('application/x-ndjson') && at % 2 === 1) return { kind: 'lines', values: Array.isArray((value as { lines?: unknown }).lines) ? (value as { lines: unknown[] }).lines : [1, 2].map((line) => ({ key: `line-${String(at)}-${String(line)}`, ...(value as object) })) };
  return { kind: 'json', value };
}

const filesOf = ({ county }: Known): Buffer[] => (county.unsent.get('post /v1/batches/{id}/file') ?? []).flatMap(({ body }) => (Buffer.isBuffer(body) ? [body] : []));

/** The `at`-th valid request of an operation: the same number, the same request. */
export function validRequest(operation: Operation, known: Known, at: number): Draft {
  const sent = pick(known.county.unsent.get(operation.name) ?? [], at);
  const path: string[] = [];
  for (const segment of operation.template.split('/').slice(1)) {
    const name = /^\{(.+)\}$/.exec(segment)?.[1];
    const schema = operation.parameters.find((each) => each.in === 'path' && each.name === name)?.schema;
    const choice = schema?.enum ? String(pick(schema.enum, at)) : undefined;
    path.push(name === undefined ? segment : sent && name === 'id' ? sent.id : choice ?? idFor(known, path, name, at));
  }
  const asked = operation.parameters.filter((each) => each.in === 'query');
  // A format turns an answer into a file: asked for now and then only.
  const query = asked.filter(({ name }, index) => (at + index) % 3 === 0 || ['kind', 'region', 'from', 'to'].includes(name))
    .map(({ name, schema }): [string, string] => [name, schema?.enum ? String(pick(schema.enum, at)) : pick(QUERY[name] ?? [], at) ?? String(fitting(schema, name, at))]);
  const body = operation.method === 'GET' ? { kind: 'none' as const } : withBody(operation, known, at, path, sent);
  const command = (sent?.body as { type?: unknown } | undefined)?.type;
  const key: [string, string][] = operation.method === 'POST' && (body.kind !== 'json' || at % 2 === 0 || command !== undefined) ? [['Idempotency-Key', `key-${operation.name.length.toString()}-${String(at)}`]] : [];
  return { method: operation.method, path, query, headers: key, user: sent?.as ?? signedFor(operation.name), body };
}
