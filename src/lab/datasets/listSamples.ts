import { readFile, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Sample } from '../../contract/datasets.ts'
import { inspectCsv } from './inspectCsv.ts'

/** What cannot be read from a sample's files. Order is the order of the gallery; further samples follow by name. */
const KNOWN: readonly (Pick<Sample, 'id' | 'title' | 'about' | 'task'> & { readonly target?: string })[] = [
  {
    id: 'sonar',
    title: 'Sonar',
    about: 'Sonar returns from a metal cylinder or a rock, in 60 frequency bands.',
    task: 'binary',
  },
  {
    id: 'ionosphere',
    title: 'Ionosphere',
    about: 'Radar returns that show structure in the ionosphere, or none.',
    task: 'binary',
  },
  {
    id: 'pima-diabetes',
    title: 'Pima diabetes',
    about: 'Eight measurements of patients, some missing; diabetes within five years or not.',
    task: 'binary',
  },
  {
    id: 'vehicle',
    title: 'Vehicle',
    about: 'Four kinds of vehicle told apart by the shape of their silhouettes.',
    task: 'multiclass',
  },
  {
    id: 'servo',
    title: 'Servo',
    about: 'Rise time of a servomechanism from two gains and two kinds of part.',
    task: 'regression',
  },
  {
    id: 'ozone',
    title: 'Ozone',
    about: 'Daily ozone in Los Angeles from the weather of the day, some readings missing.',
    task: 'regression',
  },
]

/** The datasets that ship with Holdout, with what their files and provenance say. The last column is the target. */
export async function listSamples(resources: string): Promise<readonly Sample[]> {
  const folder = join(resources, 'samples')
  const names = await readdir(folder)
  const samples: Sample[] = []
  for (const known of KNOWN) {
    if (names.includes(`${known.id}.csv`)) samples.push(await describeSample(folder, known))
  }
  return samples
}

async function describeSample(folder: string, known: (typeof KNOWN)[number]): Promise<Sample> {
  const path = join(folder, `${known.id}.csv`)
  const { rows, columns } = await inspectCsv(path)
  const provenance = await readFile(join(folder, `${known.id}.provenance.md`), 'utf8').catch(() => '')
  return {
    id: known.id,
    file: { ref: `sample:${known.id}`, name: `${known.id}.csv`, bytes: (await stat(path)).size },
    title: known.title,
    about: known.about,
    task: known.task,
    target: known.target ?? columns.at(-1)?.name ?? '',
    rows,
    features: columns.length - 1,
    hasMissing: columns.some(({ missing }) => missing > 0),
    source: provenanceLine(provenance, 'Source'),
    licence: provenanceLine(provenance, 'Licence'),
  }
}

function provenanceLine(provenance: string, what: string): string {
  return new RegExp(`^- ${what}: (.*)$`, 'm').exec(provenance)?.at(1) ?? ''
}
