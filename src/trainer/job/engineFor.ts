import type { OpenBackend, OpenKernelBackend } from '../backend/openBackend.ts'
import type { LaneEngine } from '../group/laneEngine.ts'
import { programEngine } from '../group/programEngine.ts'
import { kernelEngine } from '../kernel/kernelEngine.ts'
import { ProgramCache } from '../program/programCache.ts'

/** What trains lanes with this backend. */
export function engineFor(backend: OpenBackend | OpenKernelBackend): LaneEngine {
  const { program, threads } = backend.info
  if ('kernel' in backend) return kernelEngine(backend.kernel, threads.intraOp * threads.interOp)
  return programEngine({ backend: backend.lanes, programs: new ProgramCache(backend.lanes, program) })
}
