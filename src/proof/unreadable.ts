/** Something of the published formats is not written as it must be. */
export class Unreadable extends Error {
  /** `what`: note, vkey, checkpoint, proof, policy… */
  constructor(readonly what: string, why: string) {
    super(`${what}: ${why}`);
    this.name = 'Unreadable';
  }
}
