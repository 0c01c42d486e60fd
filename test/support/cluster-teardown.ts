/** Stops the PostgreSQL of a jest run and removes its folder. */
import * as fs from 'node:fs';
import './cluster-setup';

export default async function tearDown(): Promise<void> {
  const cluster = globalThis.mingzhangTestCluster;
  if (!cluster) return;
  await cluster.server.stop();
  fs.rmSync(cluster.folder, { recursive: true, force: true });
}
