/** Lifts old versions of events on read; stored bytes never change meaning. */

export interface Versioned {
  readonly type: string;
  readonly schemaVersion: number;
  readonly data: object;
}

/** From one version to the next: pure and total over everything ever stored in that version. */
export type Lift = (data: object) => object;

/** `lifts.get('DisbursementEntered')?.[0]` lifts version 1 to 2. */
export type Lifts = ReadonlyMap<string, readonly Lift[]>;

export const lifts: Lifts = new Map();

/** The newest version this program writes and reads. */
export const newestVersion = (type: string, known: Lifts = lifts): number => (known.get(type)?.length ?? 0) + 1;

export function upcast<E extends Versioned>(event: E, known: Lifts = lifts): E {
  const steps = known.get(event.type);
  const newest = (steps?.length ?? 0) + 1;
  if (event.schemaVersion > newest) {
    throw new Error(`${event.type} has version ${String(event.schemaVersion)}, this program knows ${String(newest)}`);
  }
  if (steps === undefined || event.schemaVersion === newest) return event;
  const data = steps.slice(event.schemaVersion - 1).reduce((lifted, lift) => lift(lifted), event.data);
  return { ...event, data, schemaVersion: newest };
}
