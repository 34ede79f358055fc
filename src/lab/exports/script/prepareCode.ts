import { harmless } from '../../../core/csv/csvWriter.ts'
import type { NumberColumn, Table } from '../../../core/dataset/table.ts'
import type { PreprocessingSpec } from '../../../core/preprocessing/preprocessingSpec.ts'
import { call, literal } from './python.ts'

const SCALERS: Readonly<Record<PreprocessingSpec['numeric']['scale'], string | undefined>> = {
  standard: 'StandardScaler',
  minmax: 'MinMaxScaler',
  robust: 'RobustScaler',
  maxabs: 'MaxAbsScaler',
  none: undefined,
}
const STRATEGIES = { median: 'median', mean: 'mean', mostFrequent: 'most_frequent', constant: 'constant' } as const

/** The function `prepare(train)`: fitted on the training rows alone, it returns all rows. */
export function prepareCode(
  table: Table,
  spec: PreprocessingSpec,
): { readonly code: string; readonly imports: readonly string[] } {
  const numbers = table.features.filter((column) => column.kind === 'number')
  const categories = table.features.filter((column) => column.kind === 'category')
  const flagged = numbers.filter(({ values }) => values.some(Number.isNaN)).map(({ name }) => name)
  const dates = numbers.filter(({ dateParts }) => dateParts)
  const scaler = SCALERS[spec.numeric.scale]
  const hasNumbers = numbers.length > 0
  return {
    imports: [
      ...(flagged.length > 0 ? ['from sklearn.impute import SimpleImputer'] : []),
      ...(hasNumbers && scaler !== undefined ? [`from sklearn.preprocessing import ${scaler}`] : []),
    ],
    code: [
      ...(categories.length > 0 ? [categoriesCode(categories, spec)] : []),
      'def prepare(train):',
      '    """All rows as the network sees them; what is learned is learned from the training rows alone."""',
      '    parts = {}',
      ...(hasNumbers ? numbersCode(spec, flagged, scaler) : []),
      ...(dates.length > 0 ? datesCode(dates, scaler) : []),
      ...(categories.length > 0 ? categoryLines(categories, spec) : []),
      '    return np.concatenate([parts[name] for name in FEATURES], axis=1).astype(np.float32)',
    ].join('\n'),
  }
}

function numbersCode(
  { numeric }: PreprocessingSpec,
  flagged: readonly string[],
  scaler: string | undefined,
): readonly string[] {
  const { impute, fillValue, missingIndicator } = numeric
  const lines = ['    numbers = table[NUMBERS].to_numpy(np.float64)']
  if (flagged.length > 0 && impute !== 'none') {
    const fill = impute === 'constant' ? { fill_value: fillValue } : {}
    const imputer = call('SimpleImputer', [], { strategy: STRATEGIES[impute], ...fill, keep_empty_features: true })
    lines.push('    missing = np.isnan(numbers)', `    numbers = ${imputer}.fit(numbers[train]).transform(numbers)`)
  }
  if (scaler !== undefined) lines.push(`    numbers = ${scaler}().fit(numbers[train]).transform(numbers)`)
  if (flagged.length === 0 || !missingIndicator)
    return [...lines, '    parts |= {name: numbers[:, [i]] for i, name in enumerate(NUMBERS)}']
  return [
    ...lines,
    '    for i, name in enumerate(NUMBERS):',
    `        marks = [missing[:, i]] if name in ${literal(flagged)} else []`,
    '        parts[name] = np.stack([numbers[:, i], *marks], axis=1)',
  ]
}

/** Month and weekday of dates beside or instead of the number; a missing date has none. */
function datesCode(dates: readonly NumberColumn[], scaler: string | undefined): readonly string[] {
  const wanted = Object.fromEntries(dates.map(({ name, dateParts = [] }) => [name, dateParts]))
  return [
    `    for name, wanted in ${literal(wanted)}.items():`,
    '        days = table[name].to_numpy(np.float64)',
    '        known = np.isfinite(days) & np.isfinite(days[train]).any()',
    ...(scaler === undefined ? ['        parts[name][:, 0] -= parts[name][train, 0].min()'] : []),
    '        own = [parts[name] if "days" in wanted else parts[name][:, 1:]]',
    '        days = np.floor(np.where(known, days, 0)).astype(np.int64)',
    '        months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12',
    '        for part, number, size in [("month", months, 12), ("weekday", (days + 3) % 7, 7)]:',
    '            if part in wanted:',
    '                own.append(known[:, None] & (number[:, None] == np.arange(size)))',
    '        parts[name] = np.concatenate(own, axis=1)',
  ]
}

type Categories = readonly Extract<Table['features'][number], { kind: 'category' }>[]

/** The levels of each column, and which columns have cells to be filled. */
function categoriesCode(columns: Categories, { category }: PreprocessingSpec): string {
  const entries = columns.map(({ name, levels, codes }) => {
    const fills = codes.includes(-1) && category.impute === 'constant' && !levels.includes(category.fillValue)
    const all = [...levels, ...(fills ? [category.fillValue] : [])].map(harmless)
    return `    ${literal(name)}: ${literal(all)},`
  })
  return ['LEVELS = {', ...entries, '}', '', ''].join('\n')
}

function categoryLines(columns: Categories, { category }: PreprocessingSpec): readonly string[] {
  const ordered = columns.filter(({ isOrdered }) => isOrdered).map(({ name }) => name)
  const isMixed = category.encode === 'oneHot' && ordered.length > 0
  const fill = {
    none: [],
    constant: [`        cells = np.where(cells == "", ${literal(harmless(category.fillValue))}, cells)`],
    mostFrequent: [
      '        present = [cell for cell in cells[train] if cell != ""]',
      '        if present:',
      '            cells = np.where(cells == "", max(levels, key=present.count), cells)',
    ],
  }[category.impute]
  const encode = {
    oneHot: [
      '        # A level that no training row has says nothing.',
      '        parts[name] = (cells[:, None] == np.array(levels, dtype=object)) & np.isin(levels, cells[train])',
    ],
    ordinal: [
      '        known = [level for level in levels if level in set(cells[train])]',
      '        parts[name] = np.array([[known.index(cell) if cell in known else -1] for cell in cells])',
    ],
  }
  const choice = isMixed
    ? [
        `        if name in ${literal(ordered)}:`,
        ...encode.ordinal.map(indented),
        '        else:',
        ...encode.oneHot.map(indented),
      ]
    : encode[category.encode]
  return ['    for name, levels in LEVELS.items():', '        cells = table[name].to_numpy(object)', ...fill, ...choice]
}

function indented(line: string): string {
  return `    ${line}`
}
