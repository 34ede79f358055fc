import type { LabClient } from '../../src/contract/contract.ts'

/** Starts the example of 20 dropout rates by 10 folds; returns the run's id. */
export async function startSweep(lab: LabClient): Promise<string> {
  const examples = await lab.experiments.examples()
  const example = examples.find(({ file }) => file.name.includes('sonar-dropout-sweep'))
  if (!example) throw new Error('the example of a sweep is missing')
  const { text, dataset } = await lab.experiments.open({ file: example.file.ref })
  const { runId } = await lab.runs.start({ text, datasetId: dataset?.id ?? '' })
  return runId
}
