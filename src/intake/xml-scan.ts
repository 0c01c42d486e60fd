/** A forward-only XML scanner fed in chunks: tags and text, no entities beyond the five, no document types. */
import { fileRefused } from './file-refusals';

export interface XmlHandler {
  open(name: string, attributes: string): void;
  /** Entities are still encoded; one text may arrive in pieces around comments. */
  text(text: string): void;
  close(name: string): void;
}

/** A tag or text longer than this is no spreadsheet. */
const longest = 4 * 1024 * 1024;

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function entity(whole: string, name: string): string {
  if (!name.startsWith('#')) return entities[name] ?? whole;
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  return code >= 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
}

export function decodeXml(text: string): string {
  return text.includes('&') ? text.replace(/&(#x?[0-9a-f]{1,8}|[a-z]{2,4});/gi, entity) : text;
}

/** The value of one attribute, entities decoded. */
export function attribute(attributes: string, name: string): string | undefined {
  const key = `${name}="`;
  const at = attributes.indexOf(key);
  if (at === 0 || (at > 0 && attributes.charCodeAt(at - 1) <= 32)) {
    const from = at + key.length;
    return decodeXml(attributes.slice(from, attributes.indexOf('"', from)));
  }
  // Nearly every writer uses double quotes and no blanks around the sign; only the others are worth looking at twice.
  if (!attributes.includes("'") && !/\s=|=\s/.test(attributes)) return undefined;
  for (const match of attributes.matchAll(/([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    if (match[1] === name) return decodeXml(match[2] ?? match[3] ?? '');
  }
  return undefined;
}

const withoutPrefix = (name: string): string => {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
};

export class XmlScanner {
  private rest = '';

  constructor(private readonly handler: XmlHandler) {}

  feed(chunk: string): void {
    const source = this.rest + chunk;
    let at = 0;
    while (at < source.length) {
      const next = source.charCodeAt(at) === 60 ? this.markup(source, at) : this.text(source, at);
      if (next < 0) break;
      at = next;
    }
    this.rest = source.slice(at);
    if (this.rest.length > longest) throw fileRefused('file-damaged', 'xml');
  }

  end(): void {
    if (this.rest.trim() !== '') throw fileRefused('file-damaged', 'xml');
  }

  private text(source: string, at: number): number {
    const next = source.indexOf('<', at);
    if (next < 0) return -1;
    this.handler.text(source.slice(at, next));
    return next;
  }

  /** Where to go on, or -1 when the markup is not complete yet. */
  private markup(source: string, at: number): number {
    const second = source.charCodeAt(at + 1);
    if (second === 33) return this.declaration(source, at);
    if (second === 63) return after(source, '?>', at + 2);
    const end = tagEnd(source, at + 1);
    if (end < 0) return -1;
    if (second === 47) this.handler.close(withoutPrefix(source.slice(at + 2, end).trimEnd()));
    else this.tag(source, at + 1, end);
    return end + 1;
  }

  private tag(source: string, from: number, end: number): void {
    const closed = source.charCodeAt(end - 1) === 47;
    const stop = closed ? end - 1 : end;
    let nameEnd = from;
    while (nameEnd < stop && source.charCodeAt(nameEnd) > 32) nameEnd += 1;
    const name = withoutPrefix(source.slice(from, nameEnd));
    this.handler.open(name, source.slice(nameEnd + 1, stop));
    if (closed) this.handler.close(name);
  }

  private declaration(source: string, at: number): number {
    if (source.length - at < 9) return -1;
    if (source.startsWith('<!--', at)) return after(source, '-->', at + 4);
    if (source.startsWith('<![CDATA[', at)) {
      const next = after(source, ']]>', at + 9);
      if (next > 0) this.handler.text(source.slice(at + 9, next - 3).replaceAll('&', '&amp;'));
      return next;
    }
    // A document type could define entities that expand without end.
    throw fileRefused('file-damaged', 'doctype');
  }
}

function after(source: string, mark: string, from: number): number {
  const found = source.indexOf(mark, from);
  return found < 0 ? -1 : found + mark.length;
}

/** The `>` that ends a tag; one inside a quoted attribute does not. */
function tagEnd(source: string, from: number): number {
  let quote = 0;
  for (let at = from; at < source.length; at += 1) {
    const code = source.charCodeAt(at);
    if (quote !== 0) {
      if (code === quote) quote = 0;
    } else if (code === 62) return at;
    else if (code === 34 || code === 39) quote = code;
  }
  return -1;
}
