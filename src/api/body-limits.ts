/** How large a JSON body may be, by route: what signs in or names a few people is small, what carries lines is larger. Files have limits of their own. */

const KiB = 1_024;

const BY_ROUTE: readonly (readonly [route: RegExp, bytes: number])[] = [
  [/^\/v1\/auth\//, 4 * KiB],
  [/^\/v1\/(people|households)\//, 64 * KiB],
  [/^\/v1\/batches\/[^/]+\/(submit|approve|reject|send|close)$/, 64 * KiB],
];

const USUAL_BYTES = 2 * KiB * KiB;

export const bodyLimitBytes = (path: string): number => BY_ROUTE.find(([route]) => route.test(path))?.[1] ?? USUAL_BYTES;
