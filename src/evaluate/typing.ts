/** How offices type: in the hard setting three in a hundred names and texts stand otherwise than they were meant. What is counted or looked up by is left as it is. */
import type { Chance } from '../simulate/chance';
import type { DatedDeed } from '../simulate/step';

const MISTYPED_BASIS_POINTS = 300;

/** Written by hand, from a paper or by ear. */
const BY_HAND = new Set([
  'name', 'holderName', 'bidderName', 'winnerName', 'contractorName', 'payeeName', 'unitName', 'counterpartyName', 'entityName', 'passedToName', 'site', 'content', 'summary', 'explanation', 'performanceTarget',
  'venueName', 'note', 'text', 'matter', 'answer', 'pretext', 'title', 'reasonText',
]);
/** Chosen from a list, or carried over from another program: the characters are right, blanks and widths come as they come. */
const CARRIED_OVER = new Set(['bank', 'branch', 'product', 'item', 'unit']);
/** What those publish has been proof-read. */
const PUBLISHERS = new Set(['admin', 'province', 'rule-maker', 'rule-checker', 'rule-releaser']);

/** Heard the same. */
const SOUND_ALIKE = ['家嘉佳', '玉宇余于', '芳方', '成程', '和何贺', '琴秦', '雪薛', '琳林', '浩郝', '涵韩', '晨陈', '阳杨', '锦金', '王汪', '徐许', '江姜蒋', '石史', '黎李', '武吴', '莲廉', '桂贵', '梅美', '兰蓝', '春椿'];
const SIMPLIFIED = '张刘陈杨黄赵吴孙马罗郑谢许邓韩冯萧苏吕卢钟谭陆贾韦邹叶国华发兰凤丽荣长兴启饮桥卫产业灯涵红艳莲云来项扩设';
const TRADITIONAL = '張劉陳楊黃趙吳孫馬羅鄭謝許鄧韓馮蕭蘇呂盧鍾譚陸賈韋鄒葉國華發蘭鳳麗榮長興啟飲橋衛產業燈涵紅艷蓮雲來項擴設';
const DOTS = ['', '•', '.', '・'];
/** What holds no Chinese character is a code. */
const HAN = /\p{Script=Han}/u;
const HAN_PAIR = /\p{Script=Han}(?=\p{Script=Han})/gu;

type Way = (text: string, chance: Chance) => string;

const characters = (text: string): string[] => Array.from(text);
const withAt = (text: string, at: number, made: string): string => characters(text).map((character, index) => (index === at ? made : character)).join('');
const placesOf = (text: string, fits: (character: string) => boolean): number[] => characters(text).flatMap((character, index) => (fits(character) ? [index] : []));

/** Replaces one of the characters that another can stand for; the text itself where none can. */
const replacing = (others: (character: string) => readonly string[]): Way => (text, chance) => {
  const places = placesOf(text, (character) => others(character).length > 0);
  if (places.length === 0) return text;
  const at = chance.pick(places);
  return withAt(text, at, chance.pick(others(characters(text)[at] ?? '')));
};

const soundAlike = replacing((character) => characters(SOUND_ALIKE.find((group) => group.includes(character)) ?? '').filter((other) => other !== character));
const traditional = replacing((character) => { const made = TRADITIONAL.charAt(SIMPLIFIED.indexOf(character)); return SIMPLIFIED.includes(character) && made !== character ? [made] : []; });
const otherDot = replacing((character) => (character === '·' ? DOTS : []));

const strayBlank: Way = (text, chance) => { const all = characters(text); const at = chance.whole(1, all.length); return [...all.slice(0, at), chance.pick([' ', '\u3000']), ...all.slice(at)].join(''); };
const otherWidth: Way = (text) => text.replace(/[0-9A-Za-z]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));
const swapped: Way = (text, chance) => {
  const places = [...text.matchAll(HAN_PAIR)].map(({ index }) => index);
  if (places.length === 0) return text;
  const at = chance.pick(places);
  return `${text.slice(0, at)}${text.charAt(at + 1)}${text.charAt(at)}${text.slice(at + 2)}`;
};

const HAND: readonly Way[] = [soundAlike, strayBlank, traditional, swapped, otherWidth, otherDot];
const CARRIAGE: readonly Way[] = [strayBlank, otherWidth];

function mistyped(text: string, ways: readonly Way[], chance: Chance): string {
  const made = ways.map((way) => way(text, chance)).filter((other) => other !== text);
  return made.length === 0 ? text : chance.pick(made);
}

export class Typing {
  constructor(private readonly chance: Chance) {}

  /** The deed as the office sends it. */
  typed(dated: DatedDeed): DatedDeed {
    const { as, deed } = dated;
    if (PUBLISHERS.has(as.split('@')[0] ?? as)) return dated;
    return { ...dated, deed: deed.kind === 'command' ? { ...deed, data: this.through(deed.data) as object } : { ...deed, ...(deed.body && { body: this.through(deed.body) as object }) } };
  }

  private through(value: unknown, field = ''): unknown {
    if (typeof value === 'string') return this.text(field, value);
    if (Array.isArray(value)) return value.map((each) => this.through(each, field));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, held]) => [name, this.through(held, name)]));
  }

  private text(field: string, text: string): string {
    const ways = BY_HAND.has(field) ? HAND : CARRIED_OVER.has(field) ? CARRIAGE : [];
    return ways.length > 0 && HAN.test(text) && this.chance.inTenThousand(MISTYPED_BASIS_POINTS) ? mistyped(text, ways, this.chance) : text;
  }
}
