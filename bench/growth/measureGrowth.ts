/** How time grows with fits, candidates, rows, features and units, of Holdout and of its peers: a figure and a table for the documents. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ensurePeers, ensureTorch } from '../../scripts/setup/peers.mjs'
import type { Figure } from '../../src/core/figures/figure.ts'
import { runChild, SMALL_THREADS } from '../engine/runChild.ts'
import type { Measurement } from '../measurement.ts'
import { runPeer } from '../peers/runPeer.ts'
import { growthSvg } from './growthFigure.ts'
import { fitsOf, GROWTH_AXES } from './growthPoints.ts'
import type { GrowthAxis } from './growthPoints.ts'

/** Seconds by axis, as far as they were measured. */
interface Grown {
  readonly version: string
  readonly seconds: Readonly<Record<string, readonly number[]>>
}

/** Seconds that one job may be expected to take. */
const OWN_LIMIT = 12
const PEER_LIMIT = 6
const PEERS = ['sklearn_fit.py', 'torch_fit.py', 'keras_fit.py']
const DOCS = fileURLToPath(new URL('../../docs/', import.meta.url))
const BEGIN = '<!-- growth: written by npm run bench -- growth -->'
const END = '<!-- end of growth -->'

/** Measures, and writes the figure and the table of docs/performance.md unless the jobs are small ones to try it. */
export async function measureGrowth({ isQuick }: { readonly isQuick: boolean }): Promise<Measurement[]> {
  const own = await runChild<Grown>('../growth/growthChild.ts', [String(isQuick ? 0.2 : OWN_LIMIT)], SMALL_THREADS)
  const all = [own, ...(await peers(isQuick ? 0.2 : PEER_LIMIT))]
  if (!isQuick) writeDocuments(all)
  return GROWTH_AXES.flatMap((axis) =>
    all.map(({ version, seconds }): Measurement => {
      const measured = seconds[axis.id] ?? []
      const last = measured.length - 1
      return {
        name: `${axis.title}: ${version} at ${axis.at[last]?.toLocaleString('en') ?? 'none'}`,
        seconds: measured.at(-1) ?? NaN,
        notes: Object.fromEntries(
          measured.map((value, at) => [`seconds at ${axis.at[at].toLocaleString('en')}`, value]),
        ),
      }
    }),
  )
}

async function peers(limit: number): Promise<readonly Grown[]> {
  const { python, reason } = await ensurePeers()
  if (python === undefined) {
    process.stderr.write(`There is no Python with the peers: ${reason ?? 'it could not be made'}.\n`)
    return []
  }
  const torch = await ensureTorch(python)
  const found: Grown[] = []
  for (const script of PEERS) {
    const place = { python, ...(torch.folder !== undefined && { folder: torch.folder }) }
    const grown = await runPeer<Grown>(place, script, ['growth', JSON.stringify(jobsOfPeers()), String(limit)])
    if (typeof grown === 'string') process.stderr.write(`${script} did not run: ${grown}\n`)
    else found.push(grown)
  }
  return found
}

function jobsOfPeers(): unknown {
  return GROWTH_AXES.map(({ id, at, pointAt }) => ({
    id,
    jobs: at.map((value) => ({ at: value, fits: fitsOf(pointAt(value)), ...pointAt(value) })),
  }))
}

function writeDocuments(all: readonly Grown[]): void {
  const figures = GROWTH_AXES.map((axis) => figureOf(axis, all))
  mkdirSync(`${DOCS}figures`, { recursive: true })
  for (const theme of ['light', 'dark'] as const)
    writeFileSync(`${DOCS}figures/growth-${theme}.svg`, growthSvg(figures, theme))
  const file = `${DOCS}performance.md`
  const text = readFileSync(file, 'utf8')
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)]
  if (from < 0 || to < from) throw new Error(`${file} has no place for the table: expected ${BEGIN} and ${END}`)
  writeFileSync(file, `${text.slice(0, from)}${BEGIN}\n\n${tableOf(all)}\n\n${text.slice(to)}`)
}

function figureOf({ id, title, what, at }: GrowthAxis, all: readonly Grown[]): Figure {
  return {
    id: `growth-${id}`,
    title,
    alt: `Seconds against ${title.toLowerCase()}: ${what}.`,
    x: { title: what, isLogarithmic: true },
    y: { title: 'Seconds', isLogarithmic: true },
    series: all.map(({ version, seconds }, style) => {
      const y = seconds[id] ?? []
      return { name: version, style, kind: 'line', role: 'main', x: at.slice(0, y.length), y }
    }),
  }
}

/** One row for each job, one column for each library. */
function tableOf(all: readonly Grown[]): string {
  const head = `| What grows | To | ${all.map(({ version }) => version).join(' | ')} |`
  const rule = `|---|---|${all.map(() => '---|').join('')}`
  const rows = GROWTH_AXES.flatMap(({ id, title, at }) =>
    at.map((value, place) => {
      const cells = all.map(({ seconds }) => secondsText(seconds[id]?.[place]))
      return `| ${place === 0 ? title : ''} | ${value.toLocaleString('en')} | ${cells.join(' | ')} |`
    }),
  )
  return [head, rule, ...rows].join('\n')
}

function secondsText(seconds: number | undefined): string {
  if (seconds === undefined) return '–'
  return seconds < 1
    ? `${String(Number((1000 * seconds).toPrecision(2)))} ms`
    : `${String(Number(seconds.toPrecision(2)))} s`
}
