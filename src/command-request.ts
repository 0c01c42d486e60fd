/** A command on its way to a stream, and what came of it. */
import type { Actor, Message } from './domain/decider';

/** A command for one stream, sealed (references only), under a key of the actor's office. */
export interface CommandRequest {
  readonly streamId: string;
  readonly command: Message;
  readonly actor: Actor;
  readonly key: string;
  readonly correlationId?: string;
  readonly causationId?: string;
  /** A step of other work: who may send it was decided there. */
  readonly asStep?: boolean;
}

export interface Executed {
  readonly status: 'recorded' | 'replayed';
  readonly firstPosition: number;
  readonly lastPosition: number;
  readonly lastRevision: number;
}

export const toExecuted = (appended: { status: 'recorded' | 'replayed'; firstPosition: number; lastPosition: number; lastRevision: number }): Executed => ({
  status: appended.status, firstPosition: appended.firstPosition, lastPosition: appended.lastPosition, lastRevision: appended.lastRevision,
});
