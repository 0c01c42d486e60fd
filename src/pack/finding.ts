/** What a verifier found: which record, how, in two languages; and the exit code that follows. */

export interface Text {
  readonly zh: string;
  readonly en: string;
}

/** tampered: the answer is no · incomplete: what is there holds, but something is withheld, unsigned or not closed. */
export type Grade = 'tampered' | 'incomplete';

export interface Finding {
  readonly grade: Grade;
  /** Stable, e.g. `event-not-in-tree`. */
  readonly code: string;
  /** Position in the ledger, where one event is meant. */
  readonly position?: number;
  readonly file?: string;
  readonly text: Text;
}

export interface Verification {
  readonly kind: 'pack' | 'export' | 'proof' | 'consistency';
  readonly origin?: string;
  readonly size?: number;
  readonly root?: string;
  /** Leaves that were found in the tree. */
  readonly events: number;
  /** What was looked at and holds, as one says it. */
  readonly holds: readonly Text[];
  /** What a reader must know beside it; changes no exit code. */
  readonly notes: readonly Text[];
  readonly findings: readonly Finding[];
}

export const MOST_FINDINGS = 50;

/** Collects findings in the order they are come upon. */
export class Findings {
  private readonly found: Finding[] = [];

  tampered(code: string, text: Text, where: { readonly position?: number; readonly file?: string } = {}): void {
    this.add({ grade: 'tampered', code, ...where, text });
  }

  incomplete(code: string, text: Text, where: { readonly position?: number; readonly file?: string } = {}): void {
    this.add({ grade: 'incomplete', code, ...where, text });
  }

  /** Tampering first; of each grade what concerns the checkpoint, then records in order of position, then the rest. */
  all(): readonly Finding[] {
    const within = ({ code, position }: Finding): number => position ?? (code.startsWith('checkpoint-') ? -1 : Number.MAX_SAFE_INTEGER);
    return [...this.found].sort((a, b) => Number(a.grade !== 'tampered') - Number(b.grade !== 'tampered') || within(a) - within(b));
  }

  private add(finding: Finding): void {
    if (this.found.length < MOST_FINDINGS || (finding.grade === 'tampered' && !this.found.some(({ grade }) => grade === 'tampered'))) this.found.push(finding);
  }
}

/** 0 holds, 1 tampered, 2 incomplete. */
export function exitCodeOf({ findings }: Pick<Verification, 'findings'>): 0 | 1 | 2 {
  if (findings.some(({ grade }) => grade === 'tampered')) return 1;
  return findings.length > 0 ? 2 : 0;
}
