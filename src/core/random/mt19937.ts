import { RandomSource } from './randomSource.ts'

/** Length of the state in 32-bit words. */
const N = 624
const M = 397

/**
 * The Mersenne Twister as numpy's legacy `RandomState` uses it, so that splits equal scikit-learn's index for index.
 *
 * Source: Matsumoto & Nishimura's `mt19937ar.c`; numpy's `random/mtrand.pyx` and `_legacy/distributions`.
 */
export class Mt19937 extends RandomSource {
  readonly #state = new Uint32Array(N)
  #position = N

  /** @param seed an integer in [0, 2³²) as in `RandomState(7)`, or a list of them as in `RandomState([7, 1])`. */
  constructor(seed: number | readonly number[]) {
    super()
    if (typeof seed === 'number') this.#seedByNumber(seed)
    else this.#seedByArray(seed)
  }

  /** The next 32 random bits. */
  nextUint32(): number {
    if (this.#position === N) this.#refill()
    let y = this.#state[this.#position++]
    y ^= y >>> 11
    y ^= (y << 7) & 0x9d2c5680
    y ^= (y << 15) & 0xefc60000
    y ^= y >>> 18
    return y >>> 0
  }

  #seedByNumber(seed: number): void {
    const state = this.#state
    state[0] = seed >>> 0
    for (let i = 1; i < N; i++) state[i] = Math.imul(1812433253, state[i - 1] ^ (state[i - 1] >>> 30)) + i
    this.#position = N
  }

  #seedByArray(seeds: readonly number[]): void {
    this.#seedByNumber(19650218)
    const state = this.#state
    let i = 1
    const advance = (): void => {
      i++
      if (i < N) return
      state[0] = state[N - 1]
      i = 1
    }
    for (let k = 0; k < Math.max(N, seeds.length); k++) {
      const j = k % seeds.length
      state[i] = (state[i] ^ Math.imul(state[i - 1] ^ (state[i - 1] >>> 30), 1664525)) + (seeds[j] >>> 0) + j
      advance()
    }
    for (let k = 1; k < N; k++) {
      state[i] = (state[i] ^ Math.imul(state[i - 1] ^ (state[i - 1] >>> 30), 1566083941)) - i
      advance()
    }
    state[0] = 0x80000000
  }

  #refill(): void {
    const state = this.#state
    for (let i = 0; i < N; i++) {
      const y = (state[i] & 0x80000000) | (state[(i + 1) % N] & 0x7fffffff)
      state[i] = state[(i + M) % N] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0)
    }
    this.#position = 0
  }
}
