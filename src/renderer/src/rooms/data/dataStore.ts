import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type {
  DatasetChoices,
  DatasetDetails,
  DatasetSummary,
  ImportUpdate,
  Sample,
} from '../../../../contract/datasets.ts'
import type { OpenedExperiment } from '../../../../contract/experiments.ts'
import type { FileHandle } from '../../../../contract/identifiers.ts'
import type { Inspection } from '../../../../core/dataset/inspection.ts'
import type { ErrorData } from '../../../../core/errors.ts'
import type { ExperimentFile } from '../../../../core/experiment/file/experimentFile.ts'
import { useLab } from '../../api/lab.ts'
import { labError } from '../../api/labError.ts'
import { readStream } from '../../api/readStream.ts'
import { columnRenames, renameData } from '../../../../core/experiment/edit/renameData.ts'
import type { ColumnOrder } from './arrangeColumns.ts'
import { useExperimentStore } from '../../stores/experimentStore.ts'
import { useFirstStepStore } from '../../stores/firstStepStore.ts'
import type { Mutable } from '../../stores/mutable.ts'
import type { Task } from '../../../../core/dataset/table.ts'
import { suggestTarget, targetProblem, taskOf } from '../../../../core/dataset/targetProblem.ts'
import type { Role } from '../../../../core/dataset/datasetSettings.ts'

/** What a person said about the columns before there is an experiment on them. */
export interface Setup {
  readonly target?: string
  /** Absent: follows from the target. */
  readonly task?: Task
  /** Of two classes the one that scores are about; absent: the rarer. */
  readonly positiveClass?: string
  readonly columns: Readonly<Record<string, { readonly role: Role }>>
}

/** How rows are looked at: sorted by a column, and those that are looked for. Nothing but the grid knows of it. */
export interface GridView {
  readonly sort?: string
  readonly isDescending?: boolean
  readonly filter?: string
}

type ColumnChoice = NonNullable<DatasetChoices['columns']>[string]
type Progress = Extract<ImportUpdate, { kind: 'progress' }>

