/** Why nothing is signed. */
import type { Finding } from './disagreements';

/** What would be signed contradicts what was: told as a disagreement, and writing stops. */
export class SealRefused extends Error {
  constructor(readonly finding: Finding) {
    super(`${finding.kind} at position ${String(finding.position)}: ${finding.detail}`);
    this.name = 'SealRefused';
  }
}

/** Another key signs this ledger, and nothing was ever signed from this folder: the sealer is elsewhere. */
export class NotOurLog extends Error {
  constructor(origin: string) {
    super(`the log ${origin} of this ledger is signed with a key that is not in MINGZHANG_SEAL_DIR: its sealer runs elsewhere`);
    this.name = 'NotOurLog';
  }
}
