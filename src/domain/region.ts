/** Region codes as published, and the yearly freeze of a county's register. */
import { BusinessDate, Code, Integer, Parts, Region, Sha256, Words } from './field';

export class RegionCode {
  @Region('code') code: string;
  @Words('name', { max: 60 }) name: string;
}
export class RegionCodesPublished {
  @Code('edition, e.g. 2018', /^[A-Za-z0-9-]{1,40}$/) edition: string;
  @Parts('codes', () => RegionCode, { max: 2000 }) codes: RegionCode[];
  @BusinessDate('day of publication') occurredOn: string;
}
export class RegisterFrozen {
  @Region('county', { digits: [6] }) region: string;
  @Integer('year whose 31 December it is', { min: 1990, max: 2199 }) year: number;
  @Integer('households then in force') households: number;
  @Sha256('hash of the register then in force', { optional: true }) contentHash?: string;
  @BusinessDate('31 December of that year') occurredOn: string;
}
