import { readdirSync, readFileSync } from 'node:fs'

/** Process ids of the trainers that a server has started, as Linux lists them. */
export function trainersOf(serverPid: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === serverPid && commandOf(pid).includes('trainer'))
}

function parentOf(pid: number): number | undefined {
  const stat = readProc(pid, 'stat')
  // The name in parentheses may hold anything.
  return stat === '' ? undefined : Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
}

function commandOf(pid: number): string {
  return readProc(pid, 'cmdline')
}

function readProc(pid: number, what: string): string {
  try {
    return readFileSync(`/proc/${pid}/${what}`, 'utf8')
  } catch {
    return ''
  }
}
