import { createHash } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { appendFileSync, existsSync } from 'node:fs'
import { appendFile, mkdir, mkdtemp, readdir, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { decodeTable } from '../../../core/dataset/tableFile.ts'
import { readingChoices } from './datasetChoices.ts'
import { importDataset, openDataset } from './importDataset.ts'
import { inspectCsv } from '../read/inspectCsv.ts'
import { loadTable } from './loadTable.ts'
import { readTable } from '../read/readTable.ts'
import { writeTableFile } from './writeTableFile.ts'
import { readFile } from 'node:fs/promises'

let folder: string
let store: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-import-'))
  store = join(folder, 'store')
})
afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

function body(rows: number): string {
  return Array.from(
    { length: rows },
    (_, row) => `${String(row)},${String(Math.sin(row))},${row % 3 === 0 ? 'yes' : 'no'}\n`,
  ).join('')
}
async function csv(name: string, text: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, text)
  return path
}

describe('importDataset', () => {
  it('stores once; the same bytes and choices again are known', async () => {
    const file = await csv('a.csv', `id,x,label\n${body(50)}`)
    const first = await importDataset({ file, folder: store })
    expect(first.wasKnown).toBe(false)
    expect((await readdir(first.folder)).sort()).toEqual([
      'data.parquet',
      'dataset.json',
      'head.csv',
      'ledger.json',
      'profile.json',
    ])
    const again = await importDataset({ file: await csv('copy.csv', `id,x,label\n${body(50)}`), folder: store })
    expect(again).toMatchObject({ id: first.id, wasKnown: true, inspection: first.inspection })
    const roles = await importDataset({ file, choices: { columns: { id: { role: 'id' } } }, folder: store })
    expect(roles.id).toBe(first.id)
    const other = await importDataset({ file, choices: { columns: { id: { type: 'category' } } }, folder: store })
    expect(other.id).not.toBe(first.id)
    expect(other.sha256).toBe(first.sha256)
    expect(await openDataset(store, first.id)).toMatchObject({ id: first.id, sha256: first.sha256 })
  })

  it.each([
    'with space.csv',
    'quo\'te".csv',
    '100%.csv',
    '😀 größe.csv',
    'star*[a]?.csv',
    'semi;colon.csv',
    '.hidden',
    'nothing.gz',
  ])('reads a file called %s, in folders of such names', async (name) => {
    const odd = join(folder, name.replace('.csv', ' dir'))
    await mkdir(odd)
    const file = await csv(join(name.replace('.csv', ' dir'), name), `id,x,label\n${body(30)}`)
    const { inspection, stored } = await importDataset({ file, folder: join(odd, 'st[o]re %*') })
    expect(inspection).toMatchObject({ rows: 30, name })
    expect((await loadTable({ stored, inspection }, { target: 'label' })).rows).toBe(30)
  })

  it('reads a large plain file in place, equal to its values', async () => {
    const rows = 400_000
    const file = await csv('large.csv', `id,x,label\n${body(rows)}`)
    const { table } = await readTable(file, { target: 'label' })
    expect(table.rows).toBe(rows)
    const [id, x] = table.features
    if (id.kind !== 'number' || x.kind !== 'number') throw new Error('expected numbers')
    for (let row = 0; row < rows; row += 997) expect([id.values[row], x.values[row]]).toEqual([row, Math.sin(row)])
  }, 60_000)

  it('copies a large file that is not plain; lost cells keep their lines', async () => {
    const lines = body(400_000).split('\n')
    lines[300_000] = '300000,oops,no'
    lines.splice(200_000, 0, '')
    const file = await csv('large.csv', `# made up\nid,x,label\n${lines.join('\n')}`)
    const { inspection } = await importDataset({ file, folder: store })
    expect(inspection.rows).toBe(400_000)
    expect(inspection.ledger.find(({ kind }) => kind === 'unreadable')).toMatchObject({ lines: [300_004], column: 'x' })
  }, 60_000)

  it('counts every lost cell, beyond those it lists', async () => {
    const cells = Array.from({ length: 4000 }, (_, row) => (row < 1500 ? 'oops' : row < 2700 ? 'inf' : String(row)))
    const file = await csv('lost.csv', `x,label\n${cells.map((cell) => `${cell},a`).join('\n')}\n`)
    const choices = { columns: { x: { type: 'number' as const } } }
    const { inspection } = await importDataset({ file, choices, folder: store })
    expect(inspection.columns[0]).toMatchObject({ missing: 2700, unreadable: 1500, nonFinite: 1200 })
    expect(inspection.ledger.find(({ kind }) => kind === 'unreadable')).toMatchObject({
      count: 1500,
      message: expect.stringContaining('1500 cells') as string,
      samples: [2, 3, 4, 5, 6].map((line) => ({ line, cell: 'oops' })),
    })
    const infinite = inspection.ledger.find(({ kind }) => kind === 'nonFinite')
    expect(infinite).toMatchObject({ count: 1200, samples: { length: 5 }, lines: { length: 1000 } })
  })

  it.each([
    ['a word far below', 'oops', 'number', 1],
    ['a zero in front', '007', 'number', 0],
    ['a whole number beyond 2^53', '9007199254740993', 'category', 0],
    ['an underscore', '1_000', 'number', 1],
    ['an infinite one', '-inf', 'number', 1],
    ['a dash for missing', '-', 'number', 1],
    ['a number that means missing', '-999', 'number', 1],
  ])('what looks like numbers at first is looked at to the end: %s', async (_, cell, type, missing) => {
    const cells = Array.from({ length: 3000 }, (__, row) => (row === 2500 ? cell : String(row / 4)))
    const file = await csv(
      'numbers.csv',
      `x,y,label\n${cells.map((x, row) => `${x},${String(row)},${row % 2 === 0 ? 'a' : 'b'}`).join('\n')}\n`,
    )
    const choices = cell === '-999' ? { missing: ['-999'] } : {}
    const { inspection, stored } = await importDataset({ file, choices, folder: store })
    expect(inspection.columns[0]).toMatchObject({ type, missing })
    expect(inspection.columns[1]).toMatchObject({ type: 'number', missing: 0 })
    const { features } = await loadTable({ stored, inspection }, { target: 'label' })
    const [x, y] = features
    if (y.kind !== 'number') throw new Error('expected numbers')
    expect([y.values[0], y.values[2499], y.values[2999]]).toEqual([0, 2499, 2999])
    if (x.kind === 'category') expect(x.levels[x.codes[2500]]).toBe(cell)
    else
      expect([x.values[2499], x.values[2500], x.values[2501]]).toEqual([
        624.75,
        missing === 0 ? Number(cell) : NaN,
        625.25,
      ])
  })

  it('two imports at once end with one dataset', async () => {
    const file = await csv('a.csv', `id,x,label\n${body(50)}`)
    const both = await Promise.all([importDataset({ file, folder: store }), importDataset({ file, folder: store })])
    expect(both[0].id).toBe(both[1].id)
    expect(await readdir(store)).toEqual([both[0].id])
  })

  it('a stop leaves nothing behind, at any moment', async () => {
    const file = await csv('large.csv', `id,x,label\n${body(300_000)}`)
    for (const stage of ['reading', 'typing', 'storing', 'profiling']) {
      const stop = new AbortController()
      const importing = importDataset({
        file,
        folder: store,
        signal: stop.signal,
        onProgress: (progress) => {
          if (progress.stage === stage) stop.abort()
        },
      })
      await expect(importing).rejects.toMatchObject({ code: 'stopped/import' })
      expect(await readdir(store)).toEqual([])
    }
  }, 60_000)

  it('reports progress that only grows', async () => {
    const file = await csv('large.csv', `id,x,label\n${body(100_000)}`)
    const shares: number[] = []
    await importDataset({ file, folder: store, onProgress: ({ share }) => shares.push(share) })
    expect(shares).toEqual([...shares].sort((a, b) => a - b))
    expect(shares.at(-1)).toBe(1)
  })
})

