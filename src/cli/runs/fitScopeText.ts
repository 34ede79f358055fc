import type { FittedColumn } from '../../core/preprocessing/fittedPreprocessing.ts'
import type { ScopeProblem } from '../../core/run/fitScope.ts'
import { learnedOf } from '../../core/run/learnedColumns.ts'
import type { FitScopeProof } from '../../lab/runs/replay/verifyFitScope.ts'
import { plainText } from '../plainText.ts'
import { textTable } from '../textTable.ts'

/** Problems and columns that are listed; `--json` has all. */
const MOST_LISTED = 20

/** Which rows took part in fitting, for people: the verdict, what is wrong, and what was learned of each column. */
export function fitScopeText(proof: FitScopeProof): string {
  const { run, isClean, fits, problems, splits, trainings, thresholds } = proof
  const counts = `${String(fits)} fits on ${String(splits.length)} splits of ${run}`
  const verdict = isClean
    ? `No held-out row took part: preprocessing, class weights and early stopping of ${counts} saw training rows alone.\n`
    : `Held-out rows took part, or it cannot be shown that none did, in ${counts}:\n`
  const listed = problems.slice(0, MOST_LISTED).map((problem) => `  ${problemLine(problem)}\n`)
  if (problems.length > MOST_LISTED) listed.push(`  and ${String(problems.length - MOST_LISTED)} more\n`)
  return [
    verdict,
    ...listed,
    ...thresholds.map((name) => `${plainText(name)}: ${THRESHOLD}\n`),
    '\n',
    rowsTable(splits),
    '\n',
    columnsTable(splits),
    ...(trainings.length > 0 ? ['\n', trainingsTable(trainings)] : []),
  ].join('')
}

const THRESHOLD =
  'the stored threshold was chosen on all held-out rows, so a score at it is optimistic; "holdout diagnose" prints the cross-fitted score.'

/** Rows trained on and watched, and class weights, of the first fits. */
function trainingsTable(trainings: FitScopeProof['trainings']): string {
  const rows = trainings
    .slice(0, MOST_LISTED)
    .map(({ model, training, ...place }) => [
      plainText(model),
      placeWords(place),
      String(training.trainedRows),
      String(training.watchedRows ?? '–'),
      training.classWeights?.map((weight) => weight.toPrecision(4)).join(', ') ?? '–',
      training.fingerprint,
    ])
  return textTable(['Model', 'Split', 'Trained on', 'Watched', 'Class weights', 'Fingerprint'], rows)
}

function problemLine({ model, message, ...place }: ScopeProblem): string {
  return `${model === undefined ? '' : `${plainText(model)}, `}${placeWords(place)}: ${plainText(message)}`
}

function placeWords({ repeat, fold, outer }: Pick<ScopeProblem, 'repeat' | 'fold' | 'outer'>): string {
  const inner = outer === undefined ? '' : ` inside outer fold ${String(outer + 1)}`
  return `repeat ${String(repeat + 1)}, fold ${String(fold + 1)}${inner}`
}

function rowsTable(splits: FitScopeProof['splits']): string {
  const rows = splits
    .slice(0, MOST_LISTED)
    .map((split) => [placeWords(split), String(split.trainRows), String(split.testRows), split.fingerprint])
  return textTable(['Split', 'Training rows', 'Held-out rows', 'Fingerprint'], rows)
}

/** The numbers learned of each column: how far they reach over the splits. */
function columnsTable(splits: FitScopeProof['splits']): string {
  const [first] = splits
  if (!first) return ''
  const rows = first.fitted.columns.slice(0, MOST_LISTED).map(({ name }, index) => {
    const columns = splits.map(({ fitted }) => fitted.columns[index])
    return [plainText(name), ...learned(columns)]
  })
  return textTable(['Column', 'Fill', 'Center', 'Scale', 'Levels seen'], rows)
}

function learned(columns: readonly FittedColumn[]): string[] {
  const column = learnedOf(columns)
  if (column.kind === 'category') return [...NUMBERS.map(() => '–'), range(column.levels)]
  return [...NUMBERS.map((what) => range(column[what])), '–']
}

const NUMBERS = ['fill', 'center', 'scale'] as const

function range(values: readonly number[]): string {
  if (values.length === 0) return '–'
  const [low, high] = [Math.min(...values), Math.max(...values)].map((value) => value.toPrecision(4))
  return low === high ? low : `${low} to ${high}`
}
