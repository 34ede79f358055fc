import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { metricsOf } from '../metrics/metrics.ts'
import { strategies } from '../split/strategies.ts'
import { parseExperiment } from './file/parseExperiment.ts'
import { resolveExperiment } from './resolve/resolveExperiment.ts'

const root = new URL('../../../', import.meta.url)
const guide = readFileSync(new URL('docs/experiment-file.md', root), 'utf8')
const blocks = [...guide.matchAll(/```yaml\n([^]*?)```/g)].map(([, text]) => text)
const HEAD = 'holdout: 1\nname: X\ndataset: { target: y }\n'
const SONAR = { task: 'binary', features: 60, classes: ['M', 'R'], rows: 208 } as const

it('the first example of the reference runs', () => {
  expect(resolveExperiment(parseExperiment(blocks[0]), SONAR).candidates[0].name).toBe('Baseline')
})

it('the example of models built on models runs', () => {
  const { candidates } = resolveExperiment(parseExperiment(HEAD + blocks[1]), SONAR)
  expect(
    candidates.map(({ spec }) => spec.layers.map((layer) => ('units' in layer ? layer.units : layer.type))),
  ).toEqual([
    [60, 'dropout', 1],
    [120, 'dropout', 1],
  ])
})

it('every example that comes with Holdout is valid', () => {
  const folder = new URL('resources/examples/', root)
  const files = readdirSync(folder).filter((name) => /\.(yaml|json)$/.test(name))
  expect(files).toContain('sonar-dropout.yaml')
  for (const path of files)
    expect(() => parseExperiment(readFileSync(new URL(path, folder), 'utf8'), { path })).not.toThrow()
})

it('the reference names every score of every task', () => {
  for (const task of ['binary', 'multiclass', 'regression'] as const) {
    const names = metricsOf(task).map(({ name }) => `\`${name}\``)
    expect(guide).toContain(`| \`${task}\` | ${names.join(', ')} |`)
  }
})

it('the reference names every strategy with the settings that it takes', () => {
  const rows = [...guide.matchAll(/^\| `([a-z-]+)` \| ([^|]*)\|/gm)].map(([, name, takes]) => ({
    name,
    takes: [...takes.matchAll(/`(\w+)`/g)].map(([, setting]) => setting),
  }))
  for (const { name, takes } of strategies) expect(rows).toContainEqual({ name, takes })
})
