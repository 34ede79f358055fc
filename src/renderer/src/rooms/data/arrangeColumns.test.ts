import { describe, expect, it } from 'vitest'
import type { ColumnProfile } from '../../../../core/dataset/profile.ts'
import { arrangeColumns } from './arrangeColumns.ts'
import type { ColumnOrder } from './arrangeColumns.ts'

const column = (name: string, missing: number, distinct: number) => ({
  name,
  missing,
  profile: { distinct } as ColumnProfile,
})
const columns = [column('V10', 0, 5), column('V9', 3, 9), column('age of Owner', 3, 2)]
const strengths: Readonly<Record<string, number | null>> = { V10: 0.1, V9: null, 'age of Owner': 0.8 }

function names(order: ColumnOrder, text = ''): string[] {
  return arrangeColumns(columns, { text, order, strengthOf: (name) => strengths[name] ?? null }).map(({ name }) => name)
}

describe('arrangeColumns', () => {
  it('finds all words anywhere in a name, in any case', () => {
    expect(names('file', 'owner AGE')).toEqual(['age of Owner'])
    expect(names('file', 'v')).toEqual(['V10', 'V9'])
    expect(names('file', 'nothing')).toEqual([])
  })

  it('takes a star for any part of the whole name', () => {
    expect(names('file', 'v*')).toEqual(['V10', 'V9'])
    expect(names('file', 'v*0')).toEqual(['V10'])
    expect(names('file', 'age*')).toEqual(['age of Owner'])
    expect(names('file', '1*')).toEqual([])
  })

  it('orders numbers in names as numbers', () => {
    expect(names('name')).toEqual(['age of Owner', 'V9', 'V10'])
  })

  it('puts the strongest first and those of unknown strength last', () => {
    expect(names('strength')).toEqual(['age of Owner', 'V10', 'V9'])
  })

  it('keeps equal ones in the order of the file', () => {
    expect(names('missing')).toEqual(['V9', 'age of Owner', 'V10'])
    expect(names('distinct')).toEqual(['V9', 'V10', 'age of Owner'])
  })
})
