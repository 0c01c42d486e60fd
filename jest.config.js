/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testRegex: '\\.(int-|e2e-)?spec\\.ts$',
  transform: { '\\.[cm]?[jt]s$': '<rootDir>/jest-transform.cjs' },
  transformIgnorePatterns: [],
  globalSetup: '<rootDir>/test/support/cluster-setup.ts',
  globalTeardown: '<rootDir>/test/support/cluster-teardown.ts',
  setupFiles: ['reflect-metadata', '<rootDir>/test/support/typescript-threads.ts'],
  maxWorkers: '100%',
  workerIdleMemoryLimit: '600MB',
  testTimeout: 30000,
};