describe('files that cannot be read', () => {
  it.each([
    ['missing', 'file/not-found'],
    ['directory', 'file/not-a-file'],
    ['pipe', 'file/not-a-file'],
    ['loop', 'file/symlink-loop'],
    ['file.csv/inside', 'file/not-found'],
  ])('%s: %s', async (name, code) => {
    await mkdir(join(folder, 'directory'))
    execFileSync('mkfifo', [join(folder, 'pipe')])
    await symlink(join(folder, 'loop'), join(folder, 'loop'))
    await csv('file.csv', 'a,b\n1,2\n')
    const failure = { code, hint: expect.any(String) as string }
    await expect(importDataset({ file: join(folder, name), folder: store })).rejects.toMatchObject(failure)
    await expect(inspectCsv(join(folder, name))).rejects.toMatchObject(failure)
    expect(existsSync(store)).toBe(false)
  })

  it('a store that is a file is no store', async () => {
    const file = await csv('a.csv', 'a,b\n1,2\n3,4\n')
    await expect(importDataset({ file, folder: file })).rejects.toThrow()
  })

  it('a file that grows while it is read is refused', async () => {
    const file = await csv('grows.csv', `id,x,label\n${body(200_000)}`)
    const importing = importDataset({
      file,
      folder: store,
      onProgress: ({ stage }) => {
        if (stage === 'typing') appendFileSync(file, '1,2,no\n')
      },
    })
    await expect(importing).rejects.toMatchObject({ code: 'file/changed' })
    expect(await readdir(store)).toEqual([])
  })

  it('a file that vanishes while it is read is refused', async () => {
    const file = await csv('vanishes.csv', `id,x,label\n${body(200_000)}`)
    const gone = importDataset({
      file,
      folder: store,
      onProgress: ({ stage }) => {
        if (stage === 'storing') void unlink(file)
      },
    })
    await expect(gone).rejects.toMatchObject({ code: 'file/not-found' })
    expect(await readdir(store)).toEqual([])
  })

  it('a damaged gzip is refused', async () => {
    const file = join(folder, 'a.csv.gz')
    await writeFile(
      file,
      Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]), Buffer.from('this is no deflate data')]),
    )
    await expect(inspectCsv(file)).rejects.toMatchObject({ code: 'csv/gzip' })
  })
})

