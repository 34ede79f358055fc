import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // A process per file: TensorFlow reads its settings once, when it is loaded.
    pool: 'forks',
    // One more than there are cores: tests of whole commands, of clusters and of crashes wait most of their time.
    maxWorkers: availableParallelism() + 1,
    include: ['src/**/*.test.ts', 'scripts/**/*.test.mjs', 'bench/**/*.test.ts'],
    // Commands keep their runs nowhere, unless a test names a workspace.
    env: { TF_CPP_MIN_LOG_LEVEL: '3', HOLDOUT_WORKSPACE: 'none' },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // What a passing test prints is of no interest.
    silent: 'passed-only',
    passWithNoTests: true,
    coverage: { provider: 'v8', include: ['src/**/*.ts'], exclude: ['**/*.test.ts'] },
  },
})
