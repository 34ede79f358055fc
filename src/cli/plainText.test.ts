import { describe, expect, it } from 'vitest'
import { plainLines, plainText } from './plainText.ts'

describe('plainText', () => {
  it('shows controls and marks of direction', () => {
    expect(plainText('a\u001b[2Jb\nc\u202ed\u009b')).toBe('a\\x1b[2Jb\\x0ac\\u202ed\\x9b')
  })

  it('leaves words of any language alone', () => {
    expect(plainText('naïve 数据 – ½')).toBe('naïve 数据 – ½')
  })

  it('keeps lines where asked', () => {
    expect(plainLines('a\n\u0007b')).toBe('a\n\\x07b')
  })
})
