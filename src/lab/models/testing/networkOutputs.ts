import { makePredictor } from '../../../core/model/predict.ts'
import type { OpenModel } from '../openModel.ts'

/** What the output layers of all networks of a model say for `rows` rows of prepared features, made by their place. */
export function networkOutputs({ trained }: OpenModel, rows: number, feature: (place: number) => number): Float32Array {
  const outputs = trained.members.map((member) => {
    const features = Float32Array.from({ length: rows * member.inputs }, (_, place) => feature(place))
    return makePredictor({ ...trained, ...member })(features)
  })
  return Float32Array.from(outputs.flatMap((values) => [...values]))
}
