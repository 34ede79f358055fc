// Philox4x32-10 (Salmon et al. 2011), the draws of TensorFlow's `StatelessRandomUniform`, as `core/random/statelessUniform.ts`.
// Included once for each kind of processor.

struct Stream {
  uint32_t k0, k1, low, high;
};

static const uint32_t ROUND_MULTIPLIERS[2] = {0xd2511f53u, 0xcd9e8d57u}, ROUND_KEYS[2] = {0x9e3779b9u, 0xbb67ae85u};
static const int ROUNDS = 10;

/** The four words of one counter. */
static void drawBlock(const Stream &stream, uint64_t counter, uint32_t words[4]) {
  uint32_t c0 = (uint32_t)counter, c1 = (uint32_t)(counter >> 32), c2 = stream.low, c3 = stream.high;
  uint32_t k0 = stream.k0, k1 = stream.k1;
  for (int round = 0; round < ROUNDS; round++) {
    const uint64_t p0 = (uint64_t)ROUND_MULTIPLIERS[0] * c0, p1 = (uint64_t)ROUND_MULTIPLIERS[1] * c2;
    c0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0;
    c2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
    c1 = (uint32_t)p1;
    c3 = (uint32_t)p0;
    k0 += ROUND_KEYS[0];
    k1 += ROUND_KEYS[1];
  }
  const uint32_t drawn[4] = {c0, c1, c2, c3};
  memcpy(words, drawn, sizeof drawn);
}

/** The stream that a seed of two words names: TensorFlow scrambles it with a fixed key first. */
static Stream streamOf(const int32_t *seed) {
  const Stream scramble = {0x3ec8f720u, 0x02461e29u, (uint32_t)seed[1], (uint32_t)(seed[1] >> 31)};
  uint32_t words[4];
  drawBlock(scramble, (uint64_t)(int64_t)seed[0], words);
  return {words[0], words[1], words[2], words[3]};
}

static INLINE float uniformOf(uint32_t word) { return (float)(word & 0x7fffffu) * (1.0f / 8388608.0f); }

/** Uniform numbers of `WIDTH` consecutive counters, whose lower words do not wrap around: `to[4 × counter + place]`. */
static void drawTogether(const Stream &stream, uint64_t first, float *to) {
  // Counters stand so that exchanging words within four puts them in order.
  uint32_t order[WIDTH];
  for (int at = 0; at < WIDTH; at++) order[at] = (uint32_t)(at % 4 * (WIDTH / 4) + at / 4);
  Integers c0 = addInt(allInt((int)(uint32_t)first), loadInt(order)), c1 = allInt((int)(uint32_t)(first >> 32));
  Integers c2 = allInt((int)stream.low), c3 = allInt((int)stream.high);
  uint32_t k0 = stream.k0, k1 = stream.k1;
  UNROLL
  for (int round = 0; round < ROUNDS; round++) {
    Integers low0, low1;
    const Integers high0 = wideProduct(c0, ROUND_MULTIPLIERS[0], low0), high1 = wideProduct(c2, ROUND_MULTIPLIERS[1], low1);
    c0 = xorInt(xorInt(high1, c1), allInt((int)k0));
    c2 = xorInt(xorInt(high0, c3), allInt((int)k1));
    c1 = low1;
    c3 = low0;
    k0 += ROUND_KEYS[0];
    k1 += ROUND_KEYS[1];
  }
  const auto uniform = [](Integers words) { return mul(toFloat(andInt(words, allInt(0x7fffff))), all(1.0f / 8388608.0f)); };
  storeByFours(uniform(c0), uniform(c1), uniform(c2), uniform(c3), to);
}

/** `count` uniform numbers in [0, 1) from place `from` of the stream, both multiples of 4. */
static void drawUniform(const Stream &stream, uint64_t from, size_t count, float *to) {
  const size_t together = 4 * WIDTH;
  size_t at = 0;
  for (; at + together <= count; at += together) {
    const uint64_t first = (from + at) / 4;
    if ((uint32_t)first > UINT32_MAX - WIDTH) break;
    drawTogether(stream, first, to + at);
  }
  for (; at < count; at += 4) {
    uint32_t words[4];
    drawBlock(stream, (from + at) / 4, words);
    for (int i = 0; i < 4; i++) to[at + i] = uniformOf(words[i]);
  }
}

/** First weights of a variable: uniform draws of the stream of `seed`, times `scale` plus `shift`. */
static void drawVariable(const Variable &v, const int32_t *seed, double scale, double shift, float *to) {
  const Stream stream = streamOf(seed);
  float drawn[16 * GROUP];
  const size_t most = sizeof drawn / sizeof *drawn, count = (size_t)v.rows * v.columns;
  int column = 0;
  for (size_t from = 0; from < count; from += most) {
    const size_t some = count - from < most ? count - from : most;
    drawUniform(stream, from, (some + 3) / 4 * 4, drawn);
    for (size_t i = 0; i < some; i++) {
      to[column] = (float)((double)drawn[i] * scale + shift);
      if (++column < v.columns) continue;
      column = 0;
      to += v.spacing;
    }
  }
}