describe('a full disk', () => {
  const mounted = tryMount()
  it.skipIf(mounted === undefined)(
    'ends with a clear error and leaves nothing half-made (needs a root that may mount)',
    async () => {
      const small = mounted ?? ''
      try {
        const file = await csv('large.csv', `id,x,label\n${body(400_000)}`)
        await expect(importDataset({ file, folder: join(small, 'store') })).rejects.toMatchObject({
          code: 'file/disk-full',
        })
        expect(await readdir(join(small, 'store'))).toEqual([])
        const table = (await readTable(file, { target: 'label' })).table
        await expect(writeTableFile(join(small, 'table'), table)).rejects.toThrow()
        expect(await readdir(small)).toEqual(['store'])
      } finally {
        execFileSync('umount', [small])
        await rm(small, { recursive: true, force: true })
      }
    },
    60_000,
  )
})

/** A file system of 2 MB, where the machine lets us make one. */
function tryMount(): string | undefined {
  const path = join(tmpdir(), `holdout-small-${String(process.pid)}`)
  try {
    execFileSync('mkdir', ['-p', path], { stdio: 'ignore' })
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', path], { stdio: 'ignore' })
    return path
  } catch {
    if (existsSync(path)) execFileSync('rmdir', [path])
    return undefined
  }
}

