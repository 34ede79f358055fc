import { describe, expect, it } from 'vitest'
import { correlationRatio, cramersV, pearson } from './association.ts'
import { CategoryBuilder } from './categoryBuilder.ts'
import { columnNames } from '../csv/columnNames.ts'
import { writeCsv } from '../csv/csvWriter.ts'
import { guessDialect } from '../csv/guessDialect.ts'

describe('columnNames', () => {
  it('gives unique names that nothing else has', () => {
    expect(columnNames(['x', 'x', 'x_2', ' x ', '', 'V5', '']).map(({ name }) => name)).toEqual([
      'x',
      'x_3',
      'x_2',
      'x_4',
      'V5_2',
      'V5',
      'V7',
    ])
    expect(columnNames(['__proto__', 'constructor']).map(({ name }) => name)).toEqual(['__proto__', 'constructor'])
  })
})

describe('writeCsv', () => {
  it('makes cells harmless that a spreadsheet would run, and leaves numbers alone', () => {
    const rows = [
      ['=1+1', '+x', '@SUM(A1)', '-1.5', '-x', '\tx', ' =1', 'a"b', 'x,y', -2.5, 0.1 + 0.2, NaN, null, true, ''],
    ]
    expect(writeCsv(['=name'], rows)).toBe(
      '\'=name\n\'=1+1,\'+x,\'@SUM(A1),-1.5,\'-x,"\'\tx","\' =1","a""b","x,y",-2.5,0.30000000000000004,,,true,\n'.replace(
        '"\'\tx","\' =1"',
        "'\tx,' =1",
      ),
    )
  })
})

describe('CategoryBuilder', () => {
  it('sorts levels by code point', () => {
    const builder = new CategoryBuilder('c', 4)
    for (const value of ['😀', 'ﬁ', null, 'a']) builder.add(value)
    expect(builder.build()).toEqual({
      kind: 'category',
      name: 'c',
      levels: ['a', 'ﬁ', '😀'],
      codes: Int32Array.of(2, 1, -1, 0),
    })
  })

  it('sorts numbers by value, or as text where an older reading stays', () => {
    const columnOf = (order: 'value' | 'text') => {
      const builder = new CategoryBuilder('c', 4, order)
      for (const value of ['10', '9', '100', '9']) builder.add(value)
      return builder.build()
    }
    expect(columnOf('value')).toMatchObject({ levels: ['9', '10', '100'], codes: Int32Array.of(1, 0, 2, 0) })
    expect(columnOf('text')).toMatchObject({ levels: ['10', '100', '9'], codes: Int32Array.of(0, 2, 1, 2) })
  })
})

describe('association', () => {
  it('agrees with values worked out by hand', () => {
    const [x, y] = [Float64Array.of(1, 2, 3, 4, NaN), Float64Array.of(2, 4, 5, 4, 5)]
    expect(pearson(x, y)).toBeCloseTo(3.5 / Math.sqrt(5 * 4.75), 12)
    expect(pearson(x, Float64Array.of(1, 1, 1, 1, 2))).toBeNull()
    const classes = [
      { count: 2, mean: 1.5, variance: 0.25 },
      { count: 2, mean: 3.5, variance: 0.25 },
      { count: 0, mean: NaN, variance: NaN },
    ]
    expect(correlationRatio(classes)).toBeCloseTo(Math.sqrt(4 / 5), 12)
    expect(correlationRatio(classes.slice(1))).toBeNull()
    const pairs = [
      { a: 'a', b: 'p', count: 1 },
      { a: 'a', b: 'q', count: 1 },
      { a: 'b', b: 'q', count: 2 },
    ]
    // chi² of [[1, 1], [0, 2]] is 4/3; V = sqrt(chi² / n)
    expect(cramersV(pairs)).toBeCloseTo(Math.sqrt(1 / 3), 12)
    expect(cramersV(pairs.slice(1))).toBeNull()
  })
})

describe('guessDialect', () => {
  it.each([
    ['names of rows', 'a,b\nr1,1,2\nr2,3,4\n', 'first'],
    ['row numbers', 'a,b\n1,1,2\n2,3,4\n', 'first'],
    ['a delimiter at the end', 'a,b\n1,2,\n3,4,\n', 'last'],
    ['missing cells at the end of some rows', 'a,b\nr1,1,\nr2,3,4\n', 'first'],
    ['one row alone', 'a,b\n1,2,3\n', undefined],
    ['a title above the header', 'Rain,2020\nx,y,z\n1,2,3\n4,5,6\n', undefined],
    ['a title of words above the header', 'Rain, by month\nx,y,z\n1,2,3\n4,5,6\n', undefined],
    ['a row that has a field too many', 'a,b\n1,2,3\n3,4\n', undefined],
    ['numbers in the first row', '1,2\n3,4,5\n6,7,8\n', undefined],
    ['a header that is whole', 'a,b,c\n1,2,3\n4,5,6\n', undefined],
  ])('finds the column that a header leaves out: %s', (_, text, unnamed) => {
    expect(guessDialect(text, false).unnamed).toBe(unnamed)
    expect(guessDialect(text, false, { header: false }).unnamed).toBeUndefined()
  })

  it.each([
    ['a,b\n1,2\n', ',', true],
    ['1;2,5\n3;4,5\n', ';', false],
    ['name\tage\nann smith\t5\nbob, jr\t6\n', '\t', true],
    ['2024-01-01 10:00,5\n2024-01-02 11:00,6\n', ',', false],
    ['first name,last name\nann,smith\nbob,jones\n', ',', true],
    ['x\n1\n2\n', ',', true],
    ["a;b\n'x;y';1\n'z';2\n", ';', true],
  ])('%j', (text, delimiter, hasHeader) => {
    expect(guessDialect(text, false).dialect).toMatchObject({ delimiter, hasHeader })
  })

  it('has a runner-up, and believes the person and sep= first', () => {
    const guess = guessDialect('a;b,c\n1;2,3\n', false)
    expect(guess.runnerUp?.delimiter).not.toBe(guess.dialect.delimiter)
    expect(guessDialect('a;b,c\n1;2,3\n', false, { delimiter: ';', header: false }).dialect).toMatchObject({
      delimiter: ';',
      hasHeader: false,
    })
    expect(guessDialect('sep=|\na,b|c,d\n1,2|3,4\n', false)).toMatchObject({
      hasSepLine: true,
      dialect: { delimiter: '|' },
    })
  })
})
