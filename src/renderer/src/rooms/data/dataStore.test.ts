import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test, vi } from 'vitest'
import type { DatasetDetails } from '../../../../contract/datasets.ts'
import { createFakeLab } from '../../../../contract/fake/fakeLab.ts'
import { fakeDataset } from '../../../../contract/fake/fakeDataset.ts'
import { provideLab } from '../../api/lab.ts'
import { useExperimentStore } from '../../stores/experimentStore.ts'
import { useDataStore } from './dataStore.ts'

const lab = createFakeLab()

beforeEach(() => {
  provideLab(lab)
  setActivePinia(createPinia())
})

const TYPE = { type: 'category' } as const
const NEW_ID = 'e'.repeat(64)

async function opened() {
  const data = useDataStore()
  await data.openDataset(fakeDataset.summary.id)
  await vi.waitFor(() => expect(data.source).toBeDefined())
  return data
}

test('the type of a column is undone and done again before the file is imported', async () => {
  const data = await opened()
  const experiment = useExperimentStore()
  await data.chooseType('V1', TYPE, 'Type of V1: category')
  expect([data.choices.columns, data.reading !== null]).toEqual([{ V1: TYPE }, true])
  expect(experiment.undoStep).toEqual({ kind: 'reading', what: 'Type of V1: category' })
  await data.chooseType('V2', TYPE, 'Type of V2: category')
  experiment.undo()
  expect(data.choices.columns).toEqual({ V1: TYPE })
  experiment.undo()
  // As it was imported: nothing is read anew.
  expect([data.choices.columns, data.reading, data.isReading]).toEqual([undefined, null, false])
  experiment.redo()
  await vi.waitFor(() => expect(data.reading).not.toBeNull())
  expect(data.choices.columns).toEqual({ V1: TYPE })
  data.cancel()
  expect([experiment.undoStep, experiment.redoStep]).toEqual([undefined, undefined])
})

test('the type of a column is undone after the import: the experiment has the data that it had', async () => {
  const experiment = useExperimentStore()
  await experiment.open('example:sonar-dropout')
  const [text, before] = [experiment.text, experiment.dataset?.id]
  const data = await opened()
  const dataset: DatasetDetails = {
    ...fakeDataset,
    summary: { ...fakeDataset.summary, id: NEW_ID, choices: { columns: { V1: TYPE } } },
  }
  const imported = async function* () {
    await Promise.resolve()
    yield { kind: 'done' as const, dataset, wasKnown: false }
  }
  provideLab({
    ...lab,
    datasets: { ...lab.datasets, import: () => Promise.resolve(imported()) },
  } as unknown as typeof lab)
  await data.chooseType('V1', TYPE, 'Type of V1: category')
  await data.importFile()
  expect(experiment.dataset?.id).toBe(NEW_ID)
  expect(experiment.text).toMatch(/V1: *\{? *type: category/)
  expect(experiment.undoStep).toEqual({ kind: 'data', what: 'Type of V1: category' })
  experiment.undo()
  expect([experiment.text, experiment.dataset?.id]).toEqual([text, before])
  experiment.redo()
  expect(experiment.dataset?.id).toBe(NEW_ID)
})

test('what is said of columns before there is an experiment is undone', () => {
  const data = useDataStore()
  data.setUp({ target: 'V2', columns: {} }, 'Target: V2')
  data.setUp({ target: 'V2', columns: { V1: { role: 'ignore' } } }, 'Role of V1: left out')
  useExperimentStore().undo()
  expect(data.setup).toEqual({ target: 'V2', columns: {} })
  useExperimentStore().undo()
  expect(data.setup).toEqual({ columns: {} })
})

test('a column is renamed with what was said of it, undone and done again', async () => {
  const data = await opened()
  const experiment = useExperimentStore()
  data.selected = 'V1'
  await data.chooseType('V1', TYPE, 'Type of V1: category')
  await data.renameColumn('V1', 'energy', 'Name of V1: energy')
  expect(data.choices).toEqual({ names: { V1: 'energy' }, columns: { energy: TYPE } })
  expect(data.selected).toBe('energy')
  await data.renameColumn('energy', 'power', 'Name of energy: power')
  expect(data.choices.names).toEqual({ V1: 'power' })
  await data.renameLabel('power', 'a', 'b', 'Label a: b')
  await data.renameLabel('power', 'b', 'c', 'Label b: c')
  expect(data.choices.columns).toEqual({ power: { ...TYPE, labels: { a: 'c' } } })
  for (let step = 0; step < 4; step += 1) experiment.undo()
  await vi.waitFor(() => expect(data.selected).toBe('V1'))
  expect(data.choices).toEqual({ columns: { V1: TYPE } })
  for (let step = 0; step < 4; step += 1) experiment.redo()
  await vi.waitFor(() => expect(data.selected).toBe('power'))
  await data.renameColumn('power', 'V1', 'Name of power: V1')
  expect(data.choices.names).toBeUndefined()
})

test('a file that is read anew while it is imported is shown as ready to be imported', async () => {
  const importing = async function* () {
    yield { kind: 'progress' as const, stage: 'profiling' as const, share: 0.98 }
    await new Promise(() => undefined)
  }
  provideLab({ ...lab, datasets: { ...lab.datasets, import: () => Promise.resolve(importing()) as never } })
  const data = await opened()
  void data.importFile()
  await vi.waitFor(() => expect(data.progress?.share).toBe(0.98))
  await data.chooseType('V1', TYPE, 'Type of V1: category')
  expect([data.progress, data.isReading, data.reading !== null]).toEqual([null, false, true])
})

test('an import that begins while the file is read anew leaves nothing that waits for the reading', async () => {
  const done = async function* () {
    await Promise.resolve()
    yield { kind: 'done' as const, dataset: fakeDataset, wasKnown: false }
  }
  const datasets = {
    ...lab.datasets,
    inspect: () => new Promise(() => undefined),
    import: () => Promise.resolve(done()),
  }
  const data = await opened()
  provideLab({ ...lab, datasets: datasets as never })
  void data.chooseType('V1', TYPE, 'Type of V1: category')
  await vi.waitFor(() => expect(data.isReading).toBe(true))
  await data.importFile()
  expect([data.isReading, data.progress]).toEqual([false, null])
})
