import type { TrainingScope } from './trainedScope.ts'
import type { Table } from '../dataset/table.ts'
import { classWeights } from '../model/classWeights.ts'
import type { ModelSpec } from '../model/modelSpec.ts'
import type { EncodedTarget } from '../preprocessing/encodeTarget.ts'
import { keyOf } from '../random/keyedStream.ts'
import { hashToHex, murmur3 } from '../random/murmur3.ts'
import { watchedSplit } from '../split/watchedSplit.ts'
import type { WatchedSplitRule } from '../split/watchedSplit.ts'
import { drawName } from './fitStream.ts'
import type { FitKey } from './runEvent.ts'
import type { TrainerJob } from './trainerJob.ts'
import { joinArrays } from '../joinArrays.ts'

/** The rows of a fit. */
export interface TrainedRows {
  /** Rows the weights learn from. */
  readonly train: Int32Array
  /** Rows that early stopping watches. */
  readonly monitor?: Int32Array
}

type Training = ModelSpec['training']

/** What the rows that a fit's early stopping watches are chosen by. */
export function watchRule(
  { watch }: Pick<TrainerJob, 'watch'>,
  key: Pick<FitKey, 'repeat' | 'fold' | 'outer'>,
  seed: number,
  { validationFraction }: NonNullable<Training['earlyStopping']>,
): WatchedSplitRule {
  return {
    ...(watch && { watch }),
    fraction: validationFraction,
    key: keyOf(seed, 'split', drawName(key), 'monitor'),
  }
}

/** The scope of a fit on these rows. */
export function trainingScope(
  { train, monitor }: TrainedRows,
  { labels, classes }: EncodedTarget,
  { classWeight }: Pick<Training, 'classWeight'>,
): TrainingScope {
  const weights = classWeight && labels ? classWeights(classWeight, labels, classes, train) : undefined
  return {
    trainedRows: train.length,
    ...(monitor && { watchedRows: monitor.length }),
    ...(weights && { classWeights: weights }),
    fingerprint: hashToHex(murmur3(bytesOf(train, monitor, weights))),
  }
}

const NONE = new Int32Array(0)

/** Counts, row numbers and weights one after the other. */
function bytesOf(train: Int32Array, monitor: Int32Array = NONE, weights: readonly number[] = []): Uint8Array {
  const parts = [
    Int32Array.of(train.length, monitor.length, weights.length),
    train,
    monitor,
    Float64Array.from(weights),
  ]
  return joinArrays(
    Uint8Array,
    parts.map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength)),
  )
}

/** The scope that a fit of a split has when its training rows alone decide, computed anew from the data. */
export function trainingScopeOf(
  table: Table,
  target: EncodedTarget,
  job: Pick<TrainerJob, 'watch' | 'seed'>,
  { key, train, training }: { readonly key: FitKey; readonly train: Int32Array; readonly training: Training },
): TrainingScope {
  const { earlyStopping } = training
  if (!earlyStopping) return trainingScope({ train }, target, training)
  const rule = watchRule(job, key, training.seed ?? job.seed, earlyStopping)
  const { fit, watch } = watchedSplit(table, target.labels, train, rule)
  return trainingScope({ train: fit, monitor: watch }, target, training)
}
