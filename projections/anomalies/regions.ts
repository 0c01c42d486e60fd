/** SQL on regions by prefix, written so that an index on the region serves. A digit sorts before the colon. */

/** SQL condition: the row's region is this one or lies below it. */
export const within = (row: string, region: string): string => `${row}.region >= ${region} and ${row}.region < ${region} || ':'`;

/** The same for the county a region lies in. */
export const inCountyOf = (row: string, region: string): string => within(row, `left(${region}, 6)`);

/** SQL condition: the row's region is this one or lies above it, by every length a code has. */
export const above = (row: string, region: string): string => `${row}.region = any(array[${[2, 4, 6, 9].map((digits) => `left(${region}, ${String(digits)})`).join(', ')}, ${region}])`;
