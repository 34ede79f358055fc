/** Random bits made into the numbers that drawing rows and values takes. */
export abstract class RandomSource {
  /** The next 32 random bits. */
  abstract nextUint32(): number

  /** A number in [0, 1) with 53 random bits, as numpy's `random_sample`. */
  nextDouble(): number {
    const high = this.nextUint32() >>> 5
    const low = this.nextUint32() >>> 6
    return (high * 0x4000000 + low) / 0x20000000000000
  }

  /** An integer in [0, max], each equally likely, by masked rejection as numpy's legacy `random_interval`; no draw for `max` 0. */
  interval(max: number): number {
    if (max === 0) return 0
    const mask = 0xffffffff >>> Math.clz32(max)
    let value = (this.nextUint32() & mask) >>> 0
    while (value > max) value = (this.nextUint32() & mask) >>> 0
    return value
  }

  /** Shuffles in place, as `RandomState.shuffle` does along the first axis. */
  shuffle<A extends Int32Array | unknown[]>(items: A): A {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.interval(i)
      const kept = items[i]
      items[i] = items[j]
      items[j] = kept
    }
    return items
  }

  /** The numbers 0 … `count` - 1 shuffled, as `RandomState.permutation(count)`. */
  permutation(count: number): Int32Array {
    return this.shuffle(Int32Array.from({ length: count }, (_, i) => i))
  }
}