describe('loadTable', () => {
  it('gives roles, types and codes', async () => {
    const rows = [
      '2024-01-02,true,b,g1,0.5,note 1,10',
      '2024-01-03,false,😀,g2,1,note 2,',
      '1970-01-01,true,ﬁ,g1,2,note 3,30',
      '2024-01-05,false,b,,0,note 4,40',
    ]
    const file = await csv('roles.csv', `day,flag,word,group,weight,note,x\n${rows.join('\n')}\n`)
    const { table } = await readTable(file, {
      target: 'flag',
      columns: { group: { role: 'group' }, weight: { role: 'weight' }, note: { role: 'ignore' } },
    })
    expect(table.features).toEqual([
      { kind: 'number', name: 'day', values: Float64Array.of(19724, 19725, 0, 19727) },
      { kind: 'category', name: 'word', levels: ['b', 'ﬁ', '😀'], codes: Int32Array.of(0, 2, 1, 0) },
      { kind: 'number', name: 'x', values: Float64Array.of(10, NaN, 30, 40) },
    ])
    expect(table.target).toEqual({
      kind: 'category',
      name: 'flag',
      levels: ['false', 'true'],
      codes: Int32Array.of(1, 0, 1, 0),
    })
    expect(table.groups).toEqual(Int32Array.of(0, 1, 0, 2))
    expect(table.weights).toEqual(Float64Array.of(0.5, 1, 2, 0))
  })

  it.each([
    ['-1', 'received -1 in row 2'],
    ['1e13', 'received 10000000000000 in row 2'],
    ['', 'received no number in row 2'],
  ])('refuses the weight "%s"', async (cell, received) => {
    const file = await csv('weights.csv', `x,w,y\n1,1,a\n2,${cell},b\n3,1,a\n4,1,b\n`)
    const reading = readTable(file, { target: 'y', columns: { w: { role: 'weight' } } })
    await expect(reading).rejects.toMatchObject({
      code: 'dataset/weight',
      message: `The weight w must be a number from 0 to 1000000000000 in every row; ${received}.`,
    })
  })

  it('keeps the order of many columns, numbers and categories mixed', async () => {
    const names = Array.from({ length: 450 }, (_, column) => `c${String(column)}`)
    const cell = (row: number, column: number): string =>
      column % 10 === 3 ? `w${String((row + column) % 4)}` : String(row * 1000 + column)
    const rows = Array.from({ length: 30 }, (_, row) => [...names.keys()].map((column) => cell(row, column)).join(','))
    const file = await csv('wide.csv', `${names.join(',')}\n${rows.join('\n')}\n`)
    const { features } = (await readTable(file, { target: 'c3' })).table
    expect(features.map(({ name }) => name)).toEqual(names.filter((name) => name !== 'c3'))
    for (const feature of features) {
      const column = Number(feature.name.slice(1))
      const value = feature.kind === 'number' ? String(feature.values[7]) : feature.levels[feature.codes[7]]
      expect(value).toBe(cell(7, column))
    }
  })

  it('reads a small file of 3,000 columns as quickly as one of few', async () => {
    const names = Array.from({ length: 3000 }, (_, column) => `c${String(column)}`)
    const rows = Array.from({ length: 7 }, (_, row) => names.map((_, column) => String((row + column) % 9)).join(','))
    const file = await csv('small-and-wide.csv', `${names.join(',')}\n${rows.join('\n')}\n`)
    // As many cells in few columns take 0.1 s; a cost per pair of columns exceeds the limit of a test many times over.
    const { features } = (await readTable(file, { target: 'c0' })).table
    expect(features).toHaveLength(2999)
    expect(features[2998]).toMatchObject({
      name: 'c2999',
      kind: 'number',
      values: new Float64Array([2, 3, 4, 5, 6, 7, 8]),
    })
  })

  it('takes 0 and 1 for classes unless the task says otherwise', async () => {
    const file = await csv(
      'classes.csv',
      `x,y\n${Array.from({ length: 40 }, (_, row) => `${String(row * row)},${String(row % 2)}`).join('\n')}\n`,
    )
    expect((await readTable(file, { target: 'y' })).table.target).toMatchObject({
      kind: 'category',
      levels: ['0', '1'],
    })
    expect((await readTable(file, { target: 'y' }, { use: { task: 'regression' } })).table.target.kind).toBe('number')
    expect((await readTable(file, { target: 'x' })).table.target.kind).toBe('number')
  })

  it('refuses what cannot be trained on', async () => {
    const file = await csv('bad.csv', 'a,b\n1,x\n2,\n3,y\n4,x\n5,y\n')
    await expect(readTable(file, { target: 'c' })).rejects.toMatchObject({ code: 'dataset/no-such-column' })
    await expect(readTable(file, { target: 'b' })).rejects.toMatchObject({ code: 'dataset/missing-target' })
    await expect(readTable(file, { target: 'b' }, { use: { task: 'regression' } })).rejects.toMatchObject({
      code: 'dataset/target-type',
    })
    await expect(readTable(file, { target: 'a', columns: { b: { role: 'ignore' } } })).rejects.toMatchObject({
      code: 'dataset/no-features',
    })
    await expect(
      readTable(file, { target: 'a', columns: JSON.parse('{"toString": {"role": "id"}}') as never }),
    ).rejects.toMatchObject({
      code: 'dataset/no-such-column',
    })
  })

  it('keeps hostile names as data, through the table file too', async () => {
    const file = join(import.meta.dirname, '../../../../fixtures/csv/hostile-headers.csv')
    const { table } = await readTable(file, {
      target: 'toString',
      columns: JSON.parse('{"__proto__": {"role": "ignore"}}') as never,
    })
    expect(table.features.map(({ name }) => name)).toEqual(['constructor', '<img src=x onerror=alert(1)>'])
    await writeTableFile(join(folder, 'table'), table)
    expect(decodeTable(await readFile(join(folder, 'table')))).toEqual(table)
    expect(await readdir(folder)).toEqual(['table'])
    await appendFile(join(folder, 'table'), 'x')
  })
})

