import { expect, test } from 'vitest'
import { yamlLines } from './yamlLines.ts'

const kinds = (line: string) =>
  yamlLines(line)[0]
    .filter(({ text }) => text.trim() !== '')
    .map(({ kind, text }) => `${kind} ${text}`)

test('keys, values and comments', () => {
  expect(kinds('seed: 7 # why')).toEqual(['key seed', 'plain :', 'value 7', 'comment # why'])
  expect(kinds('- { type: dense, units: 60 }')).toEqual([
    'plain -',
    'plain {',
    'key type',
    'plain :',
    'value dense',
    'plain ,',
    'key units',
    'plain :',
    'value 60',
    'plain }',
  ])
  expect(kinds('"a b": "c # d"')).toEqual(['key "a b"', 'plain :', 'value "c # d"'])
})

test('not a letter is lost', () => {
  const text = 'a: "\'\n  - {x: [1, "2"]}\t# é\n\n\u4e2d: \u6587'
  const again = yamlLines(text).map((pieces) => pieces.map((piece) => piece.text).join(''))
  expect(again.join('\n')).toBe(text)
})
