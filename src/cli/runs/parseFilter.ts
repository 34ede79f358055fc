import type { HistoryFilter, HistoryValue } from '../../contract/history.ts'
import { HoldoutError } from '../../core/errors.ts'

/** Signs in the order in which they are looked for: the longer ones first. */
const SIGNS = [
  ['>=', 'atLeast'],
  ['<=', 'atMost'],
  ['!=', 'isNot'],
  ['=', 'is'],
  ['~', 'contains'],
] as const satisfies readonly (readonly [string, HistoryFilter['operator']])[]

/**
 * A condition as written on the command line: `metric.accuracy>=0.85`, `dataset~sonar`, `tag=good`, `model=A,B` (either),
 * `hyperparameter.dropout=` (has none).
 * @throws HoldoutError `usage/bad-filter`.
 */
export function parseFilter(text: string): HistoryFilter {
  const found = SIGNS.map(([sign, operator]) => ({ sign, operator, at: text.indexOf(sign) }))
    .filter(({ at }) => at > 0)
    .reduce<Sign | undefined>((first, one) => (first && first.at <= one.at ? first : one), undefined)
  if (!found) {
    throw new HoldoutError('usage/bad-filter', `--filter: expected a condition, received ${JSON.stringify(text)}`, {
      hint: 'For example metric.accuracy>=0.85, dataset~sonar, tag=good.',
    })
  }
  const { sign, operator, at } = found
  return condition(text.slice(0, at).trim(), operator, text.slice(at + sign.length).trim())
}

interface Sign {
  readonly sign: string
  readonly operator: HistoryFilter['operator']
  readonly at: number
}

function condition(field: string, operator: HistoryFilter['operator'], value: string): HistoryFilter {
  if (operator === 'is' && value === '') return { field, operator: 'isMissing', values: [] }
  if (operator === 'contains') return { field, operator, values: [value] }
  if (operator === 'atLeast' || operator === 'atMost') return { field, operator, values: [numberOrText(value)] }
  return { field, operator, values: value.split(',').flatMap(meanings) }
}

/** What a written value may mean: `7` is the number or the text. */
function meanings(text: string): HistoryValue[] {
  if (text === 'true' || text === 'false') return [text === 'true', text]
  const number = numberOrText(text)
  return number === text ? [text] : [number, text]
}

function numberOrText(text: string): number | string {
  return text === '' || Number.isNaN(Number(text)) ? text : Number(text)
}
