import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // A process per file: TensorFlow reads its settings once, when it is loaded.
    pool: 'forks',
    // One core is left free by default, which is half of a machine of two.
    maxWorkers: availableParallelism(),
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
