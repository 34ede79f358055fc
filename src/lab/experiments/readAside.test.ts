import { describe, expect, it } from 'vitest'
import { readAside, readExperimentAside } from './readAside.ts'

const valid = `holdout: 1\nname: long\ndataset: { file: a.csv, target: y }\n# ${'x'.repeat(5000)}\nmodels:\n  - name: A\n    layers: [{ type: dense, units: 3 }]\n`
const large = Array.from({ length: 20_000 }, (_, i) => `k${String(i)}: 1\n`).join('')

describe('a long text', () => {
  it('is read on a thread, with the places of its parts', async () => {
    const { file, locate } = await readExperimentAside({ text: valid })
    expect(file.name).toBe('long')
    expect(locate(['models', 0, 'layers', 0, 'units'])).toEqual({ line: 7, column: 36 })
  })

  it('is changed there so that it means another experiment, with its comments', async () => {
    const { file } = await readExperimentAside({ text: valid })
    const after = { ...file, name: 'changed' }
    const { patched } = await readAside({ text: valid, after })
    expect(patched).toBe(valid.replace('name: long', 'name: changed').replace(/\[(.*)\]/, '[ $1 ]'))
    const wrong = await readAside({ text: valid, after: { ...file, models: [] } })
    expect([wrong.patched, wrong.error?.code]).toEqual([undefined, 'experiment/invalid'])
  })

  it('leaves the event loop to others', async () => {
    let turns = 0
    const timer = setInterval(() => (turns += 1), 1)
    const { error } = await readAside({ text: large })
    clearInterval(timer)
    expect(error?.code).toBe('experiment/invalid')
    expect(turns).toBeGreaterThan(20)
  })

  it('is given up when a person stops it, or when it takes too long', async () => {
    const stop = new AbortController()
    const reading = readAside({ text: large }, { signal: stop.signal })
    stop.abort()
    await expect(reading).rejects.toMatchObject({ code: 'stopped/by-user' })
    await expect(readAside({ text: large }, { longestMs: 1 })).rejects.toMatchObject({ code: 'experiment/too-large' })
  })
})
