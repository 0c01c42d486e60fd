/** What a file of this folder exports by default: one command of `mingzhang`. */

/** 0 done, 1 the answer is no, 2 incomplete, 3 bad use. */
export type ExitCode = 0 | 1 | 2 | 3;

export interface Option {
  readonly type: 'string' | 'boolean';
  readonly meaning: string;
}

export interface Given {
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
  /** What stands beside the options, in order. */
  readonly words: readonly string[];
  /** The answer, to stdout. */
  readonly out: (line: string) => void;
  /** Progress and trouble, to stderr. */
  readonly tell: (line: string) => void;
}

export interface Command {
  readonly summary: string;
  /** As help shows it, e.g. `DIR`; none are taken where it is left out. */
  readonly words?: string;
  /** Beside `--help` and `--json`, which every command has. */
  readonly options?: Readonly<Record<string, Option>>;
  run(given: Given): Promise<ExitCode>;
}

/** Bad use: said in one line, exit code 3. */
export class BadUse extends Error {}

/** An option that counts; `otherwise` where it was not given. */
export function wholeOption({ options }: Pick<Given, 'options'>, name: string, otherwise: number): number {
  const text = options[name];
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new BadUse(`--${name} takes a whole number, not ${String(text)}`);
  return value;
}
