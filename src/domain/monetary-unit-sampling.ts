/** Monetary-unit sampling (货币单元抽样): which fen of a population a seed draws. Whoever has seed, size and population draws the same, on any machine. */
import { createHash } from 'node:crypto';

/** A stretch of the population laid end to end: from its first fen, as many as its amount. */
export interface Stretch {
  readonly fromFen: number;
  readonly amountFen: number;
}

const drawn = (seed: string, cell: number): bigint => createHash('sha256').update(`mingzhang/sample|${seed}|${String(cell)}`).digest().readBigUInt64BE();

/**
 * The population is cut into `size` cells of equal money and one fen is drawn in each, so that every fen has the same chance and what is larger than a cell
 * is always drawn. Rising; fewer than `size` where there are fewer fen than cells.
 */
export function drawnFen(seed: string, populationFen: number, size: number): readonly number[] {
  const bound = (cell: number): bigint => (BigInt(populationFen) * BigInt(cell)) / BigInt(size);
  return Array.from({ length: size }, (_, cell) => cell).flatMap((cell) => {
    const [from, until] = [bound(cell), bound(cell + 1)];
    return until === from ? [] : [Number(from + (drawn(seed, cell) % (until - from)))];
  });
}

/** Whether these stretches, in order, are what was drawn: each holds a drawn fen, and every drawn fen lies in one. */
export function areDrawn(stretches: readonly Stretch[], fens: readonly number[]): boolean {
  let next = 0;
  let end = 0;
  for (const { fromFen, amountFen } of stretches) {
    if (fromFen < end) return false;
    end = fromFen + amountFen;
    const before = next;
    while (next < fens.length && (fens[next] as number) >= fromFen && (fens[next] as number) < end) next += 1;
    if (next === before) return false;
  }
  return next === fens.length;
}
