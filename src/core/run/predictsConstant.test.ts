import { expect, it } from 'vitest'
import { constantModels } from './constantModels.ts'
import { predictsConstant } from './predictsConstant.ts'
import type { FitDocument, ModelDocument } from './runDocument.ts'

const rows = [0, 1, 2, 3]
const numbers = { task: 'regression', values: Float64Array.from([10, 20, 30, 40]) } as const
const classes = { task: 'multiclass', labels: Int32Array.from([0, 1, 2, 0]) } as const

it('is a value that hardly moves beside what it should predict, however near to it', () => {
  expect(predictsConstant(numbers, { rows, values: [25, 25.05, 24.98, 25] })).toBe(true)
  expect(predictsConstant(numbers, { rows, values: [900, 900, 900, 900] })).toBe(true)
  expect(predictsConstant(numbers, { rows, values: [25, 26, 24, 25] })).toBe(false)
  expect(predictsConstant({ ...numbers, values: new Float64Array(4) }, { rows, values: [0, 0, 0, 0] })).toBe(false)
})

it('is one class for rows of several', () => {
  const first = [0.5, 0.3, 0.2]
  expect(predictsConstant(classes, { rows, values: [first, first, [0.6, 0.4, 0], first] })).toBe(true)
  expect(predictsConstant(classes, { rows, values: [first, first, [0, 1, 0], first] })).toBe(false)
  expect(predictsConstant(classes, { rows: [0, 3], values: [first, first] })).toBe(false)
  const two = { task: 'binary', labels: Int32Array.from([0, 1, 0, 1]) } as const
  expect(predictsConstant(two, { rows, values: [0.5, 0.1, 0.2, 0.3] })).toBe(true)
})

it('is said of each model, with its folds', () => {
  const fit = (fold: number, isConstant: boolean): FitDocument => ({
    repeat: 0, fold, status: 'finished', epochs: 1, steps: 1, seconds: 1, scores: {},
    preparation: { trainRows: 3, testRows: 1, unseenCategories: 0, imputedCells: 0, fingerprint: '', ...(isConstant && { isConstant }) },
  }) // oxfmt-ignore
  const model = (name: string, flags: readonly boolean[]) =>
    ({ name, fitResults: flags.map((flag, fold) => fit(fold, flag)) }) as unknown as ModelDocument
  const models = [model('A', [true, true]), model('B', [true, false]), model('C', [false, false])]
  expect(constantModels({ models })).toEqual([
    { name: 'A', constant: 2, of: 2 },
    { name: 'B', constant: 1, of: 2 },
  ])
})
