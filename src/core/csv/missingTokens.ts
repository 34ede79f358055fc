/** Cells that mean "missing" in a column of words, unless the person says otherwise. */
export const NARROW_MISSING_TOKENS: readonly string[] = [
  '',
  '?',
  'NA',
  'N/A',
  'n/a',
  '#N/A',
  '<NA>',
  'NaN',
  'nan',
  'NULL',
  'null',
  'Null',
]

/** Cells that mean "missing" in a column of numbers, dates or booleans: there a dash cannot be a value. */
export const BROAD_MISSING_TOKENS: readonly string[] = [
  ...NARROW_MISSING_TOKENS,
  '-',
  '--',
  '.',
  'na',
  'None',
  'none',
  'NONE',
  '#NA',
  '#N/A N/A',
  '#NULL!',
  '#DIV/0!',
  '#VALUE!',
  '#REF!',
  '#NUM!',
  'NAN',
  'missing',
  'Missing',
]
