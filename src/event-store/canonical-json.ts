/** RFC 8785 JSON: one value, one sequence of bytes, whoever writes it. */

/** Members that are `undefined` are left out, as JSON has no word for them; anything else JSON cannot hold exactly is refused. */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return canonicalString(value);
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError('canonical JSON has no non-finite numbers');
      return value === 0 ? '0' : String(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? canonicalArray(value) : canonicalObject(value as Record<string, unknown>);
    default:
      throw new TypeError(`canonical JSON has no ${typeof value}`);
  }
}

/** ASCII that JSON does not escape, which most strings of a ledger are. */
const plain = /^[ !#-[\]-~]*$/;

/** A lone surrogate has no UTF-8 form, so two writers could differ on it. */
export function canonicalString(text: string): string {
  if (plain.test(text)) return `"${text}"`;
  if (!text.isWellFormed()) throw new TypeError('canonical JSON has no lone surrogates');
  return JSON.stringify(text);
}

function canonicalArray(items: readonly unknown[]): string {
  let out = '[';
  for (let i = 0; i < items.length; i += 1) out += (i === 0 ? '' : ',') + canonicalJson(items[i]);
  return `${out}]`;
}

function canonicalObject(object: Record<string, unknown>): string {
  if (ArrayBuffer.isView(object) || object instanceof Map || object instanceof Set || typeof object.toJSON === 'function') {
    throw new TypeError('canonical JSON takes plain data only');
  }
  const names = Object.keys(object);
  if (names.length === 0) return '{}';
  const { order, labels } = shapeOf(names);
  let out = '{';
  for (let i = 0; i < order.length; i += 1) {
    const member = object[order[i] as string];
    if (member === undefined) continue;
    if (out.length > 1) out += ',';
    out += (labels[i] as string) + canonicalJson(member);
  }
  return `${out}}`;
}

/** Names as they come, as they are written, and each with its quotes and colon. */
interface Shape {
  readonly names: readonly string[];
  readonly order: readonly string[];
  readonly labels: readonly string[];
}

/** Events of one type have their members in one order: sorting them once is enough. Bounded, as callers choose names. */
const shapes = new Map<string, Shape>();
const mostShapes = 1_000;

function shapeOf(names: readonly string[]): Shape {
  const slot = `${String(names.length)}${names[0] as string}`;
  const known = shapes.get(slot);
  if (known !== undefined && known.names.every((name, i) => name === names[i])) return known;
  // The default sort compares UTF-16 code units, which is the order RFC 8785 asks for.
  const order = [...names].sort();
  const shape = { names, order, labels: order.map((name) => `${canonicalString(name)}:`) };
  if (shapes.size >= mostShapes) shapes.clear();
  shapes.set(slot, shape);
  return shape;
}
