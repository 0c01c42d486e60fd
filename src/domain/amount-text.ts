/** Writes fen as yuan with thousands marks, for the sentences of refusals. */
export function yuan(fen: number): string {
  const whole = Math.trunc(Math.abs(fen) / 100).toString().replace(/\B(?=(\d{3})+$)/g, ',');
  const rest = (Math.abs(fen) % 100).toString().padStart(2, '0');
  return `${fen < 0 ? '-' : ''}${whole}.${rest}`;
}
