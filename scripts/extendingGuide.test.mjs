/** `docs/extending.md` names files that exist, and every document's links lead somewhere. */
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const guide = readFileSync(join(root, 'docs/extending.md'), 'utf8')

/** Sections by their heading, each with the files of its table. */
const sections = guide
  .split(/^## /m)
  .slice(1)
  .map((section) => ({
    heading: section.slice(0, section.indexOf('\n')),
    steps: [...section.matchAll(/^\| (\d+) +\| `([^`]+)`(?:, `[^`]+`)* +\|/gm)].map(([, step, file]) => ({
      step,
      file,
    })),
  }))

test('has steps for each of the seven kinds of things', () => {
  expect(sections.map(({ heading }) => heading)).toEqual([
    'A layer type',
    'A validation strategy',
    'A metric',
    'An export format',
    'A report section',
    'A chart',
    'A command',
  ])
  for (const { heading, steps } of sections)
    expect(
      steps.map(({ step }) => Number(step)),
      heading,
    ).toEqual(Array.from({ length: Math.max(2, steps.length) }, (_, i) => i + 1))
})

/** Most files that adding one may touch. */
test.each([
  ['A validation strategy', 4],
  ['An export format', 3],
  ['A report section', 2],
  ['A chart', 2],
])('%s touches at most %d files', (kind, most) => {
  const steps = sections.find(({ heading }) => heading === kind)?.steps
  expect(steps?.length).toBeLessThanOrEqual(most)
})

test('names only files that exist', () => {
  const named = [...guide.matchAll(/`((?:src|docs|fixtures)\/[^`]+)`/g)].map(([, file]) => file)
  expect(named.length).toBeGreaterThan(40)
  expect(named.filter((file) => !existsSync(join(root, file)))).toEqual([])
})

test.each([
  ['A layer type', 'LANE_LAYERS', 'src/trainer/program/layers/laneLayers.ts'],
  ['A validation strategy', 'STRATEGIES', 'src/core/split/strategyTable.ts'],
  ['An export format', 'EXPORT_FORMATS', 'src/lab/exports/formats.ts'],
  ['A report section', 'REPORT_SECTIONS', 'src/lab/exports/report/sections.ts'],
  ['A chart', 'DIAGNOSTICS', 'src/core/diagnostics/diagnosticTable.ts'],
  ['A chart', 'DRAWINGS', 'src/core/diagnostics/diagnosticTable.ts'],
  ['A command', 'COMMANDS', 'src/cli/commands.ts'],
])('%s: the table %s is in %s', (_, table, file) => {
  expect(guide).toContain(`\`${table}\``)
  expect(readFileSync(join(root, file), 'utf8')).toMatch(new RegExp(`const ${table}\\b`))
})

test('links between documents lead to files', () => {
  const documents = globSync(['README.md', 'CONTRIBUTING.md', 'docs/**/*.md'], { cwd: root })
  const broken = documents.flatMap((document) =>
    [...readFileSync(join(root, document), 'utf8').matchAll(/\]\((?!https?:)([^)#\s]+)/g)]
      .map(([, target]) => join(dirname(document), target))
      .filter((target) => !existsSync(join(root, target)))
      .map((target) => `${document}: ${target}`),
  )
  expect(documents.length).toBeGreaterThan(20)
  expect(broken).toEqual([])
})

test('decisions have numbers of their own', () => {
  const numbers = globSync('docs/decisions/*.md', { cwd: root }).map((path) => /(\d{4})-/.exec(path)?.[1])
  expect(new Set(numbers).size).toBe(numbers.length)
})

test('README and the guide of the command line print the same run', () => {
  const printed = ['README.md', 'docs/cli.md'].map(
    (document) => /(?:^(?:Baseline|Visible|Hidden): .+\n){3}/m.exec(readFileSync(join(root, document), 'utf8'))?.[0],
  )
  expect(printed[0]).toContain('Baseline')
  expect(printed[1]).toBe(printed[0])
})
