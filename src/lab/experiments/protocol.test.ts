import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Finding, FindingKind } from '../../core/diagnostics/finding.ts'
import { checkBeforeTraining } from './checkBeforeTraining.ts'
import { prepareRun } from './prepareRun.ts'
import type { PreparedRun } from './prepareRun.ts'
import { readExperimentFile } from './readExperimentFile.ts'

const FIELD = 'fixtures/field'
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-protocol-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const MODEL = 'models: [{ name: M, layers: [{ type: dense, units: 2 }, output] }]'

/** An experiment through everything that comes before training. */
async function checked(csv: string, settings: string): Promise<PreparedRun> {
  const path = join(folder, 'experiment.yaml')
  await writeFile(join(folder, 'data.csv'), csv)
  await writeFile(path, `holdout: 1\nname: X\nseed: 7\n${settings}\n${MODEL}\n`)
  const open = await readExperimentFile(path)
  return checkBeforeTraining(await prepareRun(open), open)
}

async function findings(csv: string, settings: string): Promise<readonly Finding[]> {
  return (await checked(csv, settings)).context.findings ?? []
}
const kindsOf = (found: readonly Finding[]): readonly FindingKind[] => found.map(({ kind }) => kind)

const patients = () => readFile(`${FIELD}/14-patients.csv`, 'utf8')
const GROUP = 'dataset: { file: data.csv, target: "y", columns: { patient: { role: group } } }'

describe('a column with the role group', () => {
  it('switches the default strategy to its grouped form', async () => {
    const { context, job } = await checked(await patients(), GROUP)
    expect(context.experiment.validation).toMatchObject({ strategy: 'stratified-group-k-fold' })
    expect(job.watch).toBe('byGroups')
    expect(kindsOf(context.findings ?? [])).not.toContain('groupsIgnored')
  })

  it.each(['stratified-k-fold', 'k-fold', 'holdout', 'stratified-holdout', 'leave-one-out'])(
    'blocks %s, and names the line',
    async (strategy) => {
      const running = checked(await patients(), `${GROUP}\nvalidation: { strategy: ${strategy} }`)
      await expect(running).rejects.toMatchObject({ code: 'experiment/groups-ignored', line: 5 })
      await expect(running).rejects.toThrow(/groups of patient have rows on both sides of a fold/)
    },
  )

  it('blocks a nested protocol whose inner part tears groups apart', async () => {
    const nested = 'validation: { strategy: nested, outer: { folds: 3 }, inner: { strategy: k-fold } }'
    await expect(checked(await patients(), `${GROUP}\n${nested}`)).rejects.toMatchObject({
      code: 'experiment/groups-ignored',
    })
    const whole = await checked(await patients(), `${GROUP}\nvalidation: { strategy: nested, outer: { folds: 3 } }`)
    const strategy = 'stratified-group-k-fold'
    expect(whole.context.experiment.validation).toMatchObject({ outer: { strategy }, inner: { strategy } })
  })

  it('lets the person ignore the groups, and records it', async () => {
    const plain = 'validation: { strategy: stratified-k-fold, folds: 5, groups: ignore }'
    const { context, job } = await checked(await patients(), `${GROUP}\n${plain}`)
    expect(context.experiment.validation).toMatchObject({ strategy: 'stratified-k-fold', groups: 'ignore' })
    expect(job.watch).toBeUndefined()
    const found = context.findings?.find(({ kind }) => kind === 'groupsIgnoredByChoice')
    expect(found).toMatchObject({ severity: 'warning', evidence: { groups: 30, of: 30 } })
  })

  it('says nothing where no group is torn apart', async () => {
    const csv = `g,x,y\n${Array.from({ length: 40 }, (_, row) => `g${row},${Math.sin(row)},${row % 2 ? 'a' : 'b'}`).join('\n')}\n`
    const columns = 'dataset: { file: data.csv, target: "y", columns: { g: { role: group } } }'
    const found = await findings(csv, `${columns}\nvalidation: { strategy: k-fold }`)
    expect(kindsOf(found)).not.toContain('groupsIgnored')
  })

  it.each([
    ['id', 'dataset: { file: data.csv, target: "y", columns: { patient: { role: id } } }'],
    ['ignore', 'dataset: { file: data.csv, target: "y", columns: { patient: { role: ignore } } }'],
    ['no role', 'dataset: { file: data.csv, target: "y" }'],
  ])('finds identifiers that repeat (%s)', async (_, dataset) => {
    const found = (await findings(await patients(), dataset)).find(({ kind }) => kind === 'repeatedIds')
    expect(found).toMatchObject({ column: 'patient', severity: 'warning', evidence: { distinct: 30 } })
  })

  it('finds repeated identifiers of any type', async () => {
    const row = (id: string, at: number) => `${id},${Math.sin(at).toFixed(4)},${at % 2 ? 'a' : 'b'}`
    for (const [name, id] of [
      ['user_id', (at: number) => String(1000 + (at % 15))],
      ['customerId', (at: number) => String(1000.5 + (at % 15))],
      ['code', (at: number) => `K-${String(100 + (at % 15))}`],
    ] as const) {
      const csv = `${name},x,y\n${Array.from({ length: 60 }, (_, at) => row(id(at), at)).join('\n')}\n`
      const role = name === 'customerId' ? `, columns: { ${name}: { role: id } }` : ''
      const found = await findings(csv, `dataset: { file: data.csv, target: "y"${role} }`)
      expect(kindsOf(found), name).toContain('repeatedIds')
    }
  })
})

