import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import type { Table } from '../../core/dataset/table.ts'
import { tableOnDemand } from '../../core/dataset/tableFile.ts'
import { aboutClass } from '../../core/diagnostics/aboutClass.ts'
import type { FitExplanation } from '../../core/diagnostics/explanation.ts'
import { heldOutOf } from '../../core/diagnostics/heldOut.ts'
import type { HeldOut } from '../../core/diagnostics/heldOut.ts'
import { encodeTarget } from '../../core/preprocessing/encodeTarget.ts'
import { decodeArrays, decodeColumns } from '../runs/store/columnBlob.ts'
import { noTable } from '../workspace/tableStore.ts'
import type { CheckedFit } from '../../core/diagnostics/checks/checkedFit.ts'
import type { Scores } from '../../core/metrics/scores.ts'
import type { FoldPreparation } from '../../core/run/runEvent.ts'
import type { CandidateFacts } from './candidateFacts.ts'
import type { CandidateSource, SourceFit } from './candidateSource.ts'

/** A candidate's predictions joined to the table it was trained on. */
export interface LoadedCandidate {
  readonly heldOut: HeldOut
  readonly table: Table
  readonly fits: readonly CheckedFit[]
  readonly facts?: CandidateFacts
}

/**
 * Decodes what is stored of a candidate.
 * @throws HoldoutError `workspace/no-table`, `workspace/damaged`
 */
export function loadCandidate({ task, positiveClass, fits, facts }: CandidateSource, table: Table): LoadedCandidate {
  const { classes, labels, values } = encodeTarget(table, task)
  const truth = labels ?? values ?? []
  const stored = fits.map(({ repeat, fold, predictions }) => {
    if (!predictions) return { repeat, fold }
    const { rows, values: predicted } = decodeArrays(predictions)
    return { repeat, fold, predictions: { rows, values: predicted } }
  })
  const heldOut = aboutClass(heldOutOf({ task, classes, truth }, stored), positiveClass)
  return { heldOut, table, fits: fits.map(checkedFit), ...(facts && { facts }) }
}

function checkedFit(fit: SourceFit): CheckedFit {
  const { repeat, fold, status, epochs, bestEpoch, scores, preparation, history, diagnostics } = fit
  const { trainRows, testRows } = JSON.parse(preparation) as FoldPreparation
  return {
    repeat,
    fold,
    isDiverged: status === 'diverged',
    scores: JSON.parse(scores ?? '{}') as Scores,
    history: history ? decodeColumns(history) : {},
    epochs,
    ...(bestEpoch !== null && { bestEpoch }),
    trainRows,
    testRows,
    ...(diagnostics !== undefined && { explanation: JSON.parse(diagnostics) as FitExplanation }),
  }
}

const BYTES_A_STEP = 1 << 18

/**
 * Opens a stored table at once: on a thread of its own or in a program that has nothing else to do. All of it is checked, a step at a
 * time; its columns are read when they are first looked at, for much of what is asked of a large table needs few of them.
 * @throws HoldoutError `workspace/no-table` where it is missing or no longer what it was, then or when a column is looked at
 */
export function readTableFile({ tableFile, tableHash }: Pick<CandidateSource, 'tableFile' | 'tableHash'>): Table {
  const [bytes, hash] = withFile(tableFile, tableHash, sizeAndHash)
  if (hash !== tableHash) throw noTable(tableHash, 'has been changed')
  return tableOnDemand(bytes, (from, length) => {
    const buffer = new ArrayBuffer(length)
    const read = withFile(tableFile, tableHash, (file) => readSync(file, new Uint8Array(buffer), 0, length, from))
    if (read < length) throw noTable(tableHash, 'has been changed')
    return buffer
  })
}

function sizeAndHash(file: number): readonly [bytes: number, hash: string] {
  const hash = createHash('sha256')
  const step = new Uint8Array(BYTES_A_STEP)
  for (;;) {
    const read = readSync(file, step)
    if (read === 0) return [fstatSync(file).size, hash.digest('hex')]
    hash.update(step.subarray(0, read))
  }
}

function withFile<Result>(path: string, hash: string, work: (file: number) => Result): Result {
  let file: number
  try {
    file = openSync(path, 'r')
  } catch (cause) {
    throw noTable(hash, 'is missing', cause)
  }
  try {
    return work(file)
  } finally {
    closeSync(file)
  }
}
