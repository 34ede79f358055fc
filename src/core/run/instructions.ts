/**
 * Which vector instructions TensorFlow's kernels use on a processor. oneDNN picks its kernels by them, and kernels add in
 * different orders: the bits of a fit depend on them as on the version of the library.
 */

/** Levels of x86 processors at which kernels for float32 differ, the lowest first; names are those of `ONEDNN_MAX_CPU_ISA`. */
export const INSTRUCTION_LEVELS = ['SSE41', 'AVX', 'AVX2', 'AVX512_CORE'] as const

/** A level that can be asked for. */
export type InstructionLevel = (typeof INSTRUCTION_LEVELS)[number]

/** Flags of `/proc/cpuinfo` that make a level. */
const FLAGS: Readonly<Record<InstructionLevel, readonly string[]>> = {
  SSE41: ['sse4_1'],
  AVX: ['avx'],
  AVX2: ['avx2', 'fma'],
  AVX512_CORE: ['avx512f', 'avx512bw', 'avx512vl', 'avx512dq'],
}

/** What is known of a processor and of what its program was asked for. */
export interface ProcessorFacts {
  /** As Node names it: `x64`, `arm64`. */
  readonly arch: string
  /** The processor's name. */
  readonly model: string
  /** `/proc/cpuinfo`, where there is one. */
  readonly cpuinfo?: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/**
 * The instructions that count, e.g. `AVX2`: those the processor has, no more than the environment allows (`ONEDNN_MAX_CPU_ISA`).
 * Where they cannot be read the processor's name stands for them, and where oneDNN is switched off that is said instead.
 */
export function instructionsOf({ arch, model, cpuinfo, env }: ProcessorFacts): string {
  if (/^(0|false)$/i.test(env['TF_ENABLE_ONEDNN_OPTS'] ?? '')) return `${arch} without oneDNN`
  const level = arch === 'x64' ? levelOfFlags(cpuinfo) : undefined
  if (level === undefined) return `${arch} ${model}`
  const cap = levelOfCap(env['ONEDNN_MAX_CPU_ISA'] ?? env['DNNL_MAX_CPU_ISA'])
  return cap === undefined ? level : cappedAt(level, cap)
}

/** The level of this name, if there is one. */
export function instructionLevel(name: string | undefined): InstructionLevel | undefined {
  return INSTRUCTION_LEVELS.find((level) => level === name)
}

/** The lower of two levels. */
export function cappedAt(level: InstructionLevel, cap: InstructionLevel): InstructionLevel {
  return INSTRUCTION_LEVELS[Math.min(INSTRUCTION_LEVELS.indexOf(level), INSTRUCTION_LEVELS.indexOf(cap))]
}

function levelOfFlags(cpuinfo = ''): InstructionLevel | undefined {
  const flags = new Set(/^flags\s*:(.*)$/m.exec(cpuinfo)?.[1].trim().split(/\s+/) ?? [])
  return INSTRUCTION_LEVELS.findLast((level) => FLAGS[level].every((flag) => flags.has(flag)))
}

/** `AVX512_CORE_VNNI` and the like differ in integer kernels alone. */
function levelOfCap(cap = ''): InstructionLevel | undefined {
  const name = cap.trim().toUpperCase()
  return INSTRUCTION_LEVELS.findLast((level) => name === level || name.startsWith(`${level}_`))
}
