import { readFileSync } from 'node:fs'

/** Place of the start time among the fields of `/proc/PID/stat` that follow the program's name. */
const START_FIELD = 19

/** When a process began, in its system's ticks; `null` where the system does not say (only Linux does, as a file). */
export function processStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[START_FIELD] ?? null
  } catch {
    return null
  }
}
