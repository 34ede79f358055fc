import type { ReadText } from '../../contract/experiments.ts'
import { toErrorData } from '../../core/errors.ts'
import { readExperiment } from '../../core/experiment/file/parseExperiment.ts'
import { resolveExperiment } from '../../core/experiment/resolve/resolveExperiment.ts'
import type { DatasetFacts } from '../../core/experiment/resolve/resolveExperiment.ts'

export interface ReadTextOptions {
  readonly format?: 'yaml' | 'json'
  /** Of its dataset: then sweeps and combinations are checked too. */
  readonly facts?: DatasetFacts
}

/** An experiment's text as data, or all that is wrong with it. What is wrong with a combination leaves the data. */
export function readText(text: string, { format, facts }: ReadTextOptions = {}): ReadText {
  let experiment: ReadText['experiment'] = null
  try {
    const { file, locate } = readExperiment(text, { ...(format && { format }) })
    experiment = file
    if (facts) resolveExperiment(file, facts, locate)
    return { text, experiment, problems: [] }
  } catch (error) {
    const data = toErrorData(error)
    return { text, experiment, problems: data.problems ?? [data] }
  }
}
