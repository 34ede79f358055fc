import type { Complaint, Examination } from '../../lab/experiments/examineMachine.ts'
import type { BackendProbe } from '../../lab/trainers/probeBackend.ts'

const ORIGINS: Readonly<Record<string, string>> = {
  wheel: 'the tensorflow-cpu package of pip',
  download: 'the official download',
  package: 'this package of Holdout',
  none: 'nowhere',
}

/** What the doctor found, for people. */
export function examinationText(found: Examination & { readonly places: readonly string[] }): string {
  const { environment, packages, threads, complaints, places } = found
  const { small, cores } = threads
  const gigabytes = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GiB`
  const rows: readonly (readonly [string, string])[] = [
    ['Holdout', environment.holdout],
    ['Node', environment.node],
    ['System', environment.platform],
    ['Processor', `${environment.cpu}, ${String(cores)} cores`],
    ['Memory', `${gigabytes(environment.memoryBytes)}, ${gigabytes(environment.freeMemoryBytes)} free`],
    ['Backend', backendText(found.backend, found.portable)],
    ['Kernel', kernelText(found)],
    ['Library', libraryText(found)],
    [
      'Threads',
      `small networks ${String(small.intraOp)} within and ${String(small.interOp)} between operations, wide ones ${String(cores)} and 1`,
    ],
    ['Python', 'not needed'],
    ...(places.length === 0 ? [] : [['Places', `${places.join(', ')} (see "holdout places check NAME")`] as const]),
    ...Object.entries(packages).map(([name, version]) => [name, version ?? 'missing'] as const),
  ]
  const width = Math.max(...rows.map(([name]) => name.length))
  const lines = rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`)
  return `${[...lines, '', ...complaintLines(complaints)].join('\n')}\n`
}

function backendText(backend: BackendProbe, portable: BackendProbe | null): string {
  if (backend.kind === 'loaded')
    return `${backend.info.name} ${backend.info.version}, loads in ${backend.seconds.toFixed(1)} s`
  if (portable?.kind === 'loaded')
    return `portable (${portable.info.name} ${portable.info.version}); the native one does not load`
  return 'none loads'
}

function kernelText({ setup }: Examination): string {
  return setup?.kernel ? `built, ${setup.kernel}` : (setup?.kernelReason ?? 'not built')
}

function libraryText({ setup, backend }: Examination): string {
  if (!setup) return backend.kind === 'loaded' ? 'not placed by set-up' : 'none'
  if (setup.library === null) return setup.forced ? 'none: the portable backend was asked for' : 'none'
  return `${setup.library}, from ${ORIGINS[setup.origin]}`
}

function complaintLines(complaints: readonly Complaint[]): readonly string[] {
  if (complaints.length === 0) return ['Nothing is missing.']
  return complaints.flatMap(({ what, fix }) => [`Missing: ${what}`, `  Fix: ${fix}`])
}
