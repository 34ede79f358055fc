import { readdirSync, readFileSync } from 'node:fs'

const EVERY_MS = 200

/** The most that processes held, in megabytes. */
export interface MemoryPeak {
  /** All of them together, at one moment, but those of the groups that do not count. */
  readonly together: number
  /** Each group by itself, at whichever moment. */
  readonly groups: Readonly<Record<string, number>>
}

export interface MemoryWatch {
  /** The peak since this was last asked. */
  take(): MemoryPeak
  stop(): MemoryPeak
}

/**
 * Watches the memory of a process and all that it started, several times a second: what a page that several processes share takes is
 * divided among them (`Pss`). Linux only.
 * @param groupOf names the group of a process by its number and its command line; inherited by what it starts where it says nothing
 * @param uncounted groups that are not counted among all
 */
export function watchMemory(
  pid: number,
  groupOf: (pid: number, commandLine: string) => string | undefined = () => undefined,
  uncounted: readonly string[] = [],
): MemoryWatch {
  let peak = new Peak(uncounted)
  const timer = setInterval(() => peak.add(heldBy(pid, groupOf)), EVERY_MS)
  const take = (): MemoryPeak => {
    const { together, groups } = peak
    peak = new Peak(uncounted)
    return { together, groups }
  }
  return {
    take,
    stop: () => {
      clearInterval(timer)
      return take()
    },
  }
}

class Peak implements MemoryPeak {
  together = 0
  readonly groups: Record<string, number> = {}
  readonly #uncounted: readonly string[]

  constructor(uncounted: readonly string[]) {
    this.#uncounted = uncounted
  }

  add(held: ReadonlyMap<string, number>): void {
    let sum = 0
    for (const [group, megabytes] of held) {
      if (!this.#uncounted.includes(group)) sum += megabytes
      this.groups[group] = Math.max(this.groups[group] ?? 0, megabytes)
    }
    this.together = Math.max(this.together, sum)
  }
}

function heldBy(root: number, groupOf: NonNullable<Parameters<typeof watchMemory>[1]>): Map<string, number> {
  const children = childrenByParent()
  const held = new Map<string, number>()
  for (const waiting = [{ pid: root, above: 'rest' }]; waiting.length > 0;) {
    const { pid, above } = waiting.pop() ?? { pid: root, above: '' }
    const group = groupOf(pid, textOf(`/proc/${String(pid)}/cmdline`).replaceAll('\0', ' ')) ?? above
    waiting.push(...(children.get(pid) ?? []).map((child) => ({ pid: child, above: group })))
    held.set(group, (held.get(group) ?? 0) + megabytesOf(pid))
  }
  return held
}

function megabytesOf(pid: number): number {
  const kibibytes = /^Pss: +(\d+) kB$/m.exec(textOf(`/proc/${String(pid)}/smaps_rollup`))?.[1]
  return (Number(kibibytes ?? 0) * 1024) / 1e6
}

function childrenByParent(): Map<number, number[]> {
  const children = new Map<number, number[]>()
  for (const name of listOf('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const parent = Number(textOf(`/proc/${name}/stat`).split(') ').at(-1)?.split(' ')[1])
    children.set(parent, [...(children.get(parent) ?? []), Number(name)])
  }
  return children
}

function listOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** Nothing of a process that has ended meanwhile. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
