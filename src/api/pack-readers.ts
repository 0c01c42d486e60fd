/** Whose events a pack shows whole to whoever asks for it: those of streams the role may read, in its region, or that bind everybody. */
import { splitStreamId, type Actor } from '../domain/decider';
import { READERSHIP, seesRegion } from './readers';

export const seenBy = (actor: Actor) => ({ streamId, region }: { readonly streamId: string; readonly region: string }): boolean => {
  const readership = READERSHIP[splitStreamId(streamId).noun];
  return readership?.roles.includes(actor.role) === true && seesRegion(actor, region, readership.shared);
};
