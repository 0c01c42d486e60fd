/** The most one line of a batch can be by the standard of its programme. */
import type { BatchOpened } from '../domain/batch';

export interface Terms {
  readonly standardFen: number;
  readonly cadence: string;
}

const MONTHS: Readonly<Record<string, number>> = { monthly: 1, quarterly: 3, yearly: 12 };

/** Standard × periods begun × quantity. An upper bound: what lies above it cannot be explained by any reading of the three. */
export function mostFor({ standardFen, cadence }: Terms, { benefitFrom, benefitTo }: Pick<BatchOpened, 'benefitFrom' | 'benefitTo'>, quantityMilli: number | undefined): number {
  const months = (Number(benefitTo.slice(0, 4)) - Number(benefitFrom.slice(0, 4))) * 12 + Number(benefitTo.slice(5)) - Number(benefitFrom.slice(5)) + 1;
  const periods = MONTHS[cadence] === undefined ? 1 : Math.ceil(months / MONTHS[cadence]);
  return Math.ceil((standardFen * periods * Math.max(1_000, quantityMilli ?? 1_000)) / 1_000);
}
