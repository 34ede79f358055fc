import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Sample } from '../../../contract/datasets.ts'

/** What the gallery shows, in its order. What follows from the files stands here all the same: reading six takes most of a second. */
const KNOWN: readonly Omit<Sample, 'file' | 'source' | 'licence'>[] = [
  {
    id: 'sonar',
    title: 'Sonar',
    about: 'Sonar returns from a metal cylinder or a rock, in 60 frequency bands.',
    task: 'binary',
    target: 'V61',
    rows: 208,
    features: 60,
    hasMissing: false,
  },
  {
    id: 'ionosphere',
    title: 'Ionosphere',
    about: 'Radar returns that show structure in the ionosphere, or none.',
    task: 'binary',
    target: 'Class',
    rows: 351,
    features: 34,
    hasMissing: false,
  },
  {
    id: 'pima-diabetes',
    title: 'Pima diabetes',
    about: 'Eight measurements of patients, some missing; diabetes within five years or not.',
    task: 'binary',
    target: 'diabetes',
    rows: 768,
    features: 8,
    hasMissing: true,
  },
  {
    id: 'vehicle',
    title: 'Vehicle',
    about: 'Four kinds of vehicle distinguished by the shape of their silhouettes.',
    task: 'multiclass',
    target: 'Class',
    rows: 846,
    features: 18,
    hasMissing: false,
  },
  {
    id: 'servo',
    title: 'Servo',
    about: 'Rise time of a servomechanism from two gains and two kinds of part.',
    task: 'regression',
    target: 'Class',
    rows: 167,
    features: 4,
    hasMissing: false,
  },
  {
    id: 'ozone',
    title: 'Ozone',
    about: 'Daily ozone in Los Angeles from the weather of the day, some readings missing.',
    task: 'regression',
    target: 'ozone',
    rows: 361,
    features: 12,
    hasMissing: true,
  },
]

/** The datasets that ship with Holdout, with what their provenance says. */
export async function listSamples(resources: string): Promise<readonly Sample[]> {
  const folder = join(resources, 'samples')
  return Promise.all(KNOWN.map((known) => describeSample(folder, known)))
}

async function describeSample(folder: string, known: (typeof KNOWN)[number]): Promise<Sample> {
  const { size } = await stat(join(folder, `${known.id}.csv`))
  const provenance = await readFile(join(folder, `${known.id}.provenance.md`), 'utf8').catch(() => '')
  return {
    ...known,
    file: { ref: `sample:${known.id}`, name: `${known.id}.csv`, bytes: size },
    source: provenanceLine(provenance, 'Source'),
    licence: provenanceLine(provenance, 'Licence'),
  }
}

function provenanceLine(provenance: string, what: string): string {
  return new RegExp(`^- ${what}: (.*)$`, 'm').exec(provenance)?.at(1) ?? ''
}
