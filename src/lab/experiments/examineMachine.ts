import { availableParallelism, freemem } from 'node:os'
import { chooseThreads } from '../../core/run/chooseThreads.ts'
import type { EnvironmentDocument } from '../../core/run/runDocument.ts'
import { probeBackend } from '../trainers/probeBackend.ts'
import type { BackendProbe } from '../trainers/probeBackend.ts'
import { describeEnvironment } from './describeEnvironment.ts'
import { damagedInstall } from './installedFiles.ts'
import { packageVersions } from './packageVersions.ts'
import { howToRepair, readSetupState } from './readSetupState.ts'
import type { SetupNotes } from './readSetupState.ts'

/** Less free memory than this and a run may not fit beside the library. */
const LEAST_FREE_BYTES = 700 << 20
const LEAST_NODE_MAJOR = 24

/** Something that is missing or slow, and its fix. */
export interface Complaint {
  readonly what: string
  readonly fix: string
  /** Whether runs work all the same. */
  readonly isHarmless: boolean
}

/** What `holdout doctor` found. */
export interface Examination {
  readonly environment: EnvironmentDocument & { readonly freeMemoryBytes: number }
  readonly packages: Readonly<Record<string, string | null>>
  readonly setup: SetupNotes | null
  readonly backend: BackendProbe
  /** Tried only where the native one does not load. */
  readonly portable: BackendProbe | null
  readonly threads: { readonly small: ReturnType<typeof chooseThreads>; readonly cores: number }
  /** No part of Holdout needs Python to run. */
  readonly python: 'not needed'
  /** Installed files that are not what they were when they were installed. */
  readonly damaged: readonly string[]
  readonly complaints: readonly Complaint[]
}

/** Looks at this machine: versions, backend, memory; what is missing and how to fix it. */
export async function examineMachine(): Promise<Examination> {
  const [packages, setup, backend, damaged] = await Promise.all([
    packageVersions(),
    readSetupState(),
    probeBackend('tensorflow'),
    damagedInstall(),
  ])
  const portable = backend.kind === 'loaded' ? null : await probeBackend('portable')
  const cores = availableParallelism()
  const found = {
    environment: { ...describeEnvironment(), freeMemoryBytes: freemem() },
    packages,
    setup: setup ?? null,
    backend,
    portable,
    threads: { small: chooseThreads([], 0, cores), cores },
    python: 'not needed' as const,
    damaged,
  }
  return { ...found, complaints: complaintsAbout(found) }
}

/** What of this is missing or slow. In a package nobody builds or fetches a part: the whole is installed again. */
export function complaintsAbout({
  environment,
  packages,
  setup,
  backend,
  portable,
  damaged,
}: Omit<Examination, 'complaints'>): Complaint[] {
  const complaints: Complaint[] = damaged.map((path) => ({
    what: `The installed file ${path} is damaged: it is not what set-up installed.`,
    fix: howToRepair(setup),
    isHarmless: false,
  }))
  if (backend.kind === 'failed') complaints.push(backendComplaint(backend.error.message, setup))
  if (setup && !setup.forced && setup.kernel === null) {
    complaints.push({
      what: `The training kernel is missing, so networks train on TensorFlow, several times slower: ${setup.kernelReason ?? 'it was not built'}.`,
      fix: fixOf(setup, 'Install a C++ compiler (such as g++), then run "npm run setup".'),
      isHarmless: true,
    })
  }
  if (portable?.kind === 'failed') {
    complaints.push({
      what: `The portable backend does not load either: ${portable.error.message}`,
      fix: fixOf(setup, 'Run "npm ci" again.'),
      isHarmless: false,
    })
  }
  if (Number.parseInt(environment.node.slice(1), 10) < LEAST_NODE_MAJOR) {
    complaints.push({
      what: `Node ${environment.node} is older than ${String(LEAST_NODE_MAJOR)}.`,
      fix: fixOf(setup, 'Start Holdout by "npm run -s holdout", which brings its own Node.'),
      isHarmless: false,
    })
  }
  for (const [name, version] of Object.entries(packages)) {
    if (version === null)
      complaints.push({ what: `The package ${name} is missing.`, fix: howToRepair(setup), isHarmless: false })
  }
  if (environment.freeMemoryBytes < LEAST_FREE_BYTES) {
    complaints.push({
      what: 'Less than 700 MB of memory are free.',
      fix: 'Close other programs before training.',
      isHarmless: true,
    })
  }
  return complaints
}

function fixOf(setup: SetupNotes | null, ofCheckout: string): string {
  return setup?.origin === 'package' ? howToRepair(setup) : ofCheckout
}

function backendComplaint(message: string, setup: SetupNotes | null): Complaint {
  const reason = setup?.reason ?? message
  return {
    what: `TensorFlow's native library does not load, so training runs on the portable backend, which is much slower: ${reason}`,
    fix: setup?.hint ?? howToRepair(setup),
    isHarmless: true,
  }
}