describe('findings that need the folds', () => {
  const twice = `x,c,y\n${Array.from({ length: 60 }, (_, row) => {
    const at = row % 30
    return `${Math.sin(at * at).toFixed(4)},${row === 7 ? 'rare' : at % 2 ? 'p' : 'q'},${at % 3 ? 'a' : 'b'}`
  }).join('\n')}\n`
  const dataset = 'dataset: { file: data.csv, target: "y" }'

  it('come out of the lab: equal rows in different folds, categories absent from training', async () => {
    const found = await findings(twice, dataset)
    expect(kindsOf(found)).toEqual(expect.arrayContaining(['duplicatesAcrossFolds', 'unseenCategories']))
    const across = found.find(({ kind }) => kind === 'duplicatesAcrossFolds')
    expect(across?.evidence['rows']).toBeGreaterThan(20)
  })

  it('are silenced by groups of equal rows, which no fold tears apart', async () => {
    const { table, context, job } = await checked(twice, `${dataset}\nvalidation: { groups: equalRows }`)
    expect(context.experiment.validation).toMatchObject({ strategy: 'stratified-group-k-fold', groups: 'equalRows' })
    expect(new Set(table.groups).size).toBe(31)
    expect(job.watch).toBe('byGroups')
    expect(kindsOf(context.findings ?? [])).not.toContain('duplicatesAcrossFolds')
    expect(kindsOf(context.findings ?? [])).toContain('duplicateRows')
  })

  it('join equal rows with the groups of a column', async () => {
    const csv = 'g,x,y\np,1,a\nq,1,a\nq,2,b\nr,3,b\ns,4,a\ns,5,b\n'
    const columns = 'dataset: { file: data.csv, target: "y", columns: { g: { role: group } } }'
    const { table } = await checked(
      csv,
      `${columns}\nvalidation: { strategy: group-k-fold, folds: 2, groups: equalRows }`,
    )
    expect([...(table.groups ?? [])]).toEqual([0, 0, 0, 1, 2, 2])
  })
})

