import type { Command } from '../stores/commandStore.ts'

/** A command that was found, and which letters of its title were. */
export interface Match {
  readonly command: Command
  readonly from: number
  readonly length: number
}

/** Commands that hold the text in their title, its words' beginnings first; then those that hold it in their other words. */
export function matchCommands(commands: readonly Command[], text: string): readonly Match[] {
  const wanted = text.trim().toLowerCase()
  const shown = commands.filter(({ isHidden }) => isHidden !== true)
  if (wanted === '') return shown.map((command) => ({ command, from: 0, length: 0 }))
  const found = shown.flatMap((command) => {
    const from = command.title.toLowerCase().indexOf(wanted)
    if (from >= 0) return [{ command, from, length: wanted.length, rank: isWordStart(command.title, from) ? 0 : 1 }]
    const others = `${command.words ?? ''} ${command.where ?? ''}`.toLowerCase()
    return others.includes(wanted) ? [{ command, from: 0, length: 0, rank: 2 }] : []
  })
  return found.sort((a, b) => a.rank - b.rank)
}

function isWordStart(title: string, at: number): boolean {
  return at === 0 || /\s/.test(title[at - 1])
}
