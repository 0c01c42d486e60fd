/** What may be done to a valid request before it is sent: each a small value that shrinks and prints, applied in order. */
import * as fc from 'fast-check';
import type { Draft } from './operations';
import { damaged, FILE_DAMAGES } from './file-damage';
import { JsonTree, TEXT_DAMAGES, damagedText } from './json-tree';
import { JSON_VALUES, MARK, TEXTS } from './nasty';
import type { WireRequest } from './wire';

export type Mutation =
  | { readonly on: 'json'; readonly how: 'set' | 'drop' | 'add' | 'twice' | 'wrap' | 'rename'; readonly at: number; readonly what: string }
  | { readonly on: 'text'; readonly how: string; readonly at: number }
  | { readonly on: 'file'; readonly how: string; readonly at: number; readonly what: string }
  | { readonly on: 'path' | 'query'; readonly how: 'set' | 'add' | 'twice' | 'raw'; readonly at: number; readonly what: string }
  | { readonly on: 'header'; readonly how: string; readonly what: string }
  | { readonly on: 'wire'; readonly how: string; readonly at: number };

const at = fc.nat({ max: 400 });
const jsonName = fc.constantFrom(...Object.keys(JSON_VALUES));
const textName = fc.constantFrom(...Object.keys(TEXTS));

/** Written out whole, percent signs and all: what a careful client would never send. */
export const RAW_PATHS = ['/%00', '/%2e%2e/%2e%2e/etc/passwd', '/..%2f..%2f', '/%c0%ae%c0%ae/', '/%e0%80%af', '/%ff%fe', '/%', '/%zz', '/a%2Fb%2Fc', '//', '/;a=b', '/\\..\\', '/%252e%252e', '/%E2%80%AE', '/%u0041'] as const;

export const HEADERS: Readonly<Record<string, (text: string) => readonly (readonly [string, string])[]>> = {
  'key': (text) => [['Idempotency-Key', text]], 'language': (text) => [['Accept-Language', text]], 'accept': (text) => [['Accept', text]], 'authorization': (text) => [['Authorization', text]], 'bearer': (text) => [['Authorization', `Bearer ${text}`]],
  'key twice': (text) => [['Idempotency-Key', 'a'], ['Idempotency-Key', text]], 'authorization twice': (text) => [['Authorization', `Bearer ${text}`]], 'no authorization': () => [['Authorization', '']],
  'content type': (text) => [['Content-Type', text]], 'xml': () => [['Content-Type', 'application/xml']], 'form': () => [['Content-Type', 'application/x-www-form-urlencoded']], 'plain': () => [['Content-Type', 'text/plain']], 'json in gbk': () => [['Content-Type', 'application/json; charset=gbk']], 'json in utf-16': () => [['Content-Type', 'application/json; charset=utf-16']],
  'lines': () => [['Content-Type', 'application/x-ndjson']], 'json': () => [['Content-Type', 'application/json']], 'multipart without boundary': () => [['Content-Type', 'multipart/form-data']], 'multipart, other boundary': () => [['Content-Type', 'multipart/form-data; boundary=----other']], 'octets': () => [['Content-Type', 'application/octet-stream']],
  'gzip said': () => [['Content-Encoding', 'gzip']], 'brotli said': () => [['Content-Encoding', 'br']], 'encoding': (text) => [['Content-Encoding', text]], 'languages': () => [['Accept-Language', 'en;q=1,'.repeat(900)]], 'weights': () => [['Accept-Language', 'en;q=NaN,zh;q=-1,*;q=1e999']],
  'many': () => Array.from({ length: 1_500 }, (_, index) => [`X-${String(index)}`, 'a'] as const), 'large': () => [['X-Large', 'a'.repeat(40_000)]], 'cookie': () => [['Cookie', 'a=b; '.repeat(1_000)]], 'expect': () => [['Expect', '100-continue']], 'expect more': () => [['Expect', 'the-unexpected']],
  'upgrade': () => [['Connection', 'Upgrade'], ['Upgrade', 'websocket']], 'forwarded': () => [['X-Forwarded-For', '1.2.3.4'], ['X-Forwarded-Host', 'evil.example'], ['X-Original-URL', '/v1/people/reveal']], 'method override': () => [['X-HTTP-Method-Override', 'DELETE']], 'host': () => [['Host', 'evil.example:99999']], 'range': () => [['Range', 'bytes=0-0,-1'], ['If-None-Match', '*'], ['If-Modified-Since', 'Fri, 31 Dec 9999 23:59:59 GMT']], 'origin': () => [['Origin', 'http://evil.example']],
};

