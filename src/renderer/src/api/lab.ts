import type { LabClient } from '../../../contract/contract.ts'

let provided: LabClient | undefined

/** Gives the page its lab: the real one in the app, a fake one in tests. */
export function provideLab(lab: LabClient): void {
  provided = lab
}

/** The lab. */
export function useLab(): LabClient {
  if (!provided) throw new Error('no lab was provided')
  return provided
}
