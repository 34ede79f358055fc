import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import { fitName } from '../../core/run/fitStream.ts'
import { sonarTable } from '../testing/sonarTable.ts'
import { baselineSpec, candidateOf, hiddenSpec, sonarJob } from '../testing/testJob.ts'
import { planJob } from './planJob.ts'

const table = sonarTable()
const candidates = [...[0.1, 0.2, 0.3, 0.4].map((rate) => hiddenSpec({ rate })), baselineSpec()].map((spec, i) =>
  candidateOf(spec, String(i)),
)
const job = sonarJob(candidates, { threads: { intraOp: 1, interOp: 1 }, modelFolder: 'models' })

describe('planJob', () => {
  it('names every fit once, final models last, and loads no native library', () => {
    const { blocks } = planJob(job, table, 20)
    const names = blocks.flatMap(({ fits }) => fits.map(fitName))
    expect(names).toHaveLength(55)
    expect(new Set(names).size).toBe(55)
    expect(blocks.map(({ isFinal }) => isFinal)).toEqual([false, false, false, true, true])
    expect(Object.keys(createRequire(import.meta.url).cache).filter((path) => path.includes('tfjs-node'))).toEqual([])
  })

  it('has blocks of few splits, so that their noise is drawn once', () => {
    const [first] = planJob(job, table, 20).blocks
    expect(first.fits).toHaveLength(20)
    expect(new Set(first.fits.map(({ fold }) => fold)).size).toBe(5)
    const [mixed] = planJob({ ...job, threads: { intraOp: 1, interOp: 2 } }, table, 20).blocks
    expect(new Set(mixed.fits.map(({ fold }) => fold)).size).toBe(10)
  })

  it('counts the work of a block', () => {
    const [first] = planJob(job, table, 20).blocks
    expect(first).toMatchObject({ multiplications: 3 * 16 * (60 * 60 + 60 * 30 + 30), steps: 5 * 12 })
  })

  it('leaves out what is finished', () => {
    const finished = planJob(job, table).blocks[0].fits
    const names = planJob({ ...job, finished }, table).blocks.flatMap(({ fits }) => fits.map(fitName))
    expect(names).toHaveLength(55 - finished.length)
    expect(
      planJob(
        {
          ...job,
          finished: [...finished, ...planJob({ ...job, finished }, table).blocks.flatMap((block) => block.fits)],
        },
        table,
      ).blocks,
    ).toEqual([])
  })
})
