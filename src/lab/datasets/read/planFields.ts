import { columnSettings } from '../../../core/dataset/columnSettings.ts'
import { columnNames, namelessColumns, withNewNames } from '../../../core/csv/columnNames.ts'
import type { CsvScanner } from '../../../core/csv/csvScanner.ts'
import { BROAD_MISSING_TOKENS, NARROW_MISSING_TOKENS } from '../../../core/csv/missingTokens.ts'
import type { FieldPlan } from '../types/columnPlan.ts'
import type { DatasetChoices } from '../store/datasetChoices.ts'

/** The fields of a file by name, with the tokens that occur in each; a field without a name and any value is dropped. */
export function planFields(
  scanner: CsvScanner,
  choices: DatasetChoices,
): { fields: FieldPlan[]; dropped: FieldPlan[] } {
  const names = withNewNames(headerNames(scanner), choices.names ?? {})
  const planned = names.map((name, field) => ({
    field,
    name,
    isPadded: scanner.padded(field) !== undefined,
    ...fieldTokens(scanner, field, name.name, choices),
    missingNumbers: missingNumbers(name.name, choices),
  }))
  const isEmpty = ({ field, name }: FieldPlan): boolean =>
    name.reason === 'empty' && scanner.missing(field, '')?.count === scanner.rows
  const dropped = planned.filter(isEmpty)
  const isDropped = new Set(dropped)
  const fields = planned.filter((field) => !isDropped.has(field))
  return fields.length === 0 ? { fields: planned, dropped: [] } : { fields, dropped }
}

function headerNames(scanner: CsvScanner): ReturnType<typeof columnNames> {
  return scanner.header ? columnNames(scanner.header) : namelessColumns(scanner.fields)
}

/** Tokens that are meant and do occur: what is not there need not be asked for. */
function fieldTokens(
  scanner: CsvScanner,
  field: number,
  name: string,
  choices: DatasetChoices,
): { wordTokens: string[]; valueTokens: string[] } {
  const { word, value } = columnTokens(name, choices)
  const occurring = (tokens: readonly string[]): string[] =>
    [...new Set(['', ...tokens])].filter((token) => scanner.missing(field, token))
  return { wordTokens: occurring(word), valueTokens: occurring(value) }
}

/** Cells that mean missing in a column of this name, by whether its cells are words or values. */
export function columnTokens(
  name: string,
  choices: DatasetChoices,
): { readonly word: readonly string[]; readonly value: readonly string[] } {
  const own = ownChoice(choices, name)?.missing ?? choices.missing
  return { word: own ?? NARROW_MISSING_TOKENS, value: own ?? BROAD_MISSING_TOKENS }
}

/** Tokens that are numbers stand for every way of writing them: -99, -99.0, -9.9e1. */
function missingNumbers(name: string, choices: DatasetChoices): number[] {
  const tokens = ownChoice(choices, name)?.missing ?? choices.missing ?? []
  const numbers = tokens
    .filter((token) => /\d/.test(token))
    .map((token) => Number(token.replace(/^(-?\d+),(\d+)$/, '$1.$2')))
  return [...new Set(numbers.filter((number) => Number.isFinite(number)))]
}

/** What was chosen for a column of this name. */
export function ownChoice(
  { columns }: DatasetChoices,
  name: string,
): NonNullable<DatasetChoices['columns']>[string] | undefined {
  return columnSettings(columns, name)
}
