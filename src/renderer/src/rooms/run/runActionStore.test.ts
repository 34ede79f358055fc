import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, test } from 'vitest'
import { createFakeLab } from '../../../../contract/fake/fakeLab.ts'
import type { LabClient } from '../../../../contract/contract.ts'
import { provideLab } from '../../api/lab.ts'
import { useExperimentStore } from '../../stores/experimentStore.ts'
import { useRunActionStore } from './runActionStore.ts'
import { useRunStore } from './runStore.ts'

let lab: LabClient

beforeEach(() => {
  lab = createFakeLab()
  provideLab(lab)
  setActivePinia(createPinia())
})

async function aRun() {
  const experiment = useExperimentStore()
  await experiment.open('example:sonar-dropout')
  const { text, dataset } = experiment
  const datasetId = dataset?.id ?? ''
  const runId = await useRunStore().start({ text, datasetId })
  return { run: { runId, runName: 'Dropout on Sonar', datasetId }, experiment, text }
}

describe('what is done with a run', () => {
  test('its experiment is edited as one of its own, and what was in the editor comes back', async () => {
    const { run, experiment, text } = await aRun()
    experiment.setText(text.replace('epochs: 100', 'epochs: 7'))
    const putBack = await useRunActionStore().edit(run)
    expect(experiment.file?.training?.epochs).toBe(100)
    expect([experiment.handle, experiment.dataset?.id]).toEqual([undefined, run.datasetId])
    putBack()
    expect(experiment.file?.training?.epochs).toBe(7)
    expect(experiment.handle?.ref).toBe('example:sonar-dropout')
  })

  test('it is verified: how far that is, then the verdict; closing forgets it', async () => {
    const { run } = await aRun()
    const actions = useRunActionStore()
    await actions.verify(run)
    expect([actions.verification?.isIdentical, actions.progress !== undefined]).toEqual([true, true])
    actions.close()
    expect([actions.verifying, actions.verification, actions.progress]).toEqual([undefined, undefined, undefined])
  })

  test('an extension that is refused leaves the dialog open with the reason', async () => {
    const { run } = await aRun()
    const actions = useRunActionStore()
    const refusal = { code: 'usage/nothing-to-extend', message: 'expected more repeats' }
    provideLab({
      ...lab,
      runs: { ...lab.runs, extend: () => Promise.reject(Object.assign(new Error(), { data: refusal })) },
    })
    actions.askExtend(run)
    expect(await actions.extend(run.runId, { repeats: 1 })).toBeUndefined()
    expect([actions.extending?.runId, actions.error]).toEqual([run.runId, refusal])
  })
})