export const WIRE = ['chunked', 'chunk by chunk', 'cut in the body', 'cut chunk', 'length too large', 'length too small', 'length negative', 'length twice', 'length and chunks', 'no length', 'HTTP/1.0', 'HTTP/3.0', 'method', 'lower method', 'HEAD', 'OPTIONS', 'absolute', 'folded header', 'NUL in header', 'no host', 'bad chunk', 'huge chunk size', 'space before colon', 'bare line feeds', 'chunk extension'] as const;

const ofJson = fc.record({ on: fc.constant('json' as const), how: fc.constantFrom('set' as const, 'set' as const, 'set' as const, 'drop' as const, 'add' as const, 'twice' as const, 'wrap' as const, 'rename' as const), at, what: jsonName });
const ofText = fc.record({ on: fc.constant('text' as const), how: fc.constantFrom(...TEXT_DAMAGES), at });
const ofFile = fc.record({ on: fc.constant('file' as const), how: fc.constantFrom(...FILE_DAMAGES), at, what: textName });
const ofPath = fc.record({ on: fc.constant('path' as const), how: fc.constantFrom('set' as const, 'set' as const, 'set' as const, 'add' as const, 'raw' as const), at, what: textName });
const ofQuery = fc.record({ on: fc.constant('query' as const), how: fc.constantFrom(...Array<'set' | 'add'>(4).fill('set'), ...Array<'set' | 'add'>(4).fill('add'), 'twice' as const), at, what: textName });
const ofHeader = fc.record({ on: fc.constant('header' as const), how: fc.constantFrom(...Object.keys(HEADERS)), what: textName });
const ofWire = fc.record({ on: fc.constant('wire' as const), how: fc.constantFrom(...WIRE), at });

/** Of a request with a body: what does not fit its kind of body leaves it as it is, so that some get through untouched. */
export const anyMutation: fc.Arbitrary<Mutation> = fc.oneof(
  { weight: 10, arbitrary: ofJson }, { weight: 1, arbitrary: ofText }, { weight: 5, arbitrary: ofFile }, { weight: 1, arbitrary: ofPath }, { weight: 2, arbitrary: ofQuery }, { weight: 2, arbitrary: ofHeader }, { weight: 1, arbitrary: ofWire },
);

export const readMutation: fc.Arbitrary<Mutation> = fc.oneof({ weight: 2, arbitrary: ofPath }, { weight: 6, arbitrary: ofQuery }, { weight: 2, arbitrary: ofHeader }, { weight: 1, arbitrary: ofWire });

/** Bytes of the body, and of which kind they say to be. */
function bodyBytes(draft: Draft, mutations: readonly Mutation[], personal: readonly string[]): { bytes?: Buffer; type?: string } {
  if (draft.body.kind === 'none') return {};
  if (draft.body.kind === 'file') {
    const { form, name, bytes: whole } = draft.body;
    const bytes = mutations.reduce<Buffer>((now, each) => (each.on === 'file' ? damaged(now, each.how, each.at, (TEXTS[each.what] as () => string)()) : now), whole);
    if (!form) return { bytes, type: 'application/octet-stream' };
    const head = `--edge\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: text/csv\r\n\r\n`;
    return { bytes: Buffer.concat([Buffer.from(head), bytes, Buffer.from('\r\n--edge--\r\n')]), type: 'multipart/form-data; boundary=edge' };
  }
  const values = draft.body.kind === 'json' ? [draft.body.value] : draft.body.values;
  const trees = values.map((value) => new JsonTree(value));
  for (const each of mutations) {
    if (each.on !== 'json') continue;
    const text = each.at % 23 === 0 ? JSON.stringify(personal[each.at % personal.length] ?? MARK) : (JSON_VALUES[each.what] as () => string)();
    trees[each.at % trees.length]?.mutate(each.how, Math.floor(each.at / trees.length), text);
  }
  const written = trees.map((tree) => tree.text()).join('\n');
  const bytes = mutations.reduce<Buffer>((now, each) => (each.on === 'text' ? damagedText(now, each.how, each.at) : now), Buffer.from(written, 'utf8'));
  return { bytes, type: draft.body.kind === 'json' ? 'application/json' : 'application/x-ndjson' };
}

