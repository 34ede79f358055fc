// Philox4x32-10 (Salmon et al. 2011), the draws of TensorFlow's `StatelessRandomUniform`, as `core/random/statelessUniform.ts`.
// Included once for each kind of processor.

static const int BLOCKS = 16;

struct Stream {
  uint32_t k0, k1, low, high;
};

/** Words of `BLOCKS` consecutive counters, beginning at `first`: `words[4 × counter + place]`. */
static void drawWords(const Stream &stream, uint64_t first, uint32_t *words) {
  uint32_t c0[BLOCKS], c1[BLOCKS], c2[BLOCKS], c3[BLOCKS];
  for (int i = 0; i < BLOCKS; i++) {
    c0[i] = (uint32_t)(first + i);
    c1[i] = (uint32_t)((first + i) >> 32);
    c2[i] = stream.low;
    c3[i] = stream.high;
  }
  uint32_t k0 = stream.k0, k1 = stream.k1;
  for (int round = 0; round < 10; round++) {
    for (int i = 0; i < BLOCKS; i++) {
      const uint64_t p0 = (uint64_t)0xd2511f53u * c0[i], p1 = (uint64_t)0xcd9e8d57u * c2[i];
      c0[i] = (uint32_t)(p1 >> 32) ^ c1[i] ^ k0;
      c2[i] = (uint32_t)(p0 >> 32) ^ c3[i] ^ k1;
      c1[i] = (uint32_t)p1;
      c3[i] = (uint32_t)p0;
    }
    k0 += 0x9e3779b9u;
    k1 += 0xbb67ae85u;
  }
  for (int i = 0; i < BLOCKS; i++) {
    words[4 * i] = c0[i];
    words[4 * i + 1] = c1[i];
    words[4 * i + 2] = c2[i];
    words[4 * i + 3] = c3[i];
  }
}

/** The stream that a seed of two words names: TensorFlow scrambles it with a fixed key first. */
static Stream streamOf(const int32_t *seed) {
  const Stream scramble = {0x3ec8f720u, 0x02461e29u, (uint32_t)seed[1], (uint32_t)(seed[1] >> 31)};
  uint32_t words[4 * BLOCKS];
  const uint64_t first = (uint64_t)(int64_t)seed[0];
  drawWords(scramble, first, words);
  return {words[0], words[1], words[2], words[3]};
}

/** `count` uniform numbers in [0, 1) from place `from` of the stream, both multiples of 4. */
static void drawUniform(const Stream &stream, uint64_t from, size_t count, float *to) {
  for (size_t at = 0; at < count; at += 4 * BLOCKS) {
    uint32_t words[4 * BLOCKS];
    drawWords(stream, (from + at) / 4, words);
    const size_t left = count - at < 4 * BLOCKS ? count - at : 4 * BLOCKS;
    for (size_t i = 0; i < left; i++) to[at + i] = (float)(words[i] & 0x7fffffu) * (1.0f / 8388608.0f);
  }
}
