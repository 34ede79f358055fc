import { availableParallelism, freemem } from 'node:os'
import { expect, it } from 'vitest'
import { chooseThreads } from '../../core/run/chooseThreads.ts'
import { describeEnvironment } from './describeEnvironment.ts'
import { complaintsAbout } from './examineMachine.ts'
import { placedNotes } from './readSetupState.ts'
import type { SetupNotes } from './readSetupState.ts'

const PACKAGE: SetupNotes = {
  ...{ backend: 'native', origin: 'package', forced: false, reason: null, hint: null },
  ...{ library: 'node_modules/lib', kernel: 'node_modules/kernel.node', kernelReason: null },
  ...{ cache: '', preparedAt: '', files: [{ path: 'node_modules/kernel.node', size: 1 }] },
}

function complaints(setup: SetupNotes) {
  const cores = availableParallelism()
  return complaintsAbout({
    environment: { ...describeEnvironment(), node: 'v99.0.0', freeMemoryBytes: Math.max(freemem(), 2 ** 40) },
    packages: {},
    setup,
    backend: { kind: 'failed', error: { code: 'training/no-backend', message: 'it does not load' } },
    portable: { kind: 'failed', error: { code: 'training/no-backend', message: 'neither does this' } },
    threads: { small: chooseThreads([], 0, cores), cores },
    python: 'not needed',
    damaged: [],
  })
}

it('places the library, the kernel and the files of a package where it lies', () => {
  expect(placedNotes(PACKAGE, '/opt/holdout')).toMatchObject({
    library: '/opt/holdout/node_modules/lib',
    kernel: '/opt/holdout/node_modules/kernel.node',
    files: [{ path: '/opt/holdout/node_modules/kernel.node', size: 1 }],
  })
  const without = { ...PACKAGE, library: null, kernel: null }
  expect(placedNotes(without, '/opt/holdout')).toMatchObject({ library: null, kernel: null })
})

it('tells who installed a package to install it again, and who has a checkout what to run', () => {
  const lacks = { ...PACKAGE, kernel: null, kernelReason: 'the package was made without it' }
  const [first, kernel, portable] = complaints(lacks)
  expect(kernel.what).toContain('The training kernel is missing')
  expect(kernel.what).toContain('the package was made without it')
  for (const { fix } of [first, kernel, portable]) expect(fix).toBe('Install the package of Holdout again.')
  expect(complaints({ ...lacks, origin: 'wheel' }).map(({ fix }) => fix)).toEqual([
    'Run "npm run setup".',
    'Install a C++ compiler (such as g++), then run "npm run setup".',
    'Run "npm ci" again.',
  ])
})