/** What the data room shows: a dataset of the workspace, or a file on its way in. */
export const useDataStore = defineStore('data', () => {
  const samples = shallowRef<readonly Sample[]>([])
  const datasets = shallowRef<readonly DatasetSummary[]>([])
  const details = shallowRef<DatasetDetails | null>(null)
  /** Where the bytes are, so that they can be read in another way; absent after a reload. */
  const source = shallowRef<FileHandle>()
  const choices = shallowRef<DatasetChoices>({})
  /** How the file is read with the present choices, where that is not imported yet. */
  const reading = shallowRef<Inspection | null>(null)
  const isReading = ref(false)
  const progress = shallowRef<Progress | null>(null)
  const error = shallowRef<ErrorData | null>(null)
  const wasKnown = ref(false)
  /** The experiment that made way for one on a newly imported dataset. */
  const replaced = shallowRef<OpenedExperiment>()
  const setup = shallowRef<Setup>({ columns: {} })
  /** Which columns the grid shows: those whose names hold this, in this order. */
  const columnText = ref('')
  const columnOrder = ref<ColumnOrder>('file')
  /** Name of the column whose details are shown. */
  const selected = ref<string>()
  /** Names of columns picked together; empty where one alone is selected. */
  const picked = shallowRef<ReadonlySet<string>>(new Set())
  const gridView = shallowRef<GridView>({})
  /** Rows that the grid shows with it, once that is known. */
  const rowsInView = ref<number>()
  let controller = new AbortController()

  const inspection = computed(() => reading.value ?? details.value?.inspection ?? null)
  const column = computed(() => inspection.value?.columns.find(({ name }) => name === selected.value))

  async function loadLists(): Promise<void> {
    const lab = useLab()
    const [allSamples, all] = await Promise.all([lab.datasets.samples(), lab.datasets.list()])
    samples.value = allSamples
    datasets.value = all
  }

  /** Reads a chosen file without storing anything. */
  async function openFile(file: FileHandle): Promise<void> {
    useExperimentStore().forgetReadings()
    useFirstStepStore().did('csv')
    source.value = file
    details.value = null
    choices.value = {}
    setup.value = { columns: {} }
    selected.value = undefined
    await read()
  }
  /** A sample is known to read well: it is imported at once. */
  async function openSample({ file, target }: Sample): Promise<void> {
    useExperimentStore().forgetReadings()
    source.value = file
    choices.value = {}
    setup.value = { target, columns: {} }
    selected.value = undefined
    await importFile()
  }
  /** Shows a dataset of the workspace. */
  async function openDataset(id: string): Promise<void> {
    if (details.value?.summary.id === id) return
    await guarded(async () => {
      setup.value = { columns: {} }
      useExperimentStore().forgetReadings()
      show(await useLab().datasets.get({ datasetId: id }))
      suggest()
      source.value = await findSource(details.value?.summary)
    })
  }
  /** Reads the file in another way; `what` names that for undo. */
  async function choose(change: DatasetChoices, what?: string): Promise<void> {
    await readAs(withoutAbsent({ ...choices.value, ...change }), what)
  }
  /** Reads the cells of a column as a type. */
  async function chooseType(column: string, choice: ColumnChoice, what: string): Promise<void> {
    const { columns } = choices.value
    await choose({ columns: { ...columns, [column]: { ...columns?.[column], ...choice } } }, what)
  }
  /** Calls a column otherwise; what was said of it goes along. */
  async function renameColumn(column: string, to: string, what: string): Promise<void> {
    const { names, columns } = choices.value
    await choose({ names: renamed(names, column, to), columns: rekeyed(columns, new Map([[column, to]])) }, what)
  }
  /** Calls a label of a column otherwise. */
  async function renameLabel(column: string, label: string, to: string, what: string): Promise<void> {
    const { columns } = choices.value
    const { labels, ...rest } = columns?.[column] ?? {}
    const next = renamed(labels, label, to)
    await choose({ columns: { ...columns, [column]: { ...rest, ...(next && { labels: next }) } } }, what)
  }
  async function resetChoices(): Promise<void> {
    await readAs({})
  }
  async function readAs(next: DatasetChoices, what?: string): Promise<void> {
    const before = choices.value
    useExperimentStore().did(
      { kind: 'reading', what },
      () => void takeChoices(before),
      () => void takeChoices(next),
    )
    await takeChoices(next)
  }
  async function takeChoices(next: DatasetChoices): Promise<void> {
    const names = columnRenames(choices.value.names, next.names)
    const { target } = setup.value
    setup.value = {
      ...setup.value,
      ...(target !== undefined && { target: names.get(target) ?? target }),
      columns: rekeyed(setup.value.columns, names) ?? {},
    }
    const follow = () => (selected.value = names.get(selected.value ?? '') ?? selected.value)
    if (JSON.stringify(next) === JSON.stringify(details.value?.summary.choices)) {
      showImported()
      follow()
      return
    }
    choices.value = next
    await read()
    follow()
  }
  /** Says what columns are to be in the experiment to come; `what` names that for undo. */
  function setUp(next: Setup, what: string): void {
    const before = setup.value
    const take = (one: Setup) => () => void (setup.value = one)
    useExperimentStore().did({ kind: 'reading', what }, take(before), take(next))
    setup.value = next
  }

  async function read(): Promise<void> {
    const file = source.value
    if (!file) return
    const signal = startAnew()
    isReading.value = true
    await guarded(async () => {
      const found = await useLab().datasets.inspect({ file: file.ref, choices: choices.value }, { signal })
      if (!signal.aborted) reading.value = found
    }, signal)
    if (!signal.aborted) isReading.value = false
  }

  /** Imports the file as it is read now; the experiment goes on with it, or a first one is made. */
  async function importFile(): Promise<void> {
    const file = source.value
    if (!file) return
    const signal = startAnew()
    progress.value = { kind: 'progress', stage: 'reading', share: 0 }
    await guarded(async () => {
      let done: Extract<ImportUpdate, { kind: 'done' }> | undefined
      const input = { file: file.ref, choices: choices.value }
      await readStream(
        (stop) => useLab().datasets.import(input, { signal: stop }),
        (update) => {
          if (update.kind === 'progress') progress.value = update
          else done = update
        },
        signal,
      )
      if (done && !signal.aborted) await takeImported(done)
    }, signal)
    if (!signal.aborted) progress.value = null
  }
  async function takeImported({ dataset, wasKnown: known }: Extract<ImportUpdate, { kind: 'done' }>): Promise<void> {
    show(dataset)
    wasKnown.value = known
    const experiment = useExperimentStore()
    const [first, ...others] = experiment.forgetReadings()
    const before = experiment.dataset?.choices ?? {}
    const file = experiment.file && renameData(experiment.file, before, choices.value)
    const fits = dataset.inspection.columns.some(({ name }) => name === file?.dataset.target)
    if (experiment.isOpen && fits && isSameFile(experiment.dataset, dataset.summary)) {
      const what = others.length === 0 && first !== undefined ? first : dataset.summary.name
      experiment.goOnWith(dataset.summary, { kind: 'data', what }, (draft) => {
        Object.assign(draft, file)
        writeChoices(choices.value)(draft)
      })
    } else if (suggest()) await makeExperiment()
    await loadLists()
  }
  /**
   * Proposes a target where none was chosen. True where there is no doubt about it: it was chosen, or it is the last column, as in
   * most files, and can be. Otherwise the person is asked.
   */
  function suggest(): boolean {
    const { columns = [] } = details.value?.inspection ?? {}
    const { target, task } = setup.value
    const chosen = columns.find(({ name }) => name === target)
    if (chosen) return targetProblem(chosen) === undefined && taskOf(chosen, task) !== undefined
    const suggested = suggestTarget(columns)
    setup.value = { columns: setup.value.columns, ...(suggested !== undefined && { target: suggested }) }
    return suggested !== undefined && suggested === columns.at(-1)?.name
  }
  /** Makes a first experiment of what was said about the columns; the one that makes way for it can be had back. */
  async function makeExperiment(): Promise<void> {
    const id = details.value?.summary.id
    if (id === undefined) return
    await guarded(async () => {
      const experiment = useExperimentStore()
      if (experiment.isOpen) await experiment.currentText()
      const before = experiment.isOpen ? experiment.snapshot() : undefined
      await experiment.create(id, setup.value)
      useFirstStepStore().did('target')
      // The file is read as was said here wherever the experiment goes.
      if (Object.keys(choices.value).length > 0) {
        experiment.change({ kind: 'reading' }, writeChoices(choices.value))
        experiment.settle()
      }
      replaced.value = before
    })
  }

  /** Calls off a reading or an import; what was shown before is shown again. */
  function cancel(): void {
    useExperimentStore().forgetReadings()
    showImported()
  }
  function showImported(): void {
    startAnew()
    progress.value = null
    isReading.value = false
    reading.value = null
    error.value = null
    choices.value = details.value?.summary.choices ?? {}
  }

  function show(dataset: DatasetDetails): void {
    details.value = dataset
    reading.value = null
    error.value = null
    wasKnown.value = false
    choices.value = dataset.summary.choices
    columnText.value = ''
    columnOrder.value = 'file'
    picked.value = new Set()
    gridView.value = {}
    const names = dataset.inspection.columns.map(({ name }) => name)
    if (selected.value === undefined || !names.includes(selected.value)) selected.value = names[0]
  }
  function startAnew(): AbortSignal {
    controller.abort()
    controller = new AbortController()
    error.value = null
    return controller.signal
  }
  async function guarded(work: () => Promise<void>, signal?: AbortSignal): Promise<void> {
    try {
      await work()
    } catch (thrown) {
      if (signal?.aborted) return
      const data = labError(thrown)
      if (!data.code.startsWith('stopped/')) error.value = data
    }
  }

  return {
    samples,
    datasets,
    details,
    source,
    choices,
    reading,
    isReading,
    progress,
    error,
    wasKnown,
    selected,
    picked,
    setup,
    columnText,
    columnOrder,
    gridView,
    rowsInView,
    replaced,
    inspection,
    column,
    loadLists,
    openFile,
    openSample,
    openDataset,
    choose,
    chooseType,
    renameColumn,
    renameLabel,
    setUp,
    resetChoices,
    importFile,
    makeExperiment,
    cancel,
  }
})

