/** What only the ledger and the vault know of a line: asked in bulk, answered by whoever can look it up. */
import type { BatchLine } from './batch-line';
import type { BatchField } from './batch-columns';
import type { HeadedColumn } from './headings';
import { lineError, type ErrorCode, type LineError } from './line-errors';
import { groupedYuanOf } from '../identifiers/money';
import { maskText } from './mask';

/** A field left out was not looked up and says nothing. */
export interface KnownOfLine {
  readonly householdKnown?: boolean;
  readonly personKnown?: boolean;
  readonly nameAgrees?: boolean;
  readonly inHousehold?: boolean;
  readonly holderIsPayee?: boolean;
  /** The most the programme pays for this line, where the line asks for more. */
  readonly overStandardFen?: number;
  /** Line that paid the same item for the same period: `batch/ordinal`, nothing personal. */
  readonly paidBefore?: string;
  /** Whose the line is, where nothing in it is new. */
  readonly foreseen?: Foreseen;
}

export interface Foreseen {
  readonly payeeRef: string;
  readonly accountRef: string;
  /** As last recorded. */
  readonly household?: HouseholdOf;
}

/** The household a person belongs to. */
export interface HouseholdOf {
  readonly householdId: string;
  readonly region: string;
}

export interface Known {
  /** One answer per line, in order. Lines may lack fields that could not be read. */
  look(lines: readonly BatchLine[]): Promise<readonly KnownOfLine[]>;
}

type Columns = ReadonlyMap<BatchField, HeadedColumn<BatchField>>;

const none: readonly LineError[] = [];

/** The amber errors that follow from what is known. */
export function knownErrors(line: BatchLine, known: KnownOfLine, columns: Columns): readonly LineError[] {
  let errors: LineError[] | undefined;
  const say = (code: ErrorCode, field: BatchField, masked: string, detail = ''): void => {
    (errors ??= []).push(lineError(code, { row: line.row, column: columns.get(field)?.title ?? '', masked }, detail));
  };
  if (known.householdKnown === false) say('L70', 'householdNumber', maskText(line.text.householdNumber ?? '', 'phone'));
  if (known.personKnown === false) say('L71', 'idNumber', maskText(line.idNumber ?? '', 'id-number'));
  if (known.nameAgrees === false) say('L75', 'payeeName', maskText(line.payeeName ?? '', 'name'));
  if (known.inHousehold === false) say('L76', 'idNumber', maskText(line.idNumber ?? '', 'id-number'));
  if (known.holderIsPayee === false) say('L72', 'account', maskText(line.account ?? '', 'account'));
  if (known.overStandardFen !== undefined) say('L73', 'amount', groupedYuanOf(line.amountFen ?? 0), groupedYuanOf(known.overStandardFen));
  if (known.paidBefore !== undefined) say('L74', 'amount', groupedYuanOf(line.amountFen ?? 0), known.paidBefore);
  return errors ?? none;
}

