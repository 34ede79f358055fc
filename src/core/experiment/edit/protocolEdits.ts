import { strategyNamed } from '../../split/strategies.ts'
import type { FlatValidation } from '../../split/validationSpec.ts'
import type { ExperimentFile, WrittenFlatValidation } from '../file/experimentFile.ts'
import { withFittingStrategy } from './setRoles.ts'
import { switchFlat } from './switchStrategy.ts'

/** An experiment that keeps its groups together; `form`: the strategy for parts whose own has no grouped form. */
export function keepGroups(file: ExperimentFile, form: FlatValidation['strategy']): ExperimentFile {
  const kept = withFittingStrategy(onParts(file, ({ groups: _, ...rest }) => rest))
  return onParts(kept, (part) =>
    part.strategy === undefined || strategyNamed(part.strategy).groups ? part : switchFlat(part, form),
  )
}

/** An experiment that says that rows of one group are independent of each other. */
export function ignoreGroups(file: ExperimentFile): ExperimentFile {
  return withFittingStrategy(onParts(file, (part) => ({ ...part, groups: 'ignore' })))
}

/** An experiment that keeps rows together which are equal in all features and the target. */
export function keepEqualRows(file: ExperimentFile, form: FlatValidation['strategy']): ExperimentFile {
  const fitting = withFittingStrategy(onParts(file, (part) => ({ ...part, groups: 'equalRows' })))
  return onParts(fitting, (part) =>
    part.strategy === undefined || strategyNamed(part.strategy).groups
      ? part
      : { ...switchFlat(part, form), groups: 'equalRows' },
  )
}

/** A time series that is sorted by a column before it is split, each series by itself where `series` tells them apart. */
export function sortByTime(file: ExperimentFile, time: string, series?: string): ExperimentFile {
  return onTimeSeries(file, (part) => ({ ...part, time, ...(series !== undefined && { series }) }))
}

/** An experiment that trains on rows of earlier times than those it holds out. */
export function splitByTime(file: ExperimentFile, time: string): ExperimentFile {
  return sortByTime(
    onParts(file, (part) => switchFlat(part, 'time-series')),
    time,
  )
}

/** A time series whose rows are confirmed to be in order of time. */
export function confirmOrder(file: ExperimentFile): ExperimentFile {
  return onTimeSeries(file, (part) => ({ ...part, rowsInOrder: true }))
}

type Change = (part: WrittenFlatValidation) => WrittenFlatValidation

function onTimeSeries(file: ExperimentFile, change: Change): ExperimentFile {
  return onParts(file, (part) => (part.strategy === 'time-series' ? change(part) : part))
}

/** A change of a flat validation; of a nested one of both parts. */
function onParts(file: ExperimentFile, change: Change): ExperimentFile {
  const { validation = {} } = file
  if (validation.strategy !== 'nested') return { ...file, validation: change(validation) }
  const { outer = {}, inner = {}, groups: _, ...rest } = validation
  return { ...file, validation: { ...rest, outer: change(outer), inner: change(inner) } }
}