describe('time-series on unsorted rows', () => {
  const newest = () => readFile(`${FIELD}/15-newest-first.csv`, 'utf8')
  const dataset = 'dataset: { file: data.csv, target: "y" }'
  const series = (rest = '') => `${dataset}\nvalidation: { strategy: time-series, folds: 4${rest} }`
  const day = (at: number) => new Date(Date.UTC(2024, 0, 1 + at)).toISOString().slice(0, 10)
  const csvOf = (header: string, rows: readonly string[]) => `${header}\n${rows.join('\n')}\n`
  const noisy = (at: number) => `${Math.sin(at * at).toFixed(4)},${Math.cos(at * 7).toFixed(4)}`
  const shuffled = csvOf(
    'when,x,y',
    Array.from({ length: 60 }, (_, at) => `${day((at * 37) % 60)},${noisy(at)}`),
  )
  const shops = csvOf(
    'shop,when,x,y',
    Array.from(
      { length: 60 },
      (_, at) => `${['north', 'south', 'east'][Math.floor(at / 20)]},${day(at % 20)},${noisy(at)}`,
    ),
  )
  const step = csvOf(
    'step,x,y',
    Array.from({ length: 60 }, (_, at) => `${60 - at},${noisy(at)}`),
  )

  it.each([
    ['newest first', newest, /date steps back .* the newest rows come first/],
    ['shuffled', () => shuffled, /in no order of time/],
    ['several series', () => shops, /several series follow each other, distinguished by shop/],
    ['numbered steps', () => step, /step steps back 59 times/],
  ])('is blocked: %s', async (_, csv, message) => {
    const running = checked(await csv(), series())
    await expect(running).rejects.toMatchObject({ code: 'experiment/not-in-time-order', line: 5 })
    await expect(running).rejects.toThrow(message)
  })

  it('is blocked by a time that takes no part too', async () => {
    const ignored = series().replace('"y" }', '"y", columns: { when: { role: ignore } } }')
    await expect(checked(shuffled, ignored)).rejects.toMatchObject({ code: 'experiment/not-in-time-order' })
  })

  it('goes on once sorted by time, grouped by series, or confirmed', async () => {
    const sorted = await checked(shuffled, series(', time: when'))
    expect(sorted.table.time).toHaveLength(60)
    expect(sorted.job.watch).toBe('byTime')
    const grouped = await checked(shops, series(', series: shop'))
    expect(grouped.table.series).toHaveLength(60)
    for (const run of [sorted, grouped, await checked(shuffled, series(', rowsInOrder: true'))])
      expect(kindsOf(run.context.findings ?? [])).not.toContain('notInTimeOrder')
  })

  it('is proposed where the rows are in order of a date, whether or not it takes part', async () => {
    const rows = Array.from({ length: 60 }, (_, at) => `${day(at)},${noisy(at)}`)
    const inOrder = csvOf('when,x,y', rows)
    const folds = `${dataset}\nvalidation: { strategy: k-fold, folds: 4 }`
    const ignored = folds.replace('"y" }', '"y", columns: { when: { role: ignore } } }')
    for (const settings of [folds, ignored]) {
      const found = await findings(inOrder, settings)
      expect(found.map(({ kind, column }) => [kind, column])).toContainEqual(['timeIgnored', 'when'])
      expect(kindsOf(found)).not.toContain('idLike')
    }
    const newestFirst = await findings(csvOf('when,x,y', rows.toReversed()), folds)
    expect(kindsOf(newestFirst)).toContain('timeIgnored')
    for (const csv of [shuffled, csvOf('when,x,y', rows.slice(0, 15))])
      expect(kindsOf(await findings(csv, folds))).not.toContain('timeIgnored')
    expect(kindsOf(await findings(inOrder, series()))).not.toContain('timeIgnored')
  })

  it('goes on where the rows are in order, and warns where nothing says so', async () => {
    const inOrder = csvOf(
      'when,x,y',
      Array.from({ length: 60 }, (_, at) => `${day(at)},${noisy(at)}`),
    )
    expect(kindsOf(await findings(inOrder, series()))).not.toContain('timeOrderUnknown')
    const bare = csvOf(
      'x,y',
      Array.from({ length: 60 }, (_, at) => noisy(at)),
    )
    expect(kindsOf(await findings(bare, series()))).toContain('timeOrderUnknown')
  })

  it('refuses a time without a value, by its row', async () => {
    const gap = shuffled.replace(day(37), '')
    await expect(checked(gap, series(', time: when'))).rejects.toMatchObject({ code: 'dataset/time' })
  })
})

describe('predefined', () => {
  const csv = (words: readonly string[]) =>
    `part,x,y\n${Array.from({ length: 40 }, (_, at) => `${words[at % words.length]},${Math.sin(at * at)},${at % 3 ? 'a' : 'b'}`).join('\n')}\n`
  const dataset = 'dataset: { file: data.csv, target: "y", columns: { part: { role: split } } }'

  it('holds out what a column says, and is the default where there is one', async () => {
    for (const words of [
      ['train', 'train', 'test'],
      ['Training', 'TRAINING', 'holdout'],
      ['-1', '-1', '0'],
    ]) {
      const { table, context } = await checked(csv(words), dataset)
      expect(context.experiment.validation).toMatchObject({ strategy: 'predefined' })
      expect([...(table.parts ?? [])].slice(0, 4)).toEqual([-1, -1, 0, -1])
    }
  })

  it('names the row that says neither', async () => {
    await expect(checked(csv(['train', 'maybe', 'test']), dataset)).rejects.toThrow(/received "maybe" in row 2/)
    await expect(checked(csv(['train', 'valid', 'test']), dataset)).rejects.toThrow(/several held-out parts/)
  })
})

