/** How deep JSON may nest: whatever walks a body afterwards walks it by calls, and a hundred thousand brackets would end on the stack. */

/** No command nests beyond a handful. */
export const JSON_DEPTH_MAX = 64;

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const [LIST, OBJECT, LIST_END, OBJECT_END] = [0x5b, 0x7b, 0x5d, 0x7d];

/** Looks at brackets outside of texts only; whether it is JSON at all is the parser's to say. */
export function nestsTooDeep(bytes: Uint8Array): boolean {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (inText) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) inText = false;
    } else if (byte === QUOTE) inText = true;
    else if (byte === LIST || byte === OBJECT) {
      depth += 1;
      if (depth > JSON_DEPTH_MAX) return true;
    } else if (byte === LIST_END || byte === OBJECT_END) depth -= 1;
  }
  return false;
}
