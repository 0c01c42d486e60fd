/** RFC 8785 JSON: one value, one sequence of bytes, whoever writes it. */

/** Members that are `undefined` are left out, as JSON has no word for them; anything else JSON cannot hold exactly is refused. */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return canonicalString(value);
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError('canonical JSON has no non-finite numbers');
      return JSON.stringify(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? canonicalArray(value) : canonicalObject(value as Record<string, unknown>);
    default:
      throw new TypeError(`canonical JSON has no ${typeof value}`);
  }
}

/** A lone surrogate has no UTF-8 form, so two writers could differ on it. */
export function canonicalString(text: string): string {
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
  let out = '{';
  // The default sort compares UTF-16 code units, which is the order RFC 8785 asks for.
  for (const name of Object.keys(object).sort()) {
    const member = object[name];
    if (member === undefined) continue;
    out += `${out.length === 1 ? '' : ','}${canonicalString(name)}:${canonicalJson(member)}`;
  }
  return `${out}}`;
}
