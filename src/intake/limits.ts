/** How large a file may be in every direction: what lies beyond is refused before it costs memory. */

export interface Limits {
  readonly fileBytes: number;
  readonly zipEntries: number;
  /** Of all parts read together, counted while unpacking: a declared size is never trusted. */
  readonly unpackedBytes: number;
  /** Unpacked ÷ packed of one part, judged from its first MiB on. */
  readonly zipRatio: number;
  readonly rows: number;
  readonly columns: number;
  readonly cellCharacters: number;
}

const MiB = 1024 * 1024;

export const defaultLimits: Limits = {
  fileBytes: 64 * MiB,
  zipEntries: 2_000,
  unpackedBytes: 768 * MiB,
  zipRatio: 250,
  rows: 200_000,
  columns: 200,
  cellCharacters: 32_767,
};
