// Native ES modules; swc keeps decorator metadata, which Nest's injection reads.
const transform = {
  '^.+\\.ts$': [
    '@swc/jest',
    {
      jsc: {
        target: 'es2022',
        parser: { syntax: 'typescript', decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true },
      },
      module: { type: 'es6' },
    },
  ],
};

// Engines that `tools/engines` could not get: their specs cannot run. In CI that is an error before any test.
const absent = (process.env.LEDGER_ENGINES_ABSENT ?? '').split(' ').filter((name) => name !== '');

/** @type {import('jest').Config} */
export default {
  roots: ['<rootDir>/libs', '<rootDir>/services'],
  testMatch: process.env.TEST_MATCH
    ? [process.env.TEST_MATCH]
    : ['**/src/**/*.spec.ts', '!**/*.{data,engine,deploy}.spec.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform,
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@complaint-ledger/source', 'node', 'node-addons'] },
  testPathIgnorePatterns: ['/node_modules/', ...absent.map((name) => `/${name}/`)],
  modulePathIgnorePatterns: ['/dist/'],
  coverageProvider: 'v8',
  testTimeout: 30_000,
  maxWorkers: '100%',
};
