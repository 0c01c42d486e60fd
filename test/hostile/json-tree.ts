/** JSON as a tree that may hold what no parser would give back: names twice, numbers out of range, raw text. */

type Node = { raw: string } | { items: Node[] } | { entries: [name: string, value: Node][] };

function nodeOf(value: unknown): Node {
  if (Array.isArray(value)) return { items: value.map(nodeOf) };
  if (typeof value === 'object' && value !== null) return { entries: Object.entries(value).filter(([, each]) => each !== undefined).map(([name, each]) => [name, nodeOf(each)]) };
  return { raw: JSON.stringify(value ?? null) };
}

function written(node: Node): string {
  if ('raw' in node) return node.raw;
  if ('items' in node) return `[${node.items.map(written).join(',')}]`;
  return `{${node.entries.map(([name, value]) => `${JSON.stringify(name)}:${written(value)}`).join(',')}}`;
}

interface Place {
  readonly node: Node;
  put(node: Node | undefined): void;
  rename?(name: string): void;
}

const NAMES = ['__proto__', 'constructor', 'prototype', '', 'a.b', 'key', 'type', 'id', 'data', '〆马可·标记〆', 'toString', '$ref', 'x'.repeat(300), 'region', 'occurredOn', 'recordedBy', 'metadata', 'position', 'actor', 'role'];

export class JsonTree {
  private root: Node;

  constructor(value: unknown) {
    this.root = nodeOf(value);
  }

  text(): string {
    return written(this.root);
  }

  /** Does it at the place whose turn it is, counted through the whole tree. */
  mutate(how: string, at: number, raw: string): void {
    const places = this.places();
    const place = places[at % places.length] as Place;
    const name = NAMES[at % NAMES.length] as string;
    const { node } = place;
    if (how === 'drop') place.put(undefined);
    else if (how === 'wrap') place.put(at % 2 === 0 ? { items: [node] } : { entries: [['value', node]] });
    else if (how === 'rename' && place.rename) place.rename(name);
    else if (how === 'twice' && 'entries' in node && node.entries.length > 0) node.entries.push([(node.entries[at % node.entries.length] as [string, Node])[0], { raw }]);
    else if (how === 'add' && 'entries' in node) node.entries.push([name, { raw }]);
    else if (how === 'add' && 'items' in node) node.items.push({ raw });
    else place.put({ raw });
  }

  private places(): Place[] {
    const found: Place[] = [{ node: this.root, put: (node) => { this.root = node ?? { raw: '' }; } }];
    for (const place of found) {
      const { node } = place;
      if ('items' in node) {
        for (const [index, item] of node.items.entries()) found.push({ node: item, put: (next) => { node.items.splice(index, 1, ...(next ? [next] : [])); } });
      } else if ('entries' in node) {
        for (const [index, entry] of node.entries.entries()) found.push({ node: entry[1], put: (next) => { if (next) entry[1] = next; else node.entries.splice(index, 1); }, rename: (name) => { entry[0] = name; } });
      }
    }
    return found;
  }
}

export const TEXT_DAMAGES = ['cut', 'byte', 'BOM', 'utf-16', 'junk', 'comment', 'single quotes', 'NaN', 'padded', 'nothing', 'two values', 'trailing comma', 'bare control'] as const;

export function damagedText(bytes: Buffer, how: string, at: number): Buffer {
  const place = bytes.length === 0 ? 0 : Math.floor((bytes.length * (at % 100)) / 100);
  const around = (middle: Buffer): Buffer => Buffer.concat([bytes.subarray(0, place), middle, bytes.subarray(place)]);
  const as: Readonly<Record<string, () => Buffer>> = {
    'cut': () => bytes.subarray(0, place), 'byte': () => around(Buffer.from([0xff, 0xc0, 0x80].slice(0, 1 + (at % 3)))), 'BOM': () => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]), 'utf-16': () => Buffer.from(bytes.toString('utf8'), 'utf16le'),
    'junk': () => Buffer.concat([bytes, Buffer.from('}}]] junk')]), 'comment': () => around(Buffer.from('/* */')), 'single quotes': () => Buffer.from(bytes.toString('utf8').replaceAll('"', "'")), 'NaN': () => Buffer.from(bytes.toString('utf8').replace(/:\s*[\d"]/, ':NaN,"')),
    'padded': () => Buffer.concat([Buffer.alloc(3 * 1_048_576, 0x20), bytes]), 'nothing': () => Buffer.alloc(0), 'two values': () => Buffer.concat([bytes, bytes]), 'trailing comma': () => Buffer.from(bytes.toString('utf8').replace(/\}$/, ',}')), 'bare control': () => around(Buffer.from([1, 2, 7])),
  };
  return as[how]?.() ?? bytes;
}
