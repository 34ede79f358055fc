import type { Field, NumberField } from './field.ts'

/** What a field accepts, in words that follow "expected": `a number from 0 to below 1`. */
export function describeField(field: Field): string {
  switch (field.kind) {
    case 'number':
      return describeNumber(field)
    case 'flag':
      return 'true or false'
    case 'choice':
      return `one of ${field.options.join(', ')}`
    case 'text':
      return 'text'
    case 'typed':
      return `${field.what}: one of ${Object.keys(field.catalogue).join(', ')}`
    case 'group':
      return `${field.what} with ${Object.keys(field.fields).join(', ')}`
    case 'classWeight':
      return '`balanced` or a positive weight for each class label'
    case 'fixed':
      return 'nothing'
  }
}

function describeNumber(field: NumberField): string {
  const what = field.integer ? 'a whole number' : 'a number'
  const bounds = [lowerBound(field), upperBound(field)].filter((bound) => bound !== '')
  return [what, ...bounds].join(' ')
}

function lowerBound({ min, above, max, below }: NumberField): string {
  const isClosed = max !== undefined || below !== undefined
  if (min !== undefined) return isClosed ? `from ${min}` : `of at least ${min}`
  return above === undefined ? '' : `above ${above}`
}

function upperBound({ min, max, below }: NumberField): string {
  if (max !== undefined) return min === undefined ? `up to ${max}` : `to ${max}`
  if (below === undefined) return ''
  return min === undefined ? `and below ${below}` : `to below ${below}`
}
