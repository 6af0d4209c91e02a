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

/** @type {import('jest').Config} */
export default {
  roots: ['<rootDir>/libs', '<rootDir>/services'],
  testMatch: process.env.TEST_MATCH ? [process.env.TEST_MATCH] : ['**/src/**/*.spec.ts', '!**/*.{data,engine}.spec.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform,
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@complaint-ledger/source', 'node', 'node-addons'] },
  modulePathIgnorePatterns: ['/dist/'],
  coverageProvider: 'v8',
  testTimeout: 30_000,
};
