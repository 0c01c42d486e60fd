/** The read that is recorded: people in clear, shown only once the ledger says who looked and why. */
import { createHash } from 'node:crypto';
import { CommandBus, Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { PersonalDataRevealed } from '../domain/access';
import { streamId, type Actor } from '../domain/decider';
import { Execute } from '../execute';
import { Vault } from '../vault/vault';

export interface Revealed {
  /** Of the event that says so. */
  readonly position: number;
  readonly people: Readonly<Record<string, object>>;
}

export class Reveal extends Query<Revealed> {
  constructor(readonly data: PersonalDataRevealed, readonly key: string, readonly actor: Actor) {
    super();
  }
}

/** The order is the guarantee: whoever cannot write down that they looked does not see. */
@QueryHandler(Reveal)
export class RevealHandler implements IQueryHandler<Reveal> {
  constructor(private readonly commands: CommandBus, private readonly vault: Vault) {}

  async execute({ data, key, actor }: Reveal): Promise<Revealed> {
    // The actor is part of the stream's name: a colleague's key does not open anything in this one's place.
    const id = `reveal-${createHash('sha256').update(JSON.stringify([actor.id, key])).digest('hex').slice(0, 32)}`;
    const { lastPosition } = await this.commands.execute(new Execute({ streamId: streamId('access', id), command: { type: 'RevealPersonalData', data }, actor, key, asStep: true }));
    const known = await this.vault.reveal(data.subjectRefs);
    const people = [...known].map(([ref, subject]) => [ref, subject.erased ? { erased: true } : { kind: subject.kind, ...subject.clear, variants: subject.variants }] as const);
    return { position: lastPosition, people: Object.fromEntries(people) };
  }
}