/** The experiment file says how its dataset is read, so that the command line reads it the same. */
function writeChoices({ columns, ...choices }: DatasetChoices) {
  return (draft: Mutable<ExperimentFile>): void => {
    const settings = draft.dataset as Record<string, unknown>
    for (const key of [
      'header',
      'delimiter',
      'quote',
      'encoding',
      'decimal',
      'thousands',
      'sheet',
      'range',
      'missing',
      'names',
    ] as const) {
      if (choices[key] === undefined) Reflect.deleteProperty(settings, key)
      else settings[key] = choices[key]
    }
    for (const [name, { labels, ...rest }] of Object.entries(draft.dataset.columns ?? {}))
      if (labels && !columns?.[name]?.labels) draft.dataset.columns = { ...draft.dataset.columns, [name]: rest }
    for (const [name, { role: _role, ...reading }] of Object.entries(columns ?? {}))
      if (Object.keys(reading).length > 0)
        draft.dataset.columns = {
          ...draft.dataset.columns,
          [name]: { ...draft.dataset.columns?.[name], ...(reading as object) },
        }
  }
}

/** Other names by those in the file, once one that may have been renamed before has a further name. */
function renamed(
  names: Readonly<Record<string, string>> | undefined,
  shown: string,
  to: string,
): Readonly<Record<string, string>> | undefined {
  const [written = shown] = Object.entries(names ?? {}).find(([, name]) => name === shown) ?? []
  const { [written]: _before, ...others } = names ?? {}
  const next = to === written ? others : { ...others, [written]: to }
  return Object.keys(next).length > 0 ? next : undefined
}

function rekeyed<One>(
  columns: Readonly<Record<string, One>> | undefined,
  names: ReadonlyMap<string, string>,
): Readonly<Record<string, One>> | undefined {
  return columns && Object.fromEntries(Object.entries(columns).map(([name, one]) => [names.get(name) ?? name, one]))
}

function isSameFile(one: DatasetSummary | null, other: DatasetSummary): boolean {
  return one === null || one.sha256 === other.sha256 || one.name === other.name
}

/** The bytes of a dataset that was imported before, where a sample or a recent file has them. */
async function findSource(summary: DatasetSummary | undefined): Promise<FileHandle | undefined> {
  if (!summary) return undefined
  const lab = useLab()
  const samples = await lab.datasets.samples()
  const sample = samples.find(({ file, rows }) => file.name === summary.name && rows === summary.rows)
  if (sample) return sample.file
  const recent = await lab.experiments.recent()
  return recent.find(({ kind, file }) => kind === 'csv' && file.name === summary.name)?.file
}

function withoutAbsent(choices: DatasetChoices): DatasetChoices {
  return Object.fromEntries(Object.entries(choices).filter(([, value]) => value !== undefined))
}
