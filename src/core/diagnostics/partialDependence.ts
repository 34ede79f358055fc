import { mean } from '../statistics/descriptive.ts'
import type { ExplainedFit } from './explainedFits.ts'
import type { PermutationImportance } from './permutationImportance.ts'

/** How the mean prediction of held-out rows depends on one column. */
export interface DependenceCurve {
  readonly name: string
  /** Values of the column: numbers ascending, or levels. */
  readonly grid: readonly number[] | readonly string[]
  /** One curve, or one for each class of a task with several. */
  readonly curves: readonly {
    /** The class that the probability is of; empty for a regression. */
    readonly label: string
    readonly mean: readonly number[]
    readonly byFold: readonly { readonly repeat: number; readonly fold: number; readonly y: readonly number[] }[]
    /** A line for each of some held-out rows, where they were asked for. */
    readonly individual?: readonly (readonly number[])[]
  }[]
}

/** Columns that are shown. */
const SHOWN = 6
/** Lines of single rows, over all folds. */
const MOST_ROWS = 100

/** Partial dependence of the most important columns, one line for each fold that has it. */
export function partialDependence(
  fits: readonly ExplainedFit[],
  importance: PermutationImportance | undefined,
  classes: readonly string[],
): readonly DependenceCurve[] | undefined {
  const known = fits.filter(({ explanation }) => (explanation.dependence?.length ?? 0) > 0)
  if (known.length === 0) return undefined
  return foremost(known, importance)
    .map((name) => curveOf(name, known, classes))
    .filter(({ grid }) => grid.length > 1)
    .slice(0, SHOWN)
}

function foremost(fits: readonly ExplainedFit[], importance: PermutationImportance | undefined): readonly string[] {
  if (importance) return importance.columns.flatMap(({ columns }) => columns)
  return (fits[0].explanation.dependence ?? []).map(({ name }) => name)
}

function curveOf(name: string, fits: readonly ExplainedFit[], classes: readonly string[]): DependenceCurve {
  const found = fits.flatMap(({ repeat, fold, explanation: { dependence = [] } }) => {
    const own = dependence.find((one) => one.name === name)
    return own ? [{ repeat, fold, ...own }] : []
  })
  const grid = found.at(0)?.grid ?? []
  const width = classes.length > 2 ? classes.length : 1
  const labels = classes.length === 2 ? [classes[1]] : classes.length > 2 ? classes : ['']
  const curves = labels.map((label, at) => {
    const byFold = found.map(({ repeat, fold, values, label: own }) => ({
      repeat,
      fold,
      y: Array.from({ length: grid.length }, (_, point) =>
        isOther(own, classes) ? 1 - values[point] : values[point * width + at],
      ),
    }))
    const rows = found
      .flatMap(({ individual = [], label: own }) =>
        individual.map((y) => (isOther(own, classes) ? y.map((value) => 1 - value) : y)),
      )
      .slice(0, MOST_ROWS)
    return {
      label,
      byFold,
      ...(rows.length > 0 && { individual: rows }),
      mean: Array.from({ length: grid.length }, (_, point) => mean(byFold.map(({ y }) => y[point]))),
    }
  })
  return { name, grid, curves }
}

/** Whether a probability is of the class that diagnostics are not about. */
function isOther(label: string | undefined, classes: readonly string[]): boolean {
  return label !== undefined && classes.length === 2 && label !== classes[1]
}
