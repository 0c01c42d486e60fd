/** A register (名册) of one kind and region brought in from another office, entered by difference in parts of up to 500 rows. */
import { AccountRef, BusinessDate, Choice, Code, Fen, Integer, Parts, PersonRef, Region, Sha256, Uscc, Words } from './field';

export const REGISTER_KINDS = ['deceased', 'payroll', 'enterprise', 'vehicle', 'property', 'cadre', 'kinship', 'student', 'low-income', 'disabled', 'bank-flow'] as const;

export class RegisterImported {
  @Choice('kind', REGISTER_KINDS) kind: (typeof REGISTER_KINDS)[number];
  @Region('region it covers') region: string;
  @Words('office it came from', { max: 100 }) source: string;
  @BusinessDate('day it describes') asOf: string;
  @Integer('rows in the file') count: number;
  @Integer('rows new against the last import') addedCount: number;
  @Integer('rows gone against the last import') removedCount: number;
  @Sha256('hash of the file') contentHash: string;
  @BusinessDate('day it was handed over') occurredOn: string;
}
/** What a row says depends on the kind; absent fields were not in the file. */
export class RegisterRow {
  @Choice('entered or gone', ['added', 'removed']) change: 'added' | 'removed';
  @PersonRef('person', { optional: true }) personRef?: string;
  @PersonRef('other person (kin)', { optional: true }) otherRef?: string;
  @AccountRef('account (bank flow)', { optional: true }) accountRef?: string;
  @Uscc('organisation', { optional: true }) uscc?: string;
  @Code('role, relation, class or status, as a word of the kind', /^[a-z0-9-]{1,40}$/, { optional: true }) role?: string;
  @Region('region', { optional: true }) region?: string;
  @BusinessDate('date of the fact: death, purchase, appointment, flow', { optional: true }) on?: string;
  @BusinessDate('end of the fact', { optional: true }) until?: string;
  @Fen('amount', { min: 0, optional: true }) amountFen?: number;
}
export class RegisterRowsEntered {
  @Choice('kind', REGISTER_KINDS) kind: (typeof REGISTER_KINDS)[number];
  @Region('region it covers') region: string;
  @Parts('rows', () => RegisterRow, { max: 500 }) rows: RegisterRow[];
}
