/** The recorded clock: microseconds since 1970. Readings may repeat or step back; the ledger makes them strictly increase. */
export type Clock = () => number;

/** The monotonic clock has the microseconds that wall time lacks, but never hears of a corrected clock: so it is believed only while the two agree. */
export const wallClock: Clock = () => {
  const wallUs = Date.now() * 1000;
  const fineUs = Math.floor((performance.timeOrigin + performance.now()) * 1000);
  return Math.abs(fineUs - wallUs) < 20_000 ? fineUs : wallUs;
};
