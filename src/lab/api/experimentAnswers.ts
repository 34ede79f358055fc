import { access } from 'node:fs/promises'
import type { DatasetSummary } from '../../contract/datasets.ts'
import type { FirstChoices, OpenedExperiment, ReadText, SaveOutcome } from '../../contract/experiments.ts'
import type { FileHandle } from '../../contract/identifiers.ts'
import { HoldoutError, toErrorData } from '../../core/errors.ts'
import type { ExperimentFile } from '../../core/experiment/file/experimentFile.ts'
import { writeExperiment } from '../../core/experiment/file/writeExperiment.ts'
import { firstExperiment } from '../experiments/firstExperiment.ts'
import { listExamples } from '../experiments/listExamples.ts'
import { readExperimentText } from '../experiments/readExperimentFile.ts'
import { readAside, readExperimentAside } from '../experiments/readAside.ts'
import { readText } from '../experiments/readText.ts'
import { datasetOfExperiment, importData } from './experimentData.ts'
import { answering } from './implementation.ts'
import type { LabServices } from './labServices.ts'
import { withoutPaths } from './withoutPaths.ts'

const { experiments } = answering

/** Experiment files: opened, read, written and kept. */
export const experimentAnswers = {
  examples: experiments.examples.handler(({ context }) => listExamples(context.lab.resources)),
  recent: experiments.recent.handler(({ context }) => context.lab.recent.list()),
  open: experiments.open.handler(({ context, input }) => openExperiment(context.lab, input.file)),
  chooseData: experiments.chooseData.handler(({ context, input }) => chosenData(context.lab, input)),
  create: experiments.create.handler(({ context, input }) => createExperiment(context.lab, input)),
  parse: experiments.parse.handler(({ context, input }) => parseText(context.lab, input)),
  patch: experiments.patch.handler(({ input }) => patchText(input.text, input.experiment)),
  write: experiments.write.handler(({ input }) => readText(writeExperiment(input.experiment))),
  save: experiments.save.handler(({ context, input }) => saveExperiment(context.lab, input)),
  draft: experiments.draft.handler(({ context }) => context.lab.draft.load()),
  keepDraft: experiments.keepDraft.handler(async ({ context, input }) => {
    await context.lab.draft.save(input)
    return null
  }),
}

async function openExperiment(lab: LabServices, ref: string): Promise<OpenedExperiment> {
  const path = await lab.files.pathOf(ref)
  const read = await readText(await readExperimentText(path), { format: path.endsWith('.json') ? 'json' : 'yaml' })
  const isChosen = lab.files.isChosen(ref)
  if (isChosen) await lab.recent.add(path, 'experiment', lab.now().toISOString())
  const file: FileHandle | undefined = isChosen ? await lab.files.grant(path) : undefined
  return { ...read, ...(file && { file }), ...(await datasetOf(lab, read, path)) }
}

/** Its dataset, where it may be read. That it may not, or cannot be found, leaves the experiment open. */
async function datasetOf(
  lab: LabServices,
  { experiment }: ReadText,
  path: string,
): Promise<Pick<OpenedExperiment, 'dataset' | 'datasetProblem'>> {
  if (!experiment) return { dataset: null }
  try {
    return { dataset: await datasetOfExperiment(lab, experiment, path) }
  } catch (error) {
    return { dataset: null, datasetProblem: withoutPaths(toErrorData(error)) }
  }
}

interface DataRequest {
  readonly text: string
  readonly data: string
}

/** Imports what a person has chosen for an experiment, read as the experiment says. */
async function chosenData(lab: LabServices, { text, data }: DataRequest): Promise<DatasetSummary> {
  const { dataset: wanted } = (await readExperimentAside({ text })).file
  const { file: _file, target: _target, rows: _rows, ...choices } = wanted
  const path = await lab.files.pathOf(data)
  const dataset = await importData(lab, path, choices)
  if (lab.files.isChosen(data)) await lab.recent.add(path, 'csv', lab.now().toISOString())
  lab.hub.tell({ kind: 'changed', what: 'datasets' })
  return dataset
}

async function createExperiment(
  lab: LabServices,
  { datasetId, ...choices }: { readonly datasetId: string } & FirstChoices,
): Promise<OpenedExperiment> {
  const { inspection } = await lab.datasets.open(datasetId)
  const experiment = firstExperiment(inspection, choices)
  return { ...(await readText(writeExperiment(experiment))), dataset: await lab.datasets.summary(datasetId) }
}

interface ParseInput {
  readonly text: string
  readonly format?: 'yaml' | 'json'
  readonly datasetId?: string
}

async function parseText(lab: LabServices, { text, format, datasetId }: ParseInput): Promise<ReadText> {
  const read = await readText(text, { ...(format && { format }) })
  if (datasetId === undefined || !read.experiment) return read
  try {
    const facts = await lab.tables.facts(datasetId, read.experiment)
    return await readText(text, { ...(format && { format }), facts })
  } catch (error) {
    return { ...read, problems: [withoutPaths(toErrorData(error))] }
  }
}

async function patchText(before: string, experiment: ExperimentFile): Promise<ReadText> {
  const { file, patched, error } = await readAside({ text: before, after: experiment })
  if (error) throw HoldoutError.fromData(error)
  return { text: patched ?? before, experiment: file ?? null, problems: [] }
}

interface SaveInput {
  readonly text: string
  readonly name: string
  readonly file?: string
  readonly as?: boolean
}

/** A text with faults is saved too: it is the person's, and opening it shows them again. */
async function saveExperiment(lab: LabServices, { text, name, file, as }: SaveInput): Promise<SaveOutcome> {
  const to = file !== undefined && as !== true && lab.files.isOwn(file) ? await writablePath(lab, file) : undefined
  const download = { name: to === undefined ? fileNameOf(name) : name, type: 'application/yaml', content: text }
  const outcome = await lab.handOut(download, to)
  if (outcome.kind === 'saved') await rememberSaved(lab, outcome.file)
  return outcome
}

async function writablePath(lab: LabServices, ref: string): Promise<string> {
  const path = await lab.files.pathOf(ref)
  await access(path)
  return path
}

async function rememberSaved(lab: LabServices, file: FileHandle): Promise<void> {
  await lab.recent.add(await lab.files.pathOf(file.ref), 'experiment', lab.now().toISOString())
  lab.hub.tell({ kind: 'changed', what: 'experiments' })
}

function fileNameOf(name: string): string {
  const plain = name
    .replaceAll(/[\p{C}\\/<>:"|?*]/gu, ' ')
    .trim()
    .replaceAll(/\s+/g, '-')
  return `${plain === '' ? 'experiment' : plain}.holdout.yaml`
}