describe('numbers that are classes, groups or levels', () => {
  const rows = Array.from(
    { length: 40 },
    (_, row) => `${String([9, 10, 2, 100][row % 4])},${String(row)},${row % 3 === 0 ? '10' : '9'}\n`,
  )
  const text = `g,x,y\n${rows.join('')}`
  const request = { target: 'y', columns: { g: { role: 'group' } } } as const

  it('go by value: 9 before 10', async () => {
    const { table } = await readTable(await csv('numbers.csv', text), request)
    expect(table.target).toMatchObject({ kind: 'category', levels: ['9', '10'] })
    expect([...(table.groups ?? [])].slice(0, 4)).toEqual([1, 2, 0, 3])
    const features = await readTable(await csv('features.csv', text), {
      target: 'y',
      columns: { g: { type: 'category' } },
    })
    expect(features.table.features[0]).toMatchObject({ levels: ['2', '9', '10', '100'] })
  })

  it('stay in the order of text in a dataset stored before; imported anew they go by value, and the ledger says so', async () => {
    const file = await csv('numbers.csv', text)
    const made = await importDataset({ file, folder: store })
    const old = createHash('sha256')
      .update(`2\n${made.sha256}\n${readingChoices({})}`)
      .digest('hex')
    await rename(made.folder, join(store, old))
    const record = join(store, old, 'dataset.json')
    const { value } = JSON.parse(await readFile(record, 'utf8')) as { value: Record<string, unknown> }
    await writeFile(record, JSON.stringify({ ...value, store: 2, id: old }))
    const before = await openDataset(store, old)
    expect((await loadTable(before, request)).target).toMatchObject({ levels: ['10', '9'] })
    const again = await importDataset({ file, folder: store })
    expect(again).toMatchObject({ id: made.id, wasKnown: false })
    expect(again.inspection.ledger[0]).toMatchObject({ kind: 'readAnew' })
    expect((await loadTable(again, request)).target).toMatchObject({ levels: ['9', '10'] })
    expect((await openDataset(store, made.id)).inspection.ledger[0]).toMatchObject({ kind: 'readAnew' })
  })
})
