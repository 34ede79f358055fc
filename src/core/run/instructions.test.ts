import { describe, expect, it } from 'vitest'
import { instructionsOf } from './instructions.ts'

const AVX2 = 'processor\t: 0\nflags\t\t: fpu sse sse2 sse4_1 avx f16c fma avx2 bmi2\n\nprocessor\t: 1\n'
const AVX512 = AVX2.replace('bmi2', 'bmi2 avx512f avx512dq avx512bw avx512vl avx512_vnni')

function of(cpuinfo: string | undefined, env: Record<string, string> = {}, arch = 'x64'): string {
  return instructionsOf({ arch, model: 'Some Processor', env, ...(cpuinfo !== undefined && { cpuinfo }) })
}

describe('instructions of a processor', () => {
  it('are the highest level that its flags make whole', () => {
    expect([of(AVX2), of(AVX512), of(AVX512.replace('avx512bw', ''))]).toEqual(['AVX2', 'AVX512_CORE', 'AVX2'])
  })

  it('are capped as oneDNN is, never raised', () => {
    const cap = (value: string) => of(AVX2, { ONEDNN_MAX_CPU_ISA: value })
    expect(['SSE41', 'avx2', 'AVX512_CORE_VNNI', 'AVX2_VNNI', 'DEFAULT', ''].map(cap)).toEqual([
      'SSE41',
      'AVX2',
      'AVX2',
      'AVX2',
      'AVX2',
      'AVX2',
    ])
    expect(of(AVX512, { DNNL_MAX_CPU_ISA: 'AVX2' })).toBe('AVX2')
  })

  it('are named by the processor where they cannot be read, and say where oneDNN is off', () => {
    expect(of(undefined)).toBe('x64 Some Processor')
    expect(of(AVX2, {}, 'arm64')).toBe('arm64 Some Processor')
    expect(of(AVX2, { TF_ENABLE_ONEDNN_OPTS: '0' })).toBe('x64 without oneDNN')
  })
})
