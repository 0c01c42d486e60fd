/** Which demo user a route is usually used by, so that hostile requests come past the door. */

const USUAL: readonly (readonly [RegExp, string])[] = [
  [/batches\/\{id\}\/(approve|reject)/, 'checker'], [/batches\/\{id\}\/results/, 'bank'], [/post \/v1\/batches/, 'clerk'], [/batches\/\{id\}\/errors/, 'clerk'], [/statement|bank/, 'bank'],
  [/people\/reveal/, 'auditor'], [/people\/erasure/, 'office'], [/post \/v1\/registers/, 'office'], [/registers\/|jobs\//, 'office'], [/post \/v1\/calendars|days/, 'admin'],
];

export const signedFor = (operation: string): string => USUAL.find(([route]) => route.test(operation))?.[1] ?? 'auditor';
