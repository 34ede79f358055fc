import { readdirSync, readFileSync } from 'node:fs'

const EVERY_MS = 200
const PAGE_BYTES = 4096

/** Watches the memory of a process and all that it started; `stop` gives the most that they held together, in megabytes. Linux only. */
export function watchMemory(pid: number): { readonly stop: () => number } {
  let most = 0
  const timer = setInterval(() => {
    most = Math.max(most, heldBy(pid))
  }, EVERY_MS)
  return {
    stop: () => {
      clearInterval(timer)
      return most / 1e6
    },
  }
}

/** Pages that several processes share, such as those of a program, count once for each. */
function heldBy(root: number): number {
  const children = childrenByParent()
  let bytes = 0
  for (const waiting = [root]; waiting.length > 0;) {
    const pid = waiting.pop() ?? root
    waiting.push(...(children.get(pid) ?? []))
    bytes += PAGE_BYTES * Number(textOf(`/proc/${String(pid)}/statm`).split(' ')[1] ?? 0)
  }
  return bytes
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
