import { describe, expect, it } from 'vitest'
import { didYouMean, editDistance } from './didYouMean.ts'

describe('didYouMean', () => {
  const words = ['learningRate', 'momentum', 'units', 'rate', 'leakyRelu', 'relu']
  it.each([
    ['learning_rate', 'learningRate'],
    ['LearningRate', 'learningRate'],
    ['lr', 'learningRate'],
    ['neurons', 'units'],
    ['momentun', 'momentum'],
    ['untis', 'units'],
    ['rleu', 'relu'],
  ])('%s → %s', (word, meant) => expect(didYouMean(word, words)).toBe(meant))

  it.each(['x', '', 'colour', '__proto__', 'constructor'])('has nothing for %j', (word) => {
    expect(didYouMean(word, words)).toBeUndefined()
  })
})

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['a', '', 1],
    ['ab', 'ba', 1],
    ['kitten', 'sitting', 3],
  ])('%j to %j', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance)
    expect(editDistance(b, a)).toBe(distance)
  })
})
