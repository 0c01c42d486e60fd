/** Shows every new checkpoint to the witnesses of a policy and keeps what they sign. One that is down is asked again; one that objects has seen another history. */
import { setTimeout as sleep } from 'node:timers/promises';
import { CosignatureTables, witnessId, type SignedSize } from './cosignature-tables';
import type { Policy } from './policy';
import { extendsTree } from './tree';
import { askWitness, checkpointShown, type AskedWitness as Asked, type WitnessReply } from './witness-client';

export interface CosigningOptions {
  readonly tables: CosignatureTables;
  readonly policy: Pick<Policy, 'logs' | 'witnesses'>;
  readonly everyMs: number;
  readonly nowUs: () => number;
  /** Told when a witness begins to sign, to fail or to object, not each time it does. */
  readonly changed?: (witness: string, standing: 'signs' | 'fails' | 'objects', why: string) => void;
  /** Hears of trouble on our side that is being waited out. */
  readonly troubled?: (error: unknown) => void;
  readonly answerMs?: number;
}

const ANSWER_MS = 10_000;
/** A witness that others ask too may have moved on in between; one that always names another size is not waited for. */
const TRIES = 4;

export class Cosigning {
  private readonly witnesses: readonly Asked[];
  private readonly standings = new Map<string, string>();
  /** Last known sizes: a guess, which the witness corrects. */
  private readonly sizes = new Map<string, number>();
  private stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(private readonly options: CosigningOptions) {
    this.witnesses = [...options.policy.witnesses.values()].filter((witness): witness is Asked => witness.url !== undefined);
  }

  start(): void {
    this.stopping = new AbortController();
    this.running ??= this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    this.running = undefined;
  }

  /** One round: the newest checkpoint, shown to whoever has not signed it. */
  async round(): Promise<void> {
    const newest = await this.options.tables.newest();
    if (!newest) return;
    const signed = await this.options.tables.witnessesOf(newest.checkpoint.size);
    const open = this.witnesses.filter(({ key }) => !signed.has(witnessId(key)));
    const outcomes = await Promise.allSettled(open.map((witness) => this.ask(witness, newest)));
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      try {
        await this.round();
      } catch (error) {
        this.troubled(error);
      }
      await sleep(this.options.everyMs, undefined, { signal: this.stopping.signal }).catch(() => { /* told to stop */ });
    }
  }

  private async ask(witness: Asked, first: SignedSize): Promise<void> {
    const { tables } = this.options;
    const id = witnessId(witness.key);
    let shown = first;
    let oldSize = this.sizes.get(id) ?? await tables.lastSize(witness.key);
    for (let turn = 0; turn < TRIES; turn += 1) {
      if (oldSize > shown.checkpoint.size) {
        // It may have been shown a newer one by somebody else; that one was published before it was shown.
        shown = await tables.newest() ?? first;
        if (oldSize > shown.checkpoint.size) return this.isAhead(witness, shown, oldSize);
      }
      const reply = await this.show(witness, shown, oldSize);
      if (reply.kind === 'signed') return this.signs(witness, shown, reply.line);
      if (reply.kind === 'contradicted') return this.contradicted(witness, shown, oldSize);
      if (reply.kind === 'failed') return this.stands(id, 'fails', reply.why);
      oldSize = reply.size;
      this.sizes.set(id, oldSize);
    }
    this.stands(id, 'fails', 'names another size each time');
  }

  private async show(witness: Asked, { checkpoint, note }: SignedSize, oldSize: number): Promise<WitnessReply> {
    const proof = await this.options.tables.consistency(oldSize, checkpoint.size);
    return askWitness(witness, { oldSize, proof, checkpoint: note }, this.patience());
  }

  private patience(): AbortSignal {
    return AbortSignal.any([this.stopping.signal, AbortSignal.timeout(this.options.answerMs ?? ANSWER_MS)]);
  }

  /** So is "no", by whoever answers in its place: only another history that the log itself has signed stops the ledger. */
  private async contradicted(witness: Asked, { checkpoint: ours }: SignedSize, size: number): Promise<void> {
    const id = witnessId(witness.key);
    const theirs = await checkpointShown(witness, ours.origin, this.options.policy.logs, this.patience());
    const continued = theirs !== undefined && theirs.size <= ours.size && extendsTree(theirs, ours, await this.options.tables.consistency(theirs.size, ours.size));
    if (theirs && !continued) return this.objects(witness, await this.agreedSize(witness), `${id} has seen ${String(size)} entries that ours do not continue`);
    this.stands(id, 'fails', 'says that ours does not continue what it has seen, and shows no other history that this log has signed');
  }

  /** A size is easily said: only what the log has signed shows that the end of the ledger is gone. */
  private async isAhead(witness: Asked, { checkpoint: ours }: SignedSize, size: number): Promise<void> {
    const id = witnessId(witness.key);
    this.sizes.delete(id);
    const theirs = await checkpointShown(witness, ours.origin, this.options.policy.logs, this.patience());
    if (theirs && theirs.size > ours.size) return this.objects(witness, ours.size, `${id} shows ${String(theirs.size)} entries that this log has signed; here are ${String(ours.size)}`);
    this.stands(id, 'fails', `says that it has seen ${String(size)} entries, more than there are, and shows none that this log has signed`);
  }

  /** Whoever writes in the database must not be able to silence a witness by rows that cannot be read. */
  private async agreedSize(witness: Asked): Promise<number> {
    try {
      return await this.options.tables.agreedSize(witness.key);
    } catch (error) {
      this.troubled(error);
      return 0;
    }
  }

  private async signs({ key }: Asked, { checkpoint }: SignedSize, line: string): Promise<void> {
    this.sizes.set(witnessId(key), checkpoint.size);
    await this.options.tables.keep(checkpoint.size, key, line, this.options.nowUs());
    this.stands(witnessId(key), 'signs', '');
  }

  /** Either the ledger or the witness is not what it was: a person must look, and nothing is written until then. */
  private async objects({ key }: Asked, position: number, detail: string): Promise<void> {
    await this.options.tables.disagree(position, detail, this.options.nowUs());
    this.stands(witnessId(key), 'objects', detail);
  }

  private troubled(error: unknown): void {
    if (!this.stopping.signal.aborted) this.options.troubled?.(error);
  }

  private stands(id: string, standing: 'signs' | 'fails' | 'objects', why: string): void {
    if (this.stopping.signal.aborted || this.standings.get(id) === standing) return;
    this.standings.set(id, standing);
    this.options.changed?.(id, standing, why);
  }
}
