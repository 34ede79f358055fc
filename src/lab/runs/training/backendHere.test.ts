import { describe, expect, it } from 'vitest'
import { ENGINE_VERSION } from '../../../core/run/engineVersion.ts'
import type { BackendInfo } from '../../../core/run/runEvent.ts'
import { backendHere } from './backendHere.ts'
import { pinnedBackend } from './pinnedBackend.ts'

const NATIVE: BackendInfo = {
  name: 'tensorflow',
  version: '2.21.0',
  program: 'compiled',
  threads: { intraOp: 1, interOp: 2 },
  engine: ENGINE_VERSION,
  instructions: 'AVX2',
}
const FLAGS = 'flags : sse4_1 avx fma avx2'
const HERE = { arch: 'x64', model: 'A Processor', cpuinfo: `${FLAGS} avx512f avx512bw avx512vl avx512dq`, env: {} }

describe('the backend a run has on this machine', () => {
  it('is held to the instructions it began with where this processor has more', () => {
    expect(backendHere(NATIVE, HERE)).toEqual(NATIVE)
    expect(pinnedBackend(NATIVE)).toEqual({ backend: 'tensorflow', program: 'compiled', instructions: 'AVX2' })
  })

  it('differs where this processor has fewer, and after a change of the engine', () => {
    const before = { ...NATIVE, instructions: 'AVX512_CORE', engine: 1 }
    expect(backendHere(before, { ...HERE, cpuinfo: FLAGS })).toEqual(NATIVE)
  })

  it('has no instructions where the portable backend computes', () => {
    const { instructions: _, ...portable } = { ...NATIVE, name: 'wasm' as const }
    expect(backendHere(portable, HERE)).toEqual(portable)
    expect(pinnedBackend(portable)).toEqual({ backend: 'portable', program: 'compiled' })
  })
})
