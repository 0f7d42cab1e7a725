import { readdirSync } from 'node:fs';

// By name: packages have '#' imports of their own.
const libraries = readdirSync(new URL('libs', import.meta.url)).join('|');

const swc = {
  jsc: {
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    target: 'es2022',
    // JSON is imported with an attribute that says so.
    experimental: { keepImportAttributes: true },
  },
  module: { type: 'es6' },
  sourceMaps: true,
};

/** One transform and one resolution for every kind of test; the suffix of a file tells its cost. */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  moduleNameMapper: {
    '^#servers/(.*)$': '<rootDir>/scripts/servers/$1.mjs',
    [`^#(${libraries})$`]: '<rootDir>/libs/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  setupFilesAfterEnv: ['<rootDir>/tests/live-messages.setup.ts'],
  testMatch: ['**/*.spec.ts', '**/*.int-spec.ts', '**/*.e2e-spec.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/\\.conductor'],
  // One more than a small machine has cores: half of the time tests wait for servers.
  maxWorkers: 3,
  // Modules of a worker are never given back: a new worker is cheaper than swapping.
  workerIdleMemoryLimit: '1GB',
  // A busy machine needs more than half a second to take a worker's memory back: that is no leak.
  workerGracefulExitTimeout: 20_000,
  testTimeout: 300_000,
};