function target(draft: Draft, mutations: readonly Mutation[]): string {
  const path = [...draft.path];
  const query = [...draft.query];
  let tail = '';
  for (const each of mutations) {
    if (each.on !== 'path' && each.on !== 'query') continue;
    const text = (TEXTS[each.what] as () => string)().slice(0, 4_000);
    if (each.on === 'path') {
      if (each.how === 'raw') tail += RAW_PATHS[each.at % RAW_PATHS.length] ?? '';
      else if (each.how === 'add') path.push(text);
      else path[1 + (each.at % Math.max(1, path.length - 1))] = text;
    } else if (each.how === 'set' && query.length > 0) query[each.at % query.length] = [(query[each.at % query.length] as readonly [string, string])[0], text];
    else if (each.how === 'twice') query.push(...query);
    else {
      const name = ['after', 'limit', 'asOf', 'region', '__proto__', 'constructor', 'minPosition', 'a[b]', 'effectiveOn', 'toString', 'stream', 'code', 'kind'][each.at % 13] ?? 'x';
      const there = query.findIndex(([other]) => other === name);
      query.splice(there < 0 ? query.length : there, 1, [name, text]);
    }
  }
  const encode = (text: string): string => encodeURIComponent(text.toWellFormed());
  const asked = query.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
  return `/${path.map(encode).join('/')}${tail}${asked === '' ? '' : `?${asked}`}`;
}

const clean = (value: string): string => Buffer.from(value.replace(/[\r\n\0]/g, ' '), 'utf8').toString('latin1').slice(0, 60_000);

function headersOf(draft: Draft, mutations: readonly Mutation[], bearer: string, type: string | undefined): [string, string][] {
  const headers: [string, string][] = [['Host', 'localhost'], ['Authorization', `Bearer ${bearer}`], ...draft.headers.map(([name, value]): [string, string] => [name, value]), ...(type === undefined ? [] : [['Content-Type', type] as [string, string]])];
  return mutations.reduce((now, each) => {
    if (each.on !== 'header') return now;
    const made = (HEADERS[each.how] as (text: string) => readonly (readonly [string, string])[])((TEXTS[each.what] as () => string)());
    const replaced = each.how.endsWith('twice') ? now : now.filter(([name]) => !made.some(([other]) => other.toLowerCase() === name.toLowerCase()));
    return [...replaced, ...made.filter(([, value]) => value !== '').map(([name, value]): [string, string] => [name, clean(value)])];
  }, headers);
}

/** The bytes of the request as they go out. */
export function wireOf(draft: Draft, mutations: readonly Mutation[], bearer: string, personal: readonly string[]): WireRequest {
  const { bytes, type } = bodyBytes(draft, mutations, personal);
  const shot: Shot = { method: draft.method, target: target(draft, mutations), version: 'HTTP/1.1', headers: headersOf(draft, mutations, bearer, type), ...(bytes === undefined ? {} : { body: bytes }), framing: bytes === undefined ? [] : [['Content-Length', String(bytes.length)]], end: '\r\n' };
  for (const each of mutations) if (each.on === 'wire') reframe(shot, each.how, each.at);
  const lines = [`${shot.method} ${shot.target} ${shot.version}`, ...[...shot.headers, ...shot.framing].map(([name, value]) => `${name}: ${value}`), '', ''];
  return { method: shot.method, head: lines.join(shot.end), ...(shot.body ? { body: shot.body } : {}), ...(shot.cutAt === undefined ? {} : { cutAt: shot.cutAt }) };
}

