/** The shape of a fact table: its columns with their meanings, its indexes, and how events become rows. One file = one table. */
import type { Recorded } from '../../src/domain/decider';

export type ColumnType = 'text' | 'bigint' | 'integer' | 'date' | 'boolean' | 'jsonb' | 'bigint[]' | 'text[]' | 'timestamptz';

export interface Column {
  readonly type: ColumnType;
  /** One English phrase: the tables are documented for auditors. */
  readonly meaning: string;
}

export type Value = string | number | boolean | null | undefined | readonly (string | number)[] | object;
export type Row = Readonly<Record<string, Value>>;

/**
 * Rows said by one event. A function that asks for the third argument gets the data of the stream's opening event.
 * It is pure: no clock, no chance, no other event.
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each fold names the event class it reads.
export type Fold = (data: any, event: Recorded, opening: any) => Row | readonly Row[];

export interface FactTable {
  readonly table: string;
  readonly meaning: string;
  readonly columns: Readonly<Record<string, Column>>;
  /** Column lists, e.g. `payee_ref, programme_id`; `… where household_id is not null` for a partial one; `flag_id by hash` where it is only ever asked whether it equals. */
  readonly indexes: readonly string[];
  /** By event type. Tables that the examiner writes have none. */
  readonly from: Readonly<Record<string, Fold>>;
}

/** What every table has. `occurred_on` is empty where the event carries no business date. */
export const STANDARD: Readonly<Record<string, Column>> = {
  position: { type: 'bigint', meaning: 'position of the event in the ledger' },
  ordinal: { type: 'integer', meaning: 'number of the row within the event, from 0' },
  recorded_at: { type: 'timestamptz', meaning: 'when the event was recorded' },
  occurred_on: { type: 'date', meaning: 'business date of the event' },
};

const column = (type: ColumnType) => (meaning: string): Column => ({ type, meaning });
export const text = column('text');
export const fen = column('bigint');
export const whole = column('bigint');
export const day = column('date');
export const yes = column('boolean');
export const json = column('jsonb');
export const texts = column('text[]');
export const wholes = column('bigint[]');

/** `2018-03` → its first day. */
export const firstOf = (month: string): string => `${month}-01`;

/** The noun's id within a stream id. */
export const idOf = (event: Recorded): string => event.streamId.slice(event.streamId.indexOf('-') + 1);

export const allColumns = (fact: FactTable): Readonly<Record<string, Column>> => ({ ...STANDARD, ...fact.columns });
