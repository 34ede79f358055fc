import type { DatasetDetails, ImportUpdate, Sample } from '../../contract/datasets.ts'
import { associationsWith } from '../datasets/profile/associationsWith.ts'
import { classHistogramOf } from '../datasets/profile/classHistogramOf.ts'
import { inspectCsv } from '../datasets/read/inspectCsv.ts'
import type { DatasetChoices } from '../datasets/store/datasetChoices.ts'
import type { ImportedDataset } from '../datasets/store/importDataset.ts'
import { listSamples } from '../datasets/store/listSamples.ts'
import { withExcerpt } from '../datasets/read/withExcerpt.ts'
import { readExperimentAside } from '../experiments/readAside.ts'
import { answering, crossingStream } from './implementation.ts'
import type { LabServices } from './labServices.ts'
import { LatestProgress } from './latestProgress.ts'

const { datasets } = answering

/** Files read, imported and looked at. */
export const datasetAnswers = {
  samples: datasets.samples.handler(({ context }) => samplesOf(context.lab.resources)),
  inspect: datasets.inspect.handler(async ({ context, input, signal }) => {
    const path = await context.lab.files.pathOf(input.file)
    return withExcerpt(path, () => inspectCsv(path, input.choices, { ...(signal && { signal }) }))
  }),
  import: datasets.import.handler(({ context, input, signal }) =>
    crossingStream(importUpdates(context.lab, input.file, input.choices ?? {}, signal)),
  ),
  list: datasets.list.handler(({ context }) => context.lab.datasets.list()),
  get: datasets.get.handler(async ({ context, input }) =>
    detailsOf(context.lab, await context.lab.datasets.open(input.datasetId)),
  ),
  facts: datasets.facts.handler(async ({ context, input }) =>
    context.lab.tables.facts(input.datasetId, (await readExperimentAside({ text: input.text })).file),
  ),
  associations: datasets.associations.handler(async ({ context, input, signal }) =>
    associationsWith(
      await context.lab.datasets.open(input.datasetId),
      { target: input.target },
      { ...(signal && { signal }) },
    ),
  ),
  classHistogram: datasets.classHistogram.handler(async ({ context, input, signal }) => {
    const { datasetId, ...request } = input
    return classHistogramOf(await context.lab.datasets.open(datasetId), request, { ...(signal && { signal }) })
  }),
  preflight: datasets.preflight.handler(async ({ context, input }) =>
    context.lab.tables.preflight(input.datasetId, (await readExperimentAside({ text: input.text })).file),
  ),
}

const sampleLists = new Map<string, Promise<readonly Sample[]>>()

/** They do not change while the program runs. */
function samplesOf(resources: string): Promise<readonly Sample[]> {
  const known = sampleLists.get(resources) ?? listSamples(resources)
  sampleLists.set(resources, known)
  return known
}

async function detailsOf(
  { datasets: store }: LabServices,
  { id, inspection }: ImportedDataset,
): Promise<DatasetDetails> {
  return { summary: await store.summary(id), inspection }
}

/** Leaving early cancels: what was not finished leaves nothing behind. */
async function* importUpdates(
  lab: LabServices,
  file: string,
  choices: DatasetChoices,
  signal: AbortSignal | undefined,
): AsyncGenerator<ImportUpdate, void> {
  const path = await lab.files.pathOf(file)
  const stop = new AbortController()
  const abort = (): void => stop.abort()
  signal?.addEventListener('abort', abort)
  const progress = new LatestProgress<Progress>()
  const importing = lab.datasets.import({ file: path, choices, signal: stop.signal, onProgress: progress.put })
  importing.catch(() => undefined).finally(() => progress.close())
  try {
    for await (const update of progress.updates(lab.wait)) yield { kind: 'progress', ...update }
    const dataset = await withExcerpt(path, () => importing)
    if (lab.files.isChosen(file)) await lab.recent.add(path, 'csv', lab.now().toISOString())
    if (!dataset.wasKnown) lab.hub.tell({ kind: 'changed', what: 'datasets' })
    yield { kind: 'done', dataset: await detailsOf(lab, dataset), wasKnown: dataset.wasKnown }
  } finally {
    stop.abort()
    signal?.removeEventListener('abort', abort)
  }
}

type Progress = Omit<Extract<ImportUpdate, { kind: 'progress' }>, 'kind'>