interface Shot {
  method: string;
  target: string;
  version: string;
  headers: [string, string][];
  framing: [string, string][];
  body?: Buffer;
  cutAt?: number;
  end: string;
}

function chunks(body: Buffer, size: number): Buffer {
  const parts: Buffer[] = [];
  for (let from = 0; from < body.length; from += size) {
    const part = body.subarray(from, from + size);
    parts.push(Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n'));
  }
  return Buffer.concat([...parts, Buffer.from('0\r\n\r\n')]);
}

function reframe(shot: Shot, how: string, at: number): void {
  const body = shot.body ?? Buffer.alloc(0);
  const half = Math.floor((body.length * (at % 10)) / 10);
  const chunked: [string, string][] = [['Transfer-Encoding', 'chunked']];
  const as: Readonly<Record<string, () => void>> = {
    'chunked': () => { Object.assign(shot, { framing: chunked, body: chunks(body, 65_536) }); },
    'chunk by chunk': () => { Object.assign(shot, { framing: chunked, body: chunks(body.subarray(0, 4_000), 1 + (at % 7)) }); },
    'cut in the body': () => { shot.cutAt = half; },
    'cut chunk': () => { const all = chunks(body, 1_000); Object.assign(shot, { framing: chunked, body: all, cutAt: Math.max(1, all.length - 7) }); },
    'length too large': () => { shot.framing = [['Content-Length', String(body.length + 10)]]; shot.cutAt = body.length; },
    'length too small': () => { shot.framing = [['Content-Length', String(half)]]; },
    'length negative': () => { shot.framing = [['Content-Length', '-1']]; },
    'length twice': () => { shot.framing = [['Content-Length', String(body.length)], ['Content-Length', String(body.length + 1)]]; },
    'length and chunks': () => { Object.assign(shot, { framing: [...chunked, ['Content-Length', '5']], body: chunks(body, 65_536) }); },
    'no length': () => { shot.framing = []; shot.cutAt = body.length; },
    'HTTP/1.0': () => { shot.version = 'HTTP/1.0'; }, 'HTTP/3.0': () => { shot.version = 'HTTP/3.0'; },
    'method': () => { shot.method = ['PUT', 'DELETE', 'PATCH', 'TRACE', 'PROPFIND', 'BREW', 'CONNECT'][at % 7] ?? 'PUT'; }, 'lower method': () => { shot.method = shot.method.toLowerCase(); }, 'HEAD': () => { shot.method = 'HEAD'; }, 'OPTIONS': () => { shot.method = 'OPTIONS'; },
    'absolute': () => { shot.target = `http://evil.example${shot.target}`; },
    'folded header': () => { shot.headers.push(['X-Folded', 'a\r\n b']); }, 'NUL in header': () => { shot.headers.push(['X-Nul', 'a\0b']); }, 'no host': () => { shot.headers = shot.headers.filter(([name]) => name !== 'Host'); },
    'bad chunk': () => { Object.assign(shot, { framing: chunked, body: Buffer.from('zz\r\n{}\r\n0\r\n\r\n') }); }, 'huge chunk size': () => { Object.assign(shot, { framing: chunked, body: Buffer.from('ffffffffffffffff\r\n{}\r\n'), cutAt: 22 }); },
    'space before colon': () => { shot.headers.push(['X-Space ', 'a']); }, 'bare line feeds': () => { shot.end = '\n'; }, 'chunk extension': () => { Object.assign(shot, { framing: chunked, body: Buffer.from(`2;${'a'.repeat(20_000)}=b\r\n{}\r\n0\r\n\r\n`) }); },
  };
  as[how]?.();
}
