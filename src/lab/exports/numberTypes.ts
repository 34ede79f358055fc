import type { NumberTypes } from '../../core/exports/modelGraph.ts'
import type { TrainedModel } from '../../core/model/trainedModel.ts'
import type { FeatureTable } from '../../core/preprocessing/transformRows.ts'

/** How much of a scaled number rounding to single precision may change. */
const TOLERATED = 1e-6

/** Which columns of numbers an exported model must take in double precision, because single precision loses too much. */
export function numberTypes({ members }: TrainedModel, table: FeatureTable): NumberTypes {
  const byName = new Map(table.features.map((column) => [column.name, column]))
  return new Map(
    members[0].preprocessing.columns.flatMap((fitted) => {
      const column = byName.get(fitted.name)
      if (fitted.kind !== 'number' || column?.kind !== 'number') return []
      const isDate = fitted.dateParts !== undefined
      const isLost = column.values.some((value) => {
        const single = Math.fround(value)
        const isOtherDay = isDate && Math.floor(value) < Math.floor(single)
        return isOtherDay || Math.abs(value - single) > TOLERATED * fitted.scale
      })
      return [[fitted.name, isLost ? ('float64' as const) : ('float32' as const)]]
    }),
  )
}
