import { describe, expect, it } from 'vitest'
import type { RowPage } from '../../../../contract/datasets.ts'
import { RowPages } from './rowPages.ts'

const FIELDS = Array.from({ length: 100 }, (_, field) => field)
const ID = 'a'.repeat(64)

function answer(path: string): RowPage {
  const query = new URL(path, 'holdout://app').searchParams
  const [from, count] = [Number(query.get('from')), Number(query.get('count'))]
  // As the lab does: in the order of the file.
  const fields = (query.get('fields') ?? '')
    .split(',')
    .map(Number)
    .sort((a, b) => a - b)
  return {
    from,
    fields,
    cells: fields.map((field) => Array.from({ length: count }, (_, row) => (from + row) * 1000 + field)),
  }
}
const settled = () => new Promise((resolve) => setTimeout(resolve, 0))

describe('RowPages', () => {
  it('fetches the blocks in view once and tells when they come', async () => {
    const paths: string[] = []
    let arrivals = 0
    const pages = new RowPages(
      ID,
      FIELDS,
      () => (arrivals += 1),
      (path) => (paths.push(path), Promise.resolve(answer(path))),
    )
    expect(pages.cell(205, 41)).toBeUndefined()
    pages.want({ first: 190, count: 20 }, { first: 35, end: 45 })
    pages.want({ first: 191, count: 20 }, { first: 35, end: 45 })
    await settled()
    expect(paths).toHaveLength(4)
    expect(arrivals).toBe(4)
    expect(pages.cell(205, 41)).toBe(205_041)
    expect(pages.cell(195, 39)).toBe(195_039)
  })

  it('finds each cell in its column whatever the order in which columns are shown', async () => {
    const pages = new RowPages(
      ID,
      FIELDS.toReversed(),
      () => undefined,
      (path) => Promise.resolve(answer(path)),
    )
    pages.want({ first: 0, count: 1 }, { first: 0, end: 45 })
    await settled()
    expect([pages.cell(3, 0), pages.cell(3, 1), pages.cell(3, 41)]).toEqual([3099, 3098, 3058])
  })

  it('asks for a few blocks at once, and passes over what was scrolled past meanwhile', async () => {
    const asked: number[] = []
    const answers: (() => void)[] = []
    const pages = new RowPages(
      ID,
      FIELDS,
      () => undefined,
      (path) => {
        asked.push(answer(path).from / 200)
        return new Promise((resolve) => answers.push(() => resolve(answer(path))))
      },
    )
    for (let block = 0; block < 50; block += 1) pages.want({ first: block * 200, count: 1 }, { first: 0, end: 1 })
    expect(asked).toEqual([0, 1, 2, 3])
    answers[0]()
    await settled()
    expect(asked).toEqual([0, 1, 2, 3, 49])
    for (const arrive of answers) arrive()
    await settled()
    expect(asked).toHaveLength(5)
    expect(pages.cell(49 * 200, 0)).toBe(49 * 200_000)
  })

  it('calls off everything when it is closed', () => {
    const signals: AbortSignal[] = []
    const never = new Promise<RowPage>(() => undefined)
    const pages = new RowPages(
      ID,
      FIELDS,
      () => undefined,
      (_, signal) => (signals.push(signal), never),
    )
    pages.want({ first: 0, count: 10 }, { first: 0, end: 5 })
    pages.close()
    expect(signals.map(({ aborted }) => aborted)).toEqual([true])
  })

  it('forgets blocks long unseen', async () => {
    let fetched = 0
    const pages = new RowPages(
      ID,
      FIELDS,
      () => undefined,
      (path) => ((fetched += 1), Promise.resolve(answer(path))),
    )
    for (let block = 0; block < 100; block += 1) {
      pages.want({ first: block * 200, count: 1 }, { first: 0, end: 1 })
      await settled()
    }
    expect(pages.cell(0, 0)).toBeUndefined()
    expect(pages.cell(99 * 200, 0)).toBe(99 * 200_000)
    expect(fetched).toBe(100)
  })

  it('asks for rows as they are looked at, and knows how many and where they are in the file', async () => {
    const paths: string[] = []
    const view = { rows: [40, 7, 23], total: 3 }
    const pages = new RowPages(
      ID,
      FIELDS,
      () => undefined,
      (path) => (paths.push(path), Promise.resolve({ ...answer(path), view })),
      { sort: 5, descending: true, filter: 'a > 1 & b' },
    )
    expect([pages.total, pages.placeOf(1)]).toEqual([undefined, undefined])
    pages.want({ first: 0, count: 20 }, { first: 0, end: 3 })
    await settled()
    expect(paths[0]).toMatch(/&sort=5&descending=1&filter=a%20%3E%201%20%26%20b$/)
    expect([pages.total, pages.placeOf(1), pages.placeOf(3)]).toEqual([3, 7, undefined])
  })
})
