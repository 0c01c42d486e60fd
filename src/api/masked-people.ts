/** Says who the references in an answer are, masked, to the roles whose work needs it; everybody else sees references only. */
import { Injectable } from '@nestjs/common';
import type { Actor, Role } from '../domain/decider';
import { Vault } from '../vault/vault';

const MAY_SEE_MASKED: readonly Role[] = ['clerk', 'checker', 'office', 'bank', 'auditor', 'inspector'];
const REFERENCE = /"([par]-[0-9a-z]{26})"/g;
/** More people than one screen holds are not looked up: who needs them pages. */
const PEOPLE_MAX = 1_000;

@Injectable()
export class MaskedPeople {
  constructor(private readonly vault: Vault) {}

  /** `{people: {ref: {kind, …masked}}}` for every reference the body holds, or nothing. */
  async of(body: unknown, actor: Actor): Promise<{ people?: Readonly<Record<string, object>> }> {
    if (!MAY_SEE_MASKED.includes(actor.role)) return {};
    const refs = [...new Set([...JSON.stringify(body).matchAll(REFERENCE)].map((match) => match[1] as string))].slice(0, PEOPLE_MAX);
    if (refs.length === 0) return {};
    const known = await this.vault.revealMasked(refs);
    return { people: Object.fromEntries([...known].map(([ref, subject]) => [ref, subject.erased ? { erased: true } : { kind: subject.kind, ...subject.clear }])) };
  }
}
