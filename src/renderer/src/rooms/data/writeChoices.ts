import type { DatasetChoices } from '../../../../contract/datasets.ts'
import type { ExperimentFile } from '../../../../core/experiment/file/experimentFile.ts'
import type { Mutable } from '../../stores/mutable.ts'

/** The experiment file says how its dataset is read, so that the command line reads it the same. */
export function writeChoices({ columns, ...choices }: DatasetChoices) {
  return (draft: Mutable<ExperimentFile>): void => {
    const settings = draft.dataset as Record<string, unknown>
    for (const key of [
      'header',
      'delimiter',
      'quote',
      'encoding',
      'decimal',
      'thousands',
      'sheet',
      'range',
      'missing',
      'names',
    ] as const) {
      if (choices[key] === undefined) Reflect.deleteProperty(settings, key)
      else settings[key] = choices[key]
    }
    for (const [name, { labels, ...rest }] of Object.entries(draft.dataset.columns ?? {}))
      if (labels && !columns?.[name]?.labels) draft.dataset.columns = { ...draft.dataset.columns, [name]: rest }
    for (const [name, { role: _role, ...reading }] of Object.entries(columns ?? {}))
      if (Object.keys(reading).length > 0)
        draft.dataset.columns = {
          ...draft.dataset.columns,
          [name]: { ...draft.dataset.columns?.[name], ...(reading as object) },
        }
  }
}
