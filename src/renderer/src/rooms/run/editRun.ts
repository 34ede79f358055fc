import type { DatasetSummary } from '../../../../contract/datasets.ts'
import { useLab } from '../../api/lab.ts'
import { useExperimentStore } from '../../stores/experimentStore.ts'

interface KeptRun {
  readonly runId: string
  readonly datasetId?: string
}

/** Puts the experiment of a run into the editor, as one that was not saved; what was there before is handed back. */
export async function edit({ runId, datasetId }: KeptRun): Promise<() => void> {
  const document = await useLab().runs.document({ runId })
  return editText(document.experiment, ({ id }) => id === datasetId)
}
/** {@link edit} for the text of an experiment, on the dataset of the workspace that it was made for. */
export async function editText(text: string, isItsDataset: (dataset: DatasetSummary) => boolean): Promise<() => void> {
  const lab = useLab()
  const experiment = useExperimentStore()
  const [read, datasets] = await Promise.all([lab.experiments.parse({ text }), lab.datasets.list()])
  if (experiment.isOpen) await experiment.currentText()
  const before = experiment.snapshot()
  experiment.take({ ...read, dataset: datasets.find(isItsDataset) ?? null })
  await experiment.loadFacts()
  return () => {
    experiment.take(before)
    void experiment.loadFacts()
  }
}
