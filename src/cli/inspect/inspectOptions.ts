import { HoldoutError } from '../../core/errors.ts'
import type { ColumnType } from '../../core/dataset/datasetSettings.ts'
import type { DatasetChoices } from '../../lab/datasets/store/datasetChoices.ts'
import { oneOf, textOption, textOptions } from '../command.ts'
import type { CommandInput, CommandOption } from '../command.ts'

/** Options that say how a CSV is written. */
export const PLAIN_READING_OPTIONS = {
  delimiter: { type: 'string', value: 'CHAR', help: 'what separates fields; "tab" for a tab' },
  quote: { type: 'string', value: 'CHAR', help: 'what encloses fields; "none" for nothing' },
  encoding: { type: 'string', value: 'NAME', help: 'for example utf-8, windows-1252 or utf-16le' },
  decimal: { type: 'string', value: 'CHAR', help: 'decimal point: "." or ","' },
  header: { type: 'string', value: 'yes|no', help: 'whether the first row holds names' },
  sheet: { type: 'string', value: 'NAME', help: 'of a workbook: the sheet; the first unless given' },
  range: { type: 'string', value: 'CELLS', help: 'of a sheet: the cells with the table and its header, e.g. B3:F200' },
  missing: {
    type: 'string',
    multiple: true,
    value: 'CELL',
    help: 'a cell that means missing; may be given several times',
  },
} as const satisfies Record<string, CommandOption>

/** Options that overrule what would be guessed about a CSV. */
export const READING_OPTIONS = {
  target: { type: 'string', value: 'NAME', help: 'compare every column with this one' },
  ...PLAIN_READING_OPTIONS,
  type: {
    type: 'string',
    multiple: true,
    value: 'NAME=TYPE',
    help: 'number, category, text, date or boolean; may be given several times',
  },
  'leave-out': { type: 'boolean', help: 'leave out rows that do not fit, and list them' },
} as const satisfies Record<string, CommandOption>

const TYPES: readonly ColumnType[] = ['number', 'category', 'text', 'date', 'boolean']

/** What was said on the command line about how a CSV is to be read. @throws HoldoutError `usage/bad-option` */
export function readingChoices(input: CommandInput): DatasetChoices {
  const delimiter = textOption(input, 'delimiter')
  const quote = textOption(input, 'quote')
  const encoding = textOption(input, 'encoding')
  const decimal = oneOf(input, 'decimal', ['.', ','])
  const header = oneOf(input, 'header', ['yes', 'no'])
  const sheet = textOption(input, 'sheet')
  const range = textOption(input, 'range')
  const missing = textOptions(input, 'missing')
  const types = textOptions(input, 'type')
  return {
    ...(delimiter !== undefined && { delimiter: delimiter === 'tab' || delimiter === '\\t' ? '\t' : delimiter }),
    ...(quote !== undefined && { quote: quote === 'none' ? '' : quote }),
    ...(encoding !== undefined && { encoding }),
    ...(decimal !== undefined && { decimal }),
    ...(header !== undefined && { header: header === 'yes' }),
    ...(sheet !== undefined && { sheet }),
    ...(range !== undefined && { range }),
    ...(missing.length > 0 && { missing }),
    ...(types.length > 0 && { columns: Object.fromEntries(types.map(typeOf)) }),
    ...(input.values['leave-out'] === true && { rejected: 'leaveOut' as const }),
  }
}

function typeOf(given: string): [string, { type: ColumnType }] {
  const at = given.lastIndexOf('=')
  const type = TYPES.find((one) => one === given.slice(at + 1))
  if (at > 0 && type) return [given.slice(0, at), { type }]
  throw new HoldoutError('usage/bad-option', `--type: expected NAME=TYPE, received ${JSON.stringify(given)}`, {
    hint: `Types are ${TYPES.join(', ')}.`,
  })
}
