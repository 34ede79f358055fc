import { readFileSync } from 'node:fs'
import { arch, cpus } from 'node:os'
import { ENGINE_VERSION, KERNEL_VERSION } from '../../../core/run/engineVersion.ts'
import { instructionLevel, instructionsOf } from '../../../core/run/instructions.ts'
import type { ProcessorFacts } from '../../../core/run/instructions.ts'
import type { BackendInfo } from '../../../core/run/runEvent.ts'

/**
 * What a run made like `stored` would be computed by on this machine: the engine of this program, and the instructions of this
 * processor, no more than those `stored` had. The library is taken to be the same; what it really is the trainer says.
 */
export function backendHere(stored: BackendInfo, facts: ProcessorFacts = processorFacts()): BackendInfo {
  const { instructions: _, ...rest } = stored
  if (stored.name === 'kernel') return { ...rest, version: KERNEL_VERSION, engine: ENGINE_VERSION }
  if (stored.name !== 'tensorflow') return { ...rest, engine: ENGINE_VERSION }
  const cap = instructionLevel(stored.instructions)
  const env = { ...facts.env, ...(cap !== undefined && { ONEDNN_MAX_CPU_ISA: cap }) }
  return { ...rest, engine: ENGINE_VERSION, instructions: instructionsOf({ ...facts, env }) }
}

function processorFacts(): ProcessorFacts {
  const facts = { arch: arch(), model: cpus().at(0)?.model.trim() ?? 'unknown', env: process.env }
  try {
    return { ...facts, cpuinfo: readFileSync('/proc/cpuinfo', 'utf8') }
  } catch {
    return facts
  }
}
