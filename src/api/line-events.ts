/** The events of one line of a batch, found by the facts and, beyond what is visible, in the ledger: a batch of 150,000 lines is not read for one of them. */
import { Injectable, Optional } from '@nestjs/common';
import { streamId, type Recorded } from '../domain/decider';
import { LedgerReads } from './ledger-reads';
import { knownAt, type Moment } from './moment';
import { areFactsAway } from './problem';
import { ReadPool } from './read-pool';

/** Further behind, the batch is read through: facts are being built. */
const TAIL_MAX = 5_000;

const POSITIONS = `
select coalesce((select f.position from work.follower f where f.name = 'facts'), 0)::integer as visible, array(
  select x.position from audit.disbursement($3) x where x.batch_id = $1 and x.line = $2
  union select x.position from audit.settlement($3) x where x.batch_id = $1 and x.line = $2
  union select x.position from audit.line_failure($3) x where x.batch_id = $1 and x.line = $2
  union select x.position from audit.line_return($3) x where x.batch_id = $1 and x.line = $2
  union select x.position from audit.result_dispute($3) x where x.batch_id = $1 and x.line = $2
  order by 1)::integer[] as positions`;

const isOf = (ordinal: number) => ({ data }: Recorded): boolean => (data as { ordinal?: number }).ordinal === ordinal;

@Injectable()
export class LineEvents {
  /** Without a pool there are no facts: the batch is read through. */
  constructor(private readonly reads: LedgerReads, @Optional() private readonly pool?: ReadPool) {}

  /** What names the line, as a reader at the moment knows it, in order; empty where the batch has no such line. */
  async of(batchId: string, ordinal: number, moment: Moment): Promise<readonly Recorded[]> {
    const stream = streamId('batch', batchId);
    const head = moment.position ?? (await this.reads.lastPosition());
    // An event without a day of its own happened with the one before it: by business date the whole batch says when.
    const found = moment.effectiveOn === undefined ? await this.found(batchId, ordinal, head) : undefined;
    if (!found || head - found.visible >= TAIL_MAX) return knownAt(await this.reads.stream(stream), moment).filter(isOf(ordinal));
    const [visible, tail] = await Promise.all([this.reads.at(found.positions), this.reads.between(found.visible, head)]);
    return knownAt([...visible, ...tail.filter((event) => event.streamId === stream)].filter(isOf(ordinal)), moment);
  }

  private async found(batchId: string, ordinal: number, head: number): Promise<{ visible: number; positions: readonly number[] } | undefined> {
    try {
      if (!this.pool) return undefined;
      const { rows: [row] } = await this.pool.query<{ visible: number; positions: number[] }>({ name: 'line-events', text: POSITIONS, values: [batchId, ordinal, head] });
      return row && { visible: row.visible, positions: row.positions.filter((position) => position < row.visible) };
    } catch (error) {
      if (areFactsAway(error as object)) return undefined;
      throw error;
    }
  }
}
