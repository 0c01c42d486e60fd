/** Invented people for files under test: check digits and dates are right, the people do not exist. */
import { luhnDigit } from '../../src/identifiers/bank-account';
import { idCardCheckDigit } from '../../src/identifiers/id-card';

const surnames = '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜';
const given = '明芳秀英伟娜敏静丽强磊军洋勇艳杰娟涛超兰霞平刚桂香玉珍春梅建国';

const pick = (from: string, index: number): string => from.charAt(index % from.length);
const two = (value: number): string => String(value).padStart(2, '0');

export interface InventedPerson {
  readonly name: string;
  readonly idNumber: string;
  readonly card: string;
}

/** The same index gives the same person; different indexes differ in number and card. */
export function inventedPerson(index: number): InventedPerson {
  const first17 = `422899${String(1940 + (index % 60))}${two(1 + (Math.floor(index / 60) % 12))}${two(1 + (Math.floor(index / 720) % 28))}${String(1 + (Math.floor(index / 20_160) % 998)).padStart(3, '0')}`;
  const card = `6217${String(index).padStart(14, '0')}`;
  return {
    name: pick(surnames, index * 7) + pick(given, index * 13) + pick(given, Math.floor(index / 3)),
    idNumber: first17 + idCardCheckDigit(first17),
    card: card + luhnDigit(card),
  };
}
