import { withValueOnly } from '../dataset/rowFilter.ts'
import type { Table, TableColumn, Task } from '../dataset/table.ts'
import { HoldoutError } from '../errors.ts'
import { inferTask } from './inferTask.ts'

/** The target as numbers. */
export interface EncodedTarget {
  readonly task: Task
  /** Labels of the classes in code order; empty for regression. */
  readonly classes: readonly string[]
  /** Class code of each row, for classification. */
  readonly labels?: Int32Array
  /** Value of each row, for regression. */
  readonly values?: Float64Array
}

/**
 * The target as class codes or values. Classes are sorted as scikit-learn's `LabelEncoder` does: categories by code
 * point, numbers by size; classes without a row have no code.
 *
 * @param task follows from the target unless given.
 * @throws HoldoutError `dataset/missing-target`, `dataset/one-class`, `dataset/not-binary`, `dataset/constant-target`,
 *   `dataset/target-not-numeric`, `dataset/target-not-finite`, `dataset/target-too-large`.
 */
export function encodeTarget({ target }: Table, task: Task = inferTask(target)): EncodedTarget {
  checkNoneMissing(target)
  if (task === 'regression') return { task, classes: [], values: regressionValues(target) }
  const { classes, labels } =
    target.kind === 'category' ? codesOf(target.codes, target.levels) : numbersAsClasses(target.values)
  checkClasses(target.name, task, classes)
  return { task, classes, labels }
}

interface Classes {
  readonly classes: readonly string[]
  readonly labels: Int32Array
}

function codesOf(codes: Int32Array, levels: readonly string[]): Classes {
  // Arrays by code and plain loops: there may be millions of rows.
  const isUsed = new Uint8Array(levels.length)
  for (let row = 0; row < codes.length; row++) isUsed[codes[row]] = 1
  const classes = levels.filter((_, code) => isUsed[code] === 1)
  const renumbered = new Int32Array(levels.length)
  let next = 0
  for (let code = 0; code < levels.length; code++) if (isUsed[code] === 1) renumbered[code] = next++
  const labels = new Int32Array(codes.length)
  for (let row = 0; row < codes.length; row++) labels[row] = renumbered[codes[row]]
  return { classes, labels }
}

function numbersAsClasses(values: Float64Array): Classes {
  const distinct = [...new Set(values)].sort((a, b) => a - b)
  const codeOf = new Map(distinct.map((value, code) => [value, code]))
  return { classes: distinct.map(String), labels: Int32Array.from(values, (value) => codeOf.get(value) ?? -1) }
}

function regressionValues(target: TableColumn): Float64Array {
  const name = JSON.stringify(target.name)
  if (target.kind === 'category') {
    throw new HoldoutError(
      'dataset/target-not-numeric',
      `target ${name}: expected numbers for regression, received categories`,
      {
        hint: 'Set `task` to `multiclass`, or give the column the type `number`.',
        path: 'task',
      },
    )
  }
  const infinite = countWhere(target.values, (value) => !Number.isFinite(value))
  if (infinite > 0) {
    throw new HoldoutError(
      'dataset/target-not-finite',
      `target ${name} has ${infinite} infinite values: expected finite numbers`,
      {
        hint: 'Leave these rows out of the file.',
      },
    )
  }
  const beyond = countWhere(target.values, (value) => Math.abs(value) > LARGEST_TARGET)
  if (beyond > 0) throw targetTooLarge(name, beyond)
  if (target.values.every((value) => value === target.values[0])) {
    throw new HoldoutError(
      'dataset/constant-target',
      `target ${name} has the same value in every row: expected at least two`,
      {
        hint: 'Choose another column as `dataset.target`.',
        path: 'dataset.target',
      },
    )
  }
  return target.values
}

/** Errors are squared and added up, which beyond this exceeds what a number can hold. */
const LARGEST_TARGET = 1e150

function targetTooLarge(name: string, count: number): HoldoutError {
  return new HoldoutError(
    'dataset/target-too-large',
    `target ${name} has ${count} value${count === 1 ? '' : 's'} beyond ±${LARGEST_TARGET}: expected none that large`,
    { hint: 'Write the target in a larger unit, or as a logarithm.', path: 'dataset.target' },
  )
}

function checkNoneMissing(target: TableColumn): void {
  const missing =
    target.kind === 'number' ? countWhere(target.values, Number.isNaN) : countWhere(target.codes, isMissingCode)
  if (missing === 0) return
  throw new HoldoutError(
    'dataset/missing-target',
    `target ${JSON.stringify(target.name)} is missing in ${missing} row${missing === 1 ? '' : 's'}: expected a value in every row`,
    {
      hint: `Leave these rows out with ${withValueOnly(target.name)}, or choose another column as \`dataset.target\`.`,
      path: 'dataset.target',
    },
  )
}

function countWhere(values: Float64Array | Int32Array, isMeant: (value: number) => boolean): number {
  let count = 0
  for (let i = 0; i < values.length; i++) if (isMeant(values[i])) count++
  return count
}

function isMissingCode(code: number): boolean {
  return code < 0
}

function checkClasses(name: string, task: Task, classes: readonly string[]): void {
  const target = `target ${JSON.stringify(name)}`
  if (classes.length < 2) {
    const received = classes.length === 0 ? 'none' : `only ${JSON.stringify(classes[0])}`
    throw new HoldoutError('dataset/one-class', `${target}: expected at least two classes, received ${received}`, {
      hint: 'Choose another column as `dataset.target`, or add rows of another class.',
      path: 'dataset.target',
    })
  }
  if (task === 'multiclass' || classes.length === 2) return
  throw new HoldoutError(
    'dataset/not-binary',
    `${target}: expected two classes for a binary task, received ${classes.length}`,
    {
      hint: 'Set `task` to `multiclass`, or leave it out.',
      path: 'task',
    },
  )
}
