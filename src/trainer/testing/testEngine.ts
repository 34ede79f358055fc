import type { OpenBackend } from '../backend/openBackend.ts'
import type { LaneEngine } from '../group/laneEngine.ts'
import { programEngine } from '../group/programEngine.ts'
import { kernelEngine } from '../kernel/kernelEngine.ts'
import { openKernel } from '../kernel/nativeKernel.ts'
import { ProgramCache } from '../program/programCache.ts'

/** An engine of recorded programs. */
export function testEngine({ lanes }: OpenBackend, mode: 'compiled' | 'eager' = 'compiled'): LaneEngine {
  return programEngine({ backend: lanes, programs: new ProgramCache(lanes, mode) })
}

/** The kernel with two threads; fails where it was not built, so that no test passes on another engine unnoticed. */
export function testKernel(kind?: string, threads = 2): LaneEngine {
  return kernelEngine(openKernel(kind), threads)
}
