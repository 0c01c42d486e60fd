/** The id of a flag: never another, whatever version of the rule sees it, so that cases may name it. */
import { hash } from 'node:crypto';

/** `occurrence` tells this flag from others of the same subject: a line, a period, a payment, a duty. */
export const flagIdOf = (rule: string, part: string, subjectKind: string, subjectId: string, occurrence: string): string =>
  hash('sha256', `${rule}|${part}|${subjectKind}:${subjectId}|${occurrence}`);
