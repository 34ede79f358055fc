import { describe, expect, it } from 'vitest'
import { inspect } from './commands/inspect.ts'
import { parseCommandLine } from './parseCommandLine.ts'

describe('parseCommandLine', () => {
  it('takes a negative number as the value of an option', () => {
    const { values } = parseCommandLine(inspect, ['a.csv', '--missing', '-99', '--missing', '-9.9', '--json'])
    expect(values['missing']).toEqual(['-99', '-9.9'])
    expect(values['json']).toBe(true)
    expect(() => parseCommandLine(inspect, ['a.csv', '--missing', '--json'])).toThrow()
  })
})
