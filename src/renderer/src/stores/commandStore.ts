import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { Component } from 'vue'
import type { AppCommand } from '../../../contract/system.ts'

export type CommandGroup = 'model' | 'experiment' | 'run' | 'go' | 'app'

/** Something that can be done, from the palette, by its keys, or from the menu of the app. */
export interface Command {
  readonly id: string
  readonly title: string
  readonly group: CommandGroup
  readonly icon: Component
  /** As tinykeys writes them: `$mod+Enter`. A letter alone works while no field has focus. */
  readonly keys?: string
  /** Shown beside it. */
  readonly where?: string
  /** Why it cannot be done now. */
  readonly disabledReason?: string
  /** Which request of the app's menu it answers. */
  readonly answers?: AppCommand
  /** Found by these words too. */
  readonly words?: string
  readonly isHidden?: boolean
  readonly run: () => void
}

/** What can be done right now: the shell's commands and those of the room that is shown. */
export const useCommandStore = defineStore('commands', () => {
  const sources = shallowRef<readonly (() => readonly Command[])[]>([])
  const commands = computed(() => sources.value.flatMap((source) => source()))

  function add(source: () => readonly Command[]): () => void {
    sources.value = [...sources.value, source]
    return () => (sources.value = sources.value.filter((other) => other !== source))
  }
  function run(command: Command | undefined): boolean {
    if (!command || command.disabledReason !== undefined) return false
    command.run()
    return true
  }
  function runById(id: string): boolean {
    return run(commands.value.find((command) => command.id === id))
  }
  function answer(request: AppCommand): boolean {
    return run(
      commands.value.findLast(({ answers, disabledReason }) => answers === request && disabledReason === undefined),
    )
  }
  return { commands, add, run, runById, answer }
})
