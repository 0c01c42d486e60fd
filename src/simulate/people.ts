/** Invented villages, households, people and accounts: valid check digits under a county code that does not exist. */
import { luhnDigit } from '../identifiers/bank-account';
import { idCardCheckDigit } from '../identifiers/id-card';
import { usccCheckDigit } from '../identifiers/uscc';
import type { Chance } from './chance';

export interface Person {
  readonly idNumber: string;
  readonly name: string;
  readonly phone: string;
  readonly bornOn: string;
  readonly relation: 'head' | 'spouse' | 'child' | 'parent';
}

export interface Account {
  readonly number: string;
  readonly bank: string;
  readonly branch: string;
}

export interface Household {
  readonly id: string;
  readonly registerNumber: string;
  /** 12-digit village code. */
  readonly village: string;
  readonly members: readonly Person[];
  readonly account: Account;
}

export interface Village {
  readonly code: string;
  readonly name: string;
  readonly township: string;
  readonly townshipName: string;
}

export interface Organisation {
  readonly uscc: string;
  readonly name: string;
  readonly account: string;
}

const SURNAMES = '王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许邓韩冯曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤'.match(/./gu) ?? [];
const GIVEN = '德永国建文明志成光世家正大清春福祥顺平安宗启先兴发和长玉秀英兰桂芳珍凤梅莲琴菊香云翠华荣素美红艳丽霞敏静丹雪慧琳娟婷佳欣怡子轩浩宇博涵俊杰晨阳思远嘉泽锦'.match(/./gu) ?? [];
const TOWNSHIPS = ['云岭镇', '白水镇', '石门乡', '青龙镇', '双河乡', '金竹镇', '枫香乡', '麻柳镇', '茶店乡', '高坪镇', '龙潭镇', '桃源乡', '清江镇'];
const VILLAGES = ['上坝', '下坝', '大湾', '小溪', '松树坪', '柳林', '杨家冲', '黄土坡', '石板', '桐子园', '干溪', '水井', '新民', '团结', '向阳', '和平', '长岭', '鱼泉', '竹园', '马鞍'];
const BANKS = ['农商行', '邮储银行'];

/** Surname and given name of one or two characters; namesakes are common. */
export function inventedName(chance: Chance, surname = chance.pick(SURNAMES)): string {
  return surname + (chance.inTenThousand(8_000) ? chance.pick(GIVEN) + chance.pick(GIVEN) : chance.pick(GIVEN));
}

export function idNumberOf(county: string, bornOn: string, serial: number): string {
  const first17 = `${county}${bornOn.replaceAll('-', '')}${String(serial).padStart(3, '0')}`;
  return first17 + idCardCheckDigit(first17);
}

export function cardNumber(serial: number): string {
  const before = `621700${String(serial).padStart(12, '0')}`;
  return before + luhnDigit(before);
}

export function organisationOf(prefix: '91' | '93' | '11' | '12', county: string, serial: number, name: string): Organisation {
  const first17 = `${prefix}${county}MA${String(serial).padStart(7, '0')}`;
  return { uscc: first17 + usccCheckDigit(first17), name, account: `1700${county}${String(serial).padStart(8, '0')}` };
}

const date = (year: number, month: number, day: number): string => `${String(year)}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

export class Population {
  readonly villages: readonly Village[];
  readonly households: readonly Household[];
  private people = 0;
  private cards = 0;
  private readonly serials = new Map<string, number>();

  constructor(readonly county: string, private readonly chance: Chance, size: { readonly townships: number; readonly villagesEach: number; readonly households: number }) {
    this.villages = this.inventVillages(size.townships, size.villagesEach);
    this.households = Array.from({ length: size.households }, (_, index) => this.inventHousehold(index));
  }

  newAccount(): Account {
    this.cards += 1;
    const bank = this.chance.pick(BANKS);
    return { number: cardNumber(this.cards + Number(this.county) * 100_000), bank, branch: `${bank}${this.chance.pick(TOWNSHIPS)}支行` };
  }

  private inventVillages(townships: number, villagesEach: number): Village[] {
    const villages: Village[] = [];
    for (let township = 0; township < townships; township += 1) {
      const code = `${this.county}${String(100 + township).padStart(3, '0')}`;
      for (let village = 0; village < villagesEach; village += 1) {
        villages.push({
          code: `${code}${String(200 + village)}`, name: `${VILLAGES[village % VILLAGES.length] ?? '新'}村`,
          township: code, townshipName: TOWNSHIPS[township % TOWNSHIPS.length] ?? '新镇',
        });
      }
    }
    return villages;
  }

  /** The serial of an ID number counts those born that day: two people never share a number. */
  private serialOf(bornOn: string): number {
    const serial = (this.serials.get(bornOn) ?? 0) + 1;
    this.serials.set(bornOn, serial);
    return serial;
  }

  private inventPerson(surname: string, relation: Person['relation'], fromYear: number, toYear: number): Person {
    this.people += 1;
    const bornOn = date(this.chance.whole(fromYear, toYear), this.chance.whole(1, 12), this.chance.whole(1, 28));
    const name = inventedName(this.chance, surname);
    return {
      idNumber: idNumberOf(this.county, bornOn, this.serialOf(bornOn)), name,
      phone: `199${String(40_000_000 + this.people)}`, bornOn, relation,
    };
  }

  private inventHousehold(index: number): Household {
    const village = this.villages[index % this.villages.length] as Village;
    const surname = this.chance.pick(SURNAMES);
    const members = [this.inventPerson(surname, 'head', 1945, 1982)];
    if (this.chance.inTenThousand(7_000)) members.push(this.inventPerson(this.chance.pick(SURNAMES), 'spouse', 1945, 1985));
    for (let child = this.chance.whole(0, 2); child > 0; child -= 1) members.push(this.inventPerson(surname, 'child', 1996, 2012));
    if (this.chance.inTenThousand(3_500)) members.push(this.inventPerson(surname, 'parent', 1930, 1944));
    return {
      id: `H${this.county}-${String(index + 1).padStart(5, '0')}`, registerNumber: `${this.county}9${String(index + 1).padStart(6, '0')}`,
      village: village.code, members, account: this.newAccount(),
    };
  }
}
