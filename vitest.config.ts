import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/**
 * Tests that start no TensorFlow and keep nothing between files: they share a process, which loads their modules once. Not those of
 * the lab that replace a module for all who load it (`new…`) or train by themselves.
 */
const shared = [
  'src/core/**/*.test.ts',
  'src/contract/**/*.test.ts',
  'src/renderer/**/*.test.ts',
  'src/lab/{api,datasets,diagnostics,eventLoop,experiments,exports,files,models,workspace}/**/!(new*|writeModels|runExperiment).test.ts',
]

/** Real clusters, shards and crashes: their tests wait most of the time, so they run beside checks that compute. */
const waiting = [
  'src/cli/places/*.test.ts',
  'src/lab/places/remoteTrainer.test.ts',
  'src/lab/runs/crash.test.ts',
  'src/trainer/shards/trainShard.test.ts',
]

export default defineConfig({
  test: {
    pool: 'forks',
    // More than there are cores: tests of whole commands wait most of their time.
    maxWorkers: availableParallelism() + 2,
    // Commands keep their runs nowhere, unless a test names a workspace.
    env: { TF_CPP_MIN_LOG_LEVEL: '3', HOLDOUT_WORKSPACE: 'none' },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // What a passing test prints is of no interest.
    silent: 'passed-only',
    passWithNoTests: true,
    coverage: { provider: 'v8', include: ['src/**/*.ts'], exclude: ['**/*.test.ts'] },
    projects: [
      { extends: true, test: { name: 'shared', include: shared, isolate: false } },
      {
        extends: true,
        test: {
          // A process per file: TensorFlow reads its settings once, when it is loaded.
          name: 'apart',
          include: ['src/**/*.test.ts', 'scripts/**/*.test.mjs', 'bench/**/*.test.ts'],
          exclude: [...shared, ...waiting],
        },
      },
      { extends: true, test: { name: 'waiting', include: waiting } },
    ],
  },
})
