/** Measures what the checksum of a table costs at the start of a run: with and without it in turn, pair by pair. */
import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeTable } from '../../src/core/dataset/tableFile.ts'
import type { Table } from '../../src/core/dataset/table.ts'
import { medianOf } from '../../src/core/statistics/modifiedZ.ts'
import { quantileOf } from '../../src/core/statistics/quantileOf.ts'
import type { TrainerJob } from '../../src/core/run/trainerJob.ts'
import { ChildProcessTrainer } from '../../src/lab/trainers/childProcessTrainer.ts'
import { sonarTable } from '../../src/trainer/testing/sonarTable.ts'
import { baselineSpec, candidateOf, sonarJob } from '../../src/trainer/testing/testJob.ts'
import type { Measurement } from '../measurement.ts'

const PAIRS = 15
/** 100 columns of 262,144 numbers are 200 MiB. */
const LARGE = { columns: 100, rows: 262_144 }

/** The seed job, and a job on a table of 200 MB: from the start of the trainer's process to the first word of the run. */
export async function measureChecksums(): Promise<Measurement[]> {
  const folder = await mkdtemp(join(tmpdir(), 'holdout-checksums-'))
  try {
    const holdout = { strategy: 'holdout', folds: 2, repeats: 1, shuffle: true, testFraction: 0.25 } as const
    return [
      await compare('start of the seed job', folder, sonarJob([candidateOf(baselineSpec())]), sonarTable()),
      await compare(
        'start of a job on a table of 200 MB',
        folder,
        sonarJob([candidateOf(baselineSpec())], { validation: holdout }),
        largeTable(),
      ),
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function compare(name: string, folder: string, request: TrainerJob, table: Table): Promise<Measurement> {
  const bytes = encodeTable(table)
  const tableFile = join(folder, 'a.table')
  await writeFile(tableFile, bytes)
  const plain = { ...request, tableFile }
  const summed = { ...plain, tableSha256: createHash('sha256').update(bytes).digest('hex') }
  await startSeconds(plain)
  const pairs: { readonly with: number; readonly without: number }[] = []
  for (let pair = 0; pair < PAIRS; pair += 1) {
    const first = await startSeconds(pair % 2 === 0 ? plain : summed)
    const second = await startSeconds(pair % 2 === 0 ? summed : plain)
    pairs.push(pair % 2 === 0 ? { without: first, with: second } : { with: first, without: second })
  }
  const ratios = Float64Array.from(pairs, (pair) => pair.with / pair.without).sort()
  return {
    name: `${name}: with the checksum of its table, ${String(PAIRS)} pairs`,
    seconds: medianOf(pairs.map((pair) => pair.with)),
    ratios: {
      'with / without, median of the pairs': medianOf(ratios),
      'with / without, lower quarter': quantileOf(ratios, 0.25),
      'with / without, upper quarter': quantileOf(ratios, 0.75),
    },
    notes: { 'seconds without': medianOf(pairs.map((pair) => pair.without)) },
  }
}

/** Seconds until the run has started. */
async function startSeconds(job: TrainerJob): Promise<number> {
  const begun = performance.now()
  let seconds = Number.NaN
  const session = new ChildProcessTrainer().start(job, (events) => {
    if (!events.some(({ kind }) => kind === 'started') || !Number.isNaN(seconds)) return
    seconds = (performance.now() - begun) / 1000
    session.kill()
  })
  const end = await session.ended
  if (Number.isNaN(seconds)) throw new Error(`the job did not start: ${JSON.stringify(end)}`)
  return seconds
}

function largeTable(): Table {
  const { columns, rows } = LARGE
  const features = Array.from({ length: columns }, (_, column) => ({
    kind: 'number' as const,
    name: `x${String(column)}`,
    values: Float64Array.from({ length: rows }, (__, row) => Math.sin(row * (column + 1))),
  }))
  const codes = Int32Array.from({ length: rows }, (_, row) => row % 2)
  return { rows, features, target: { kind: 'category', name: 'class', levels: ['M', 'R'], codes } }
}
