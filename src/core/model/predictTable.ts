import type { FeatureTable } from '../preprocessing/transformRows.ts'
import { transformRows } from '../preprocessing/transformRows.ts'
import { KeyedStream, keyOf } from '../random/keyedStream.ts'
import type { DropoutPasses } from './dropoutPasses.ts'
import { makePredictor } from './predict.ts'
import type { Predictor } from './predict.ts'
import type { ModelMember, TrainedModel } from './trainedModel.ts'

/**
 * Predicts rows of tables, `[rows, columns]`: P(second class), a probability per class, or the value in the target's unit.
 * @throws HoldoutError of the family `preprocessing`.
 */
export type TablePredictor = (table: FeatureTable, rows: Int32Array) => Float64Array

/** What a model predicts; of several members it is the mean. @throws HoldoutError of the family `model`. */
export function makeTablePredictor(model: TrainedModel): TablePredictor {
  const members = model.members.map((member) => ({ member, networks: [makePredictor({ ...model, ...member })] }))
  return (table, rows) => momentsOf(members, table, rows).mean
}

/**
 * How far the predictions of sampled networks spread: their standard deviation (over the number of networks) in the unit of the
 * prediction. Equal seeds give equal networks, and every row goes through the same ones: its spread does not depend on the others.
 */
export function makeSpreadPredictor(model: TrainedModel, { passes, seed }: DropoutPasses): TablePredictor {
  const members = model.members.map((member, place) => ({
    member,
    networks: Array.from({ length: passes }, (_, pass) =>
      makePredictor({ ...model, ...member }, new KeyedStream(keyOf(seed, 'passes', place, pass))),
    ),
  }))
  return (table, rows) => momentsOf(members, table, rows).deviation
}

/** What a model predicts for rows of a table. */
export function predictTable(model: TrainedModel, table: FeatureTable, rows: Int32Array): Float64Array {
  return makeTablePredictor(model)(table, rows)
}

interface MemberNetworks {
  readonly member: ModelMember
  readonly networks: readonly Predictor[]
}

/** Mean and standard deviation over all networks of all members, updated network by network (Welford 1962). */
function momentsOf(
  members: readonly MemberNetworks[],
  table: FeatureTable,
  rows: Int32Array,
): { readonly mean: Float64Array; readonly deviation: Float64Array } {
  let count = 0
  let mean = new Float64Array(0)
  let squares = mean
  for (const { member, networks } of members) {
    const { matrix } = transformRows(member.preprocessing, table, rows)
    const { scale, mean: offset } = member.targetScale
    for (const network of networks) {
      const outputs = network(matrix)
      if (count === 0) [mean, squares] = [new Float64Array(outputs.length), new Float64Array(outputs.length)]
      count += 1
      for (let i = 0; i < outputs.length; i++) {
        const value = outputs[i] * scale + offset
        const distance = value - mean[i]
        // The first one as it is: a prediction that overflows stays infinite.
        mean[i] = count === 1 ? value : mean[i] + distance / count
        squares[i] += distance * (value - mean[i])
      }
    }
  }
  return { mean, deviation: squares.map((sum) => Math.sqrt(sum / count)) }
}
