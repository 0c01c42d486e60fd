/** JSON from a stranger: read whole, then asked field by field; what is not as it must be is named. */
import { Unreadable } from '../proof/unreadable';
import { base64 } from '../proof/note';

/** One file or one line of JSON; an event itself is far smaller. */
const LONGEST_CHARACTERS = 67_108_864;
const DEEPEST = 64;

/** Depth by brackets outside of strings: a parser that calls itself for each must not be led down without end. */
function isShallow(text: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (quoted) {
      if (code === 0x5c) at += 1;
      else if (code === 0x22) quoted = false;
    } else if (code === 0x22) quoted = true;
    else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > DEEPEST) return false;
    } else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
  return true;
}

export function parsedJson(what: string, text: string): unknown {
  if (text.length > LONGEST_CHARACTERS || !isShallow(text)) throw new Unreadable(what, 'too large or too deep');
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Unreadable(what, `not JSON: ${text.slice(0, 80)}`);
  }
}

/** A JSON object whose fields are asked for by name and kind. */
export class Fields {
  private constructor(private readonly what: string, private readonly object: Readonly<Record<string, unknown>>) {}

  static of(what: string, value: unknown): Fields {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Unreadable(what, 'not an object');
    return new Fields(what, value as Record<string, unknown>);
  }

  has(name: string): boolean {
    return Object.hasOwn(this.object, name) && this.object[name] !== null;
  }

  text(name: string, pattern = /^[^]*$/): string {
    const value = this.raw(name);
    return typeof value === 'string' && pattern.test(value) ? value : this.refuse(name, 'a text of the right form');
  }

  whole(name: string): number {
    const value = this.raw(name);
    return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : this.refuse(name, 'a whole number');
  }

  integer(name: string): number {
    const value = this.raw(name);
    return typeof value === 'number' && Number.isSafeInteger(value) ? value : this.refuse(name, 'an integer');
  }

  flag(name: string): boolean {
    const value = this.raw(name);
    return typeof value === 'boolean' ? value : this.refuse(name, 'true or false');
  }

  bytes(name: string, length?: number): Buffer {
    const value = this.raw(name);
    const bytes = typeof value === 'string' ? base64(value) : undefined;
    return bytes && (length === undefined || bytes.length === length) ? bytes : this.refuse(name, 'base64 of the right length');
  }

  list(name: string): readonly unknown[] {
    const value = this.raw(name);
    return Array.isArray(value) ? (value as unknown[]) : this.refuse(name, 'a list');
  }

  wholes(name: string): readonly number[] {
    return this.list(name).map((value) => (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : this.refuse(name, 'a list of whole numbers')));
  }

  fields(name: string): Fields {
    return Fields.of(`${this.what}.${name}`, this.raw(name));
  }

  each(name: string): readonly Fields[] {
    return this.list(name).map((value, at) => Fields.of(`${this.what}.${name}[${String(at)}]`, value));
  }

  names(): readonly string[] {
    return Object.keys(this.object);
  }

  raw(name: string): unknown {
    return Object.hasOwn(this.object, name) ? this.object[name] : undefined;
  }

  private refuse(name: string, wanted: string): never {
    throw new Unreadable(this.what, `${name} is not ${wanted}`);
  }
}
