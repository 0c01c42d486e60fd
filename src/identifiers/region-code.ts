/** Region codes by prefix: province 2, prefecture 4, county 6, township 9, village 12 digits; `00` is the central level. */

export type RegionLevel = 'central' | 'province' | 'prefecture' | 'county' | 'township' | 'village';

const levelByLength: Readonly<Record<number, RegionLevel>> = { 2: 'province', 4: 'prefecture', 6: 'county', 9: 'township', 12: 'village' };

/** `4290`, `4190`, `6590`…: counties directly under a province. The four digits name no prefecture. */
const hasNoPrefecture = (code: string): boolean => code.slice(2, 4) === '90';

/** The level of a code, undefined for what is no region code. */
export function regionLevel(code: string): RegionLevel | undefined {
  if (code === '00') return 'central';
  if (!/^[1-9]\d+$/.test(code)) return undefined;
  const level = levelByLength[code.length];
  return level === 'prefecture' && hasNoPrefecture(code) ? undefined : level;
}

export const isRegionCode = (code: string): boolean => regionLevel(code) !== undefined;

/** The region one level up; a county 4290xx hangs directly under 42. A province has none: `00` is a level of money, not of place. */
export function parentRegion(code: string): string | undefined {
  switch (regionLevel(code)) {
    case 'village':
      return code.slice(0, 9);
    case 'township':
      return code.slice(0, 6);
    case 'county':
      return code.slice(0, hasNoPrefecture(code) ? 2 : 4);
    case 'prefecture':
      return code.slice(0, 2);
    default:
      return undefined;
  }
}

/** The region and everything above it, nearest first. */
export function regionChain(code: string): readonly string[] {
  const chain: string[] = [];
  for (let at = isRegionCode(code) ? code : undefined; at !== undefined; at = parentRegion(at)) chain.push(at);
  return chain;
}

/** True when `outer` is the region or above it. The central level holds every place. */
export const regionContains = (outer: string, inner: string): boolean => outer === '00' || inner.startsWith(outer);

/** The ancestor (or itself) at a level, undefined where it has none: the prefecture of 429004. */
export const regionAtLevel = (code: string, level: RegionLevel): string | undefined => regionChain(code).find((each) => regionLevel(each) === level);

/** Cuts the zeros that GB/T 2260 and the statistics codes pad with: 422800 and 422800000000 are prefecture 4228. */
export function unpadRegion(code: string): string {
  let short = code;
  if (short.length === 12 && short.endsWith('000')) short = short.slice(0, 9);
  if (short.length === 9 && short.endsWith('000')) short = short.slice(0, 6);
  if (short.length === 6 && short.endsWith('00')) short = short.slice(0, 4);
  if (short.length === 4 && (short.endsWith('00') || hasNoPrefecture(short))) short = short.slice(0, 2);
  return short;
}

export type TownshipKind = 'sub-district' | 'town' | 'township' | 'like-township';
export type VillageKind = 'residents-committee' | 'villagers-committee' | 'like-village';

/** Digits 7–9 say what a township is: 001–099 street, 100–199 town, 200–399 township, 400–599 treated as one. */
export function townshipKind(code: string): TownshipKind | undefined {
  const number = code.length >= 9 ? Number(code.slice(6, 9)) : 0;
  if (number === 0 || number > 599) return undefined;
  if (number < 100) return 'sub-district';
  if (number < 200) return 'town';
  return number < 400 ? 'township' : 'like-township';
}

/** Digits 10–12 say what a village is: 001–199 residents' committee, 200–399 villagers' committee, 400–599 treated as one. */
export function villageKind(code: string): VillageKind | undefined {
  const number = code.length === 12 ? Number(code.slice(9)) : 0;
  if (number === 0 || number > 599) return undefined;
  if (number < 200) return 'residents-committee';
  return number < 400 ? 'villagers-committee' : 'like-village';
}
