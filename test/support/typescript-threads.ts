/** Threads begun by a test run TypeScript from the tree, like the children of tests: jest itself compiles for its own thread only. */
import * as path from 'node:path';

const child = path.join(__dirname, 'typescript-child.cjs');
if (!process.execArgv.includes(child)) process.execArgv.push('-r', child);