describe('the positive class', () => {
  const cancer = () => readFile(`${FIELD}/16-cancer.csv`, 'utf8')
  const DATA = 'dataset: { file: data.csv, target: "y" }'

  it('is the rarer one unless the experiment names the other', async () => {
    const usual = await checked(await cancer(), DATA)
    expect(usual.context.experiment.positiveClass).toBe('cancer')
    expect(usual.job).toMatchObject({ classes: ['cancer', 'healthy'], scoring: { positive: 0 } })
    const named = await checked(await cancer(), `positiveClass: healthy\n${DATA}`)
    expect(named.context.experiment.positiveClass).toBe('healthy')
    expect(named.job.scoring).toEqual({ positive: 1 })
  })

  it('may be written as the number it is in the file', async () => {
    const csv = `x,y\n${Array.from({ length: 40 }, (_, row) => `${Math.sin(row)},${row % 4 ? 0 : 1}`).join('\n')}\n`
    const { context } = await checked(csv, `positiveClass: 0\ntask: binary\n${DATA}`)
    expect(context.experiment.positiveClass).toBe('0')
  })

  it.each([
    ['positiveClass: cancr', 'Did you mean `cancer`?', /expected one of the classes cancer, healthy, received "cancr"/],
    ['positiveClass: cancer\ntask: multiclass', 'Remove `positiveClass`.', /only a binary task has a positive class/],
  ])('is refused as %j', async (settings, hint, message) => {
    const running = checked(await cancer(), `${settings}\n${DATA}`)
    await expect(running).rejects.toThrow(message)
    await expect(running).rejects.toMatchObject({ path: 'positiveClass', hint })
  })
})

describe('weights of rows', () => {
  const weights = () => readFile(`${FIELD}/17-weights.csv`, 'utf8')
  const WEIGHED = 'dataset: { file: data.csv, target: "y", columns: { w: { role: weight } } }'

  it('let the weighted form of a score rank, and show both', async () => {
    const { context, job } = await checked(await weights(), WEIGHED)
    expect(context.experiment.metrics).toEqual({ ranking: 'weightedAccuracy', shown: {} })
    expect(job.scoring).toMatchObject({ isWeighted: true })
    const named = await checked(await weights(), `${WEIGHED}\ntraining: { metrics: [rocAuc, weightedF1] }`)
    expect(named.context.experiment.metrics?.ranking).toBe('weightedRocAuc')
    expect(named.context.experiment.metrics?.shown['M']).toEqual(['weightedRocAuc', 'rocAuc', 'weightedF1', 'f1'])
  })

  it('are needed by weighted scores', async () => {
    const plain =
      'dataset: { file: data.csv, target: "y", columns: { w: { role: ignore } } }\ntraining: { metrics: [weightedF1] }'
    await expect(checked(await weights(), plain)).rejects.toThrow(
      /expected a score of a binary task, received "weightedF1"/,
    )
  })

  it('lets a nested protocol choose by the weighted score', async () => {
    const { context } = await checked(
      await weights(),
      `${WEIGHED}\nvalidation: { strategy: nested, outer: { folds: 3 }, inner: { folds: 2 } }`,
    )
    expect(context.experiment.validation).toMatchObject({ choose: 'weightedAccuracy' })
  })
})

describe('rows of an experiment', () => {
  const csv = `id,year,x,y\n${Array.from({ length: 60 }, (_, row) => `p${String(row)},${String(2000 + (row % 6))},${String(Math.sin(row))},${row % 5 === 4 ? '' : row % 2 ? 'a' : 'b'}`).join('\n')}\n`
  const rows = (conditions: string) =>
    `dataset: { file: data.csv, target: "y", rows: ${conditions}, columns: { id: { role: id } } }\nvalidation: { folds: 3 }`

  it('are those that meet its conditions, which the ledger tells', async () => {
    const { table, context } = await checked(
      csv,
      rows('[{ column: year, atLeast: 2003 }, { column: y, isMissing: false }]'),
    )
    expect(table.rows).toBe(24)
    expect(table.source?.[0]).toBe(3)
    expect(table.ids?.[0]).toMatchObject({ name: 'id' })
    expect(context.dataset.rows).toBe(24)
    expect(context.ledger.find(({ kind }) => kind === 'filtered')).toMatchObject({
      count: 36,
      message: '36 of 60 rows are left out by the experiment. Kept: year at least 2003, y is not missing.',
    })
  })

  it.each([
    ['[{ column: year, above: 3000 }]', /No row meets all conditions of dataset.rows: year above 3000/],
    ['[{ column: yeer, above: 3000 }]', /There is no column "yeer"/],
    ['[{ column: year, over: 3000 }]', /rows\[0\]/],
  ])('are refused as %s', async (conditions, message) => {
    await expect(checked(csv, rows(conditions))).rejects.toThrow(message)
  })

  it('without a target are named with the way to leave them out', async () => {
    const running = checked(csv, 'dataset: { file: data.csv, target: "y" }')
    await expect(running).rejects.toMatchObject({ hint: expect.stringContaining('isMissing: false') as string })
  })
})
