import type { StyleRequest } from '../../../core/dataset/chooseStyle.ts'
import type { DatasetChoices } from '../store/datasetChoices.ts'
import { ownChoice } from '../read/planFields.ts'

/** How the numbers of a column are to be read, as was said for the column, else for the file. */
export function styleRequest(choices: DatasetChoices, name: string): StyleRequest {
  const own = ownChoice(choices, name)
  const decimal = own?.decimal ?? choices.decimal
  const thousands = own?.thousands ?? (own?.decimal === undefined ? choices.thousands : undefined)
  return { ...(decimal !== undefined && { decimal }), ...(thousands !== undefined && { thousands }) }
}
