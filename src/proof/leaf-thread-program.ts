/** The program of the thread that computes leaves. */
import { parentPort } from 'node:worker_threads';
import { leavesIn } from './stored-leaves';

parentPort?.on('message', (bytes: Uint8Array) => {
  const leaves = leavesIn(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  parentPort?.postMessage(leaves, [leaves.positions.buffer as ArrayBuffer, leaves.hashes.buffer as ArrayBuffer]);
});
