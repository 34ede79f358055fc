import { expect, it } from 'vitest'
import { PredictionProgressLine } from './predictionProgress.ts'

function shown(isInteractive: boolean): string {
  let text = ''
  let now = 0
  const terminal = {
    err: (more: string) => (text += more),
    out: () => undefined,
    isInteractive,
    hasColor: false,
    columns: () => 80,
  }
  const line = new PredictionProgressLine(terminal, () => now)
  line.show({ stage: 'reading', share: 0 })
  now = 1000
  line.show({ stage: 'reading', share: 0.5 })
  now = 2500
  line.show({ stage: 'predicting', done: 81920, share: 0.257 })
  now = 3000
  line.show({ stage: 'predicting', done: 90112, rows: 90112, share: 1 })
  line.close()
  return text
}

it('tells a log every two seconds', () => {
  expect(shown(false)).toBe('81,920 rows predicted, 25 %\n')
})

it('draws a line again on a terminal, and wipes it at the end', () => {
  const lines = shown(true).split('\r\u001b[2K')
  expect(lines.map((line) => line.replace(/^[█░]+ /, ''))).toEqual([
    '',
    'reading the file, 50 %',
    '81,920 rows predicted, 25 %',
    '90,112 rows predicted, 100 %',
    '',
  ])
})
