import { HoldoutError } from '../../../core/errors.ts'
import { strategyNamed } from '../../../core/split/strategies.ts'
import type { FlatValidation } from '../../../core/split/validationSpec.ts'
import { call, Code } from './python.ts'

/** How scikit-learn makes the splits of one repeat; `random` is the generator that repeats share. */
export interface SplitterCode {
  readonly code: string
  /** Names imported from `sklearn.model_selection`. */
  readonly imports: readonly string[]
}

type Writer = (validation: FlatValidation) => { readonly name: string; readonly code: string }

function folds(name: string): Writer {
  return ({ folds: count, shuffle }) => ({
    name,
    code: call(name, [], {
      n_splits: count,
      ...(shuffle && { shuffle: true, random_state: new Code('random') }),
    }),
  })
}

/** Whether rows are held out by columns that a script does not read. */
function needsColumns({ time, series, bins, groups }: FlatValidation): boolean {
  return time !== undefined || series !== undefined || bins !== undefined || groups === 'equalRows'
}

/** @throws HoldoutError `usage/no-script` */
function unwritten({ strategy }: FlatValidation): never {
  throw new HoldoutError(
    'usage/no-script',
    `A script cannot hold rows out as this experiment does: ${strategy} with columns of the dataset is not written.`,
    { hint: 'Export the predictions instead, which name the held-out rows of every fold.' },
  )
}

const WRITERS: Readonly<Record<FlatValidation['strategy'], Writer>> = {
  'stratified-k-fold': folds('StratifiedKFold'),
  'k-fold': folds('KFold'),
  'group-k-fold': folds('GroupKFold'),
  'stratified-group-k-fold': folds('StratifiedGroupKFold'),
  'leave-one-out': () => ({ name: 'LeaveOneOut', code: 'LeaveOneOut()' }),
  'time-series': ({ folds: count, gap, testSize }) => ({
    name: 'TimeSeriesSplit',
    code: call('TimeSeriesSplit', [], {
      n_splits: count,
      ...(gap !== undefined && { gap }),
      ...(testSize !== undefined && { test_size: testSize }),
    }),
  }),
  holdout: ({ testFraction, shuffle }) => ({
    name: shuffle ? 'ShuffleSplit' : 'train_test_split',
    code: shuffle
      ? `ShuffleSplit(n_splits=1, test_size=${String(testFraction)}, random_state=random)`
      : `train_test_split(rows, test_size=${String(testFraction)}, shuffle=False)`,
  }),
  predefined: unwritten,
  'stratified-holdout': ({ testFraction }) => ({
    name: 'StratifiedShuffleSplit',
    code: `StratifiedShuffleSplit(n_splits=1, test_size=${String(testFraction)}, random_state=random)`,
  }),
}

/** A generator `NAME(rows)` of the splits of a protocol: repeat, fold, training rows, held-out rows. */
export function splitsCode(name: string, validation: FlatValidation, seed: number): SplitterCode {
  if (needsColumns(validation)) unwritten(validation)
  const { name: splitter, code } = WRITERS[validation.strategy](validation)
  const hasGroups = strategyNamed(validation.strategy).groups
  const splits =
    splitter === 'train_test_split'
      ? `[${code}]`
      : `splitter.split(rows, labels[rows]${hasGroups ? ', groups[rows]' : ''})`
  const body = [
    `def ${name}(rows, labels, groups):`,
    '    """Repeat, fold, rows to train on and rows held out, all counted from 0."""',
    `    random = np.random.RandomState(${String(validation.seed ?? seed)})`,
    `    for repeat in range(${String(validation.repeats)}):`,
    ...(splitter === 'train_test_split' ? [] : [`        splitter = ${code}`]),
    `        for fold, (train, held_out) in enumerate(${splits}):`,
    splitter === 'train_test_split'
      ? '            yield repeat, fold, train, held_out'
      : '            yield repeat, fold, rows[train], rows[held_out]',
  ]
  return { code: body.join('\n'), imports: [splitter] }
}
