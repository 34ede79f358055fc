import { expect } from '@playwright/test'
import type { LabClient } from '../../src/contract/contract.ts'

/** What of the exercise on Sonar is changed before it is run. */
export interface ExampleChanges {
  readonly epochs: number
  readonly folds?: number
  readonly name?: string
  readonly models?: readonly string[]
  /** Further changes of its text. */
  readonly edit?: (text: string) => string
}

/** Starts the exercise on Sonar, changed; returns the run's id. */
export async function startExample(lab: LabClient, changes: ExampleChanges): Promise<string> {
  const { epochs, folds = 10, name, models, edit = (text: string) => text } = changes
  const [example] = await lab.experiments.examples()
  const { text, dataset, datasetProblem } = await lab.experiments.open({ file: example.file.ref })
  expect(datasetProblem).toBeUndefined()
  const changed = edit(text)
    .replace('epochs: 300', `epochs: ${epochs}`)
    .replace('folds: 10', `folds: ${folds}`)
    .replace(/^name: .*$/m, (line) => (name === undefined ? line : `name: ${name}`))
  // Reference models have tests of their own; here they would only take time.
  const input = { text: `${changed}\nreferences: none\n`, datasetId: dataset?.id ?? '' }
  const { runId } = await lab.runs.start(models ? { ...input, models: [...models] } : input)
  return runId
}

/** Runs it to its end: the last fit is reported before the end of the run is. */
export async function runExample(lab: LabClient, changes: ExampleChanges): Promise<string> {
  const runId = await startExample(lab, changes)
  await toEndFinished(lab, runId)
  return runId
}

export async function toEndFinished(lab: LabClient, runId: string): Promise<void> {
  const endOf = async () => (await lab.runs.document({ runId })).end
  await expect.poll(endOf, { timeout: 120_000 }).toEqual({ kind: 'finished' })
}
