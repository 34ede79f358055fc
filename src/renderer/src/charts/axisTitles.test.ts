import { expect, test } from 'vitest'
import { axisTitles } from './axisTitles.ts'

test('names lose their part where they differ without it', () => {
  expect(axisTitles(['dropout', 'Optimizer · Momentum', '优化器 · 学习率'])).toEqual([
    ['dropout'],
    ['Momentum'],
    ['学习率'],
  ])
  expect(axisTitles(['Dense 1 · Units', 'Dense 2 · Units'])).toEqual([
    ['Dense 1 ·', 'Units'],
    ['Dense 2 ·', 'Units'],
  ])
})

test('long names stand in two lines, and longer ones are cut', () => {
  expect(axisTitles(['Learning rate', 'Batch size of it all', 'a_name_without_any_end'])).toEqual([
    ['Learning rate'],
    ['Batch size of', 'it all'],
    ['a_name_witho…'],
  ])
})
