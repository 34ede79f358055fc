import { existsSync } from 'node:fs'
import { isAbsolute, dirname, relative, resolve, sep } from 'node:path'
import type { DatasetSummary } from '../../contract/datasets.ts'
import { HoldoutError } from '../../core/errors.ts'
import type { ExperimentFile } from '../../core/experiment/file/experimentFile.ts'
import { readingChoices } from '../datasets/store/datasetChoices.ts'
import type { DatasetChoices } from '../datasets/store/datasetChoices.ts'
import type { LabServices } from './labServices.ts'

/**
 * The dataset that an experiment names, for an experiment that came through the page or by a double click.
 *
 * Such a file may be a stranger's, so it reads nothing by itself. It may name what a person has chosen too, in this session or
 * before; what ships with Holdout, where it ships itself; and what is in the workspace: the bytes of a file that lies beside it,
 * or, where none does, the one dataset that has this name and is read in this way.
 * @returns `null` where the experiment names no file
 * @throws HoldoutError `dataset/not-granted` for anything else, and of the families `file`, `csv` and `dataset`
 */
export async function datasetOfExperiment(
  lab: LabServices,
  { dataset }: ExperimentFile,
  path: string,
): Promise<DatasetSummary | null> {
  const { file: named, target: _target, rows: _rows, ...choices } = dataset
  if (named === undefined) return null
  const csv = resolve(dirname(path), named)
  if (await isPointedAt(lab, csv, path)) return importData(lab, csv, choices)
  const isBeside = isWithin(dirname(path), csv) && existsSync(csv)
  const known = isBeside
    ? await lab.datasets.known({ file: csv, choices })
    : await onlyDatasetNamed(lab, lastNameOf(named), choices)
  if (known === undefined) throw notGranted(named)
  return known
}

/** Imports a file that a person has pointed at, as the experiment says that it is read. */
export async function importData(lab: LabServices, csv: string, choices: DatasetChoices): Promise<DatasetSummary> {
  const { id } = await lab.datasets.import({ file: csv, choices })
  return lab.datasets.summary(id)
}

async function isPointedAt({ files, recent, resources }: LabServices, csv: string, path: string): Promise<boolean> {
  if (isWithin(resources, path)) return isWithin(resources, csv)
  return files.isGranted(csv) || (await recent.knows(csv))
}

async function onlyDatasetNamed(
  { datasets }: LabServices,
  name: string,
  choices: DatasetChoices,
): Promise<DatasetSummary | undefined> {
  const wanted = readingChoices(choices)
  const alike = (await datasets.list()).filter((one) => one.name === name && readingChoices(one.choices) === wanted)
  return new Set(alike.map(({ sha256 }) => sha256)).size === 1 ? alike[0] : undefined
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

function notGranted(named: string): HoldoutError {
  const name = lastNameOf(named)
  const folder = named.slice(0, named.length - name.length).replace(/[\\/]$/, '')
  const where = folder === '' ? 'beside it' : `in the folder ${JSON.stringify(folder || '/')}`
  return new HoldoutError(
    'dataset/not-granted',
    `The experiment reads the file ${JSON.stringify(name)} ${where}, which you have not chosen yet.`,
    {
      hint: 'Choose the file if you trust the experiment with it. Holdout reads no file because an experiment names it.',
    },
  )
}

/** Of a path of any system. */
function lastNameOf(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path
}
