/** How grave a lead is, in four steps. */
export type Severity = 'critical' | 'high' | 'medium' | 'notice';

export const SEVERITY_RANK: Readonly<Record<Severity, number>> = { critical: 4, high: 3, medium: 2, notice: 1 };
