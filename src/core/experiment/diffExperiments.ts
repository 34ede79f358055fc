import { isRecord, isSweep, type ExperimentFile } from './file/experimentFile.ts'
import { formatPath, type NodePath } from './file/nodePath.ts'
import { sweepLabel } from './sweep/sweepLabel.ts'
import { sweepText } from './sweep/sweepText.ts'

/** A setting in which two experiments differ, as text; absent where one does not write it. */
export interface ExperimentDifference {
  /** `models.Hidden.layers[0].rate`: models go by their names, so that their order does not matter. */
  readonly path: string
  readonly first?: string
  readonly second?: string
}

/** All that differs between two experiments as written, in the order of the first; the dataset's file is left out. */
export function diffExperiments(first: ExperimentFile, second: ExperimentFile): readonly ExperimentDifference[] {
  return differences(byName(first), byName(second), [])
}

function byName({ models, dataset, ...rest }: ExperimentFile): object {
  const { file: _, ...settings } = dataset
  return { ...rest, dataset: settings, models: Object.fromEntries(models.map(({ name, ...model }) => [name, model])) }
}

function differences(first: unknown, second: unknown, path: NodePath): readonly ExperimentDifference[] {
  if (isRecord(first) && isRecord(second) && !isSweep(first) && !isSweep(second)) {
    const keys = new Set([...Object.keys(first), ...Object.keys(second)])
    return [...keys].flatMap((key) => differences(first[key], second[key], [...path, key]))
  }
  if (Array.isArray(first) && Array.isArray(second)) {
    const length = Math.max(first.length, second.length)
    return Array.from({ length }, (_, i) => differences(first[i], second[i], [...path, i])).flat()
  }
  const [a, b] = [shown(first), shown(second)]
  if (a === b) return []
  return [{ path: formatPath(path), ...(a !== undefined && { first: a }), ...(b !== undefined && { second: b }) }]
}

function shown(value: unknown): string | undefined {
  if (value === undefined) return undefined
  if (isSweep(value)) return sweepText(value)
  return Array.isArray(value) ? value.map((item) => sweepLabel(item)).join(', ') : sweepLabel(value)
}
