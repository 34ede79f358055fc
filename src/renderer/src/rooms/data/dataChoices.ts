import type { Ref } from 'vue'
import type { DatasetChoices } from '../../../../contract/datasets.ts'
import { columnRenames } from '../../../../core/experiment/edit/renameData.ts'
import { useLab } from '../../api/lab.ts'
import { useExperimentStore } from '../../stores/experimentStore.ts'
import type { DataState, Setup } from './dataState.ts'

type ColumnChoice = NonNullable<DatasetChoices['columns']>[string]

/** How the file is read, and what its columns are to be. */
export function dataChoices({ refs, showImported, startAnew, guarded }: DataState, selected: Ref<string | undefined>) {
  const { details, source, choices, reading, isReading, setup } = refs
  const { choose, ...named } = namedChoices(choices, readAs)

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

  return { read, choose, ...named, setUp, resetChoices }
}

/** Choices about the file and its columns; `what` names each for undo. */
function namedChoices(choices: Ref<DatasetChoices>, readAs: (next: DatasetChoices, what?: string) => Promise<void>) {
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

  return { choose, chooseType, renameColumn, renameLabel }
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

function withoutAbsent(choices: DatasetChoices): DatasetChoices {
  return Object.fromEntries(Object.entries(choices).filter(([, value]) => value !== undefined))
}
