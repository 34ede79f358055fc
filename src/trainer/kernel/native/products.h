// Products of matrices: every element is one chain of fused multiplications and additions in the order of the inner index, whatever
// the sizes of tiles and vectors and the number of threads. So its bits are the same everywhere.
// Included once for each kind of processor.

#if defined(KERNEL_AVX512)
static const int MOST_VECTORS = 4;
#elif defined(KERNEL_AVX2)
static const int MOST_VECTORS = 2;
#else
static const int MOST_VECTORS = 4;
#endif

/** Rows of a tile that leave its accumulators in registers. */
constexpr int rowsOfTile(int vectors) {
#if defined(KERNEL_AVX512)
  return vectors == 1 ? 24 : vectors == 2 ? 12 : vectors == 3 ? 8 : 6;
#elif defined(KERNEL_AVX2)
  return vectors == 1 ? 12 : 6;
#else
  return 2;
#endif
}

/** `C[m, n] (+)= Σ_k A[m, k] B[k, n]`: A by its two strides, B and C by rows. */
struct Product {
  const float *a;
  size_t rowStride, innerStride;
  const float *b;
  size_t bSpacing;
  float *c;
  size_t cSpacing;
};

/** One tile of ROWS rows and VECTORS vectors; A's numbers lie side by side along the rows or along the inner index. */
template <int ROWS, int VECTORS, bool BY_ROWS>
static void tile(const Product &p, int inner, bool isFirst) {
  Vector sums[ROWS][VECTORS];
  UNROLL
  for (int m = 0; m < ROWS; m++) {
    UNROLL
    for (int v = 0; v < VECTORS; v++) sums[m][v] = isFirst ? none() : load(p.c + m * p.cSpacing + v * WIDTH);
  }
  const float *a = p.a;
  const float *b = p.b;
  const size_t rowStride = BY_ROWS ? 1 : p.rowStride;
  const size_t innerStride = BY_ROWS ? p.innerStride : 1;
  for (int k = 0; k < inner; k++) {
    Vector right[VECTORS];
    UNROLL
    for (int v = 0; v < VECTORS; v++) right[v] = load(b + v * WIDTH);
    UNROLL
    for (int m = 0; m < ROWS; m++) {
      const Vector left = all(a[m * rowStride]);
      UNROLL
      for (int v = 0; v < VECTORS; v++) sums[m][v] = fma(left, right[v], sums[m][v]);
    }
    a += innerStride;
    b += p.bSpacing;
  }
  UNROLL
  for (int m = 0; m < ROWS; m++) {
    UNROLL
    for (int v = 0; v < VECTORS; v++) store(p.c + m * p.cSpacing + v * WIDTH, sums[m][v]);
  }
}

/** The tile function for `rows` of at most ROWS. */
template <int ROWS, int VECTORS, bool BY_ROWS>
static void tileOf(const Product &p, int rows, int inner, bool isFirst) {
  if (rows == ROWS) return tile<ROWS, VECTORS, BY_ROWS>(p, inner, isFirst);
  if constexpr (ROWS > 1) tileOf<ROWS - 1, VECTORS, BY_ROWS>(p, rows, inner, isFirst);
}

template <int VECTORS, bool BY_ROWS>
static void stripe(Product p, int rows, int inner, bool isFirst) {
  constexpr int most = rowsOfTile(VECTORS);
  const int tiles = (rows + most - 1) / most;
  for (int t = 0; t < tiles; t++) {
    const int from = (int)((long)rows * t / tiles), to = (int)((long)rows * (t + 1) / tiles);
    Product part = p;
    part.a += from * p.rowStride;
    part.c += from * p.cSpacing;
    tileOf<most, VECTORS, BY_ROWS>(part, to - from, inner, isFirst);
  }
}

template <bool BY_ROWS>
static void multiplyBlocks(const Product &p, int rows, int columns, int inner) {
  // A stripe of B stays in the first cache while all rows pass.
  const int deepest = 128;
  for (int k = 0; k < inner || k == 0; k += deepest) {
    const int depth = inner - k < deepest ? inner - k : deepest;
    for (int n = 0; n < columns;) {
      Product part = p;
      part.a += k * p.innerStride;
      part.b += k * p.bSpacing + n;
      part.c += n;
      const int left = (columns - n) / WIDTH;
      const int vectors = left < MOST_VECTORS ? left : MOST_VECTORS;
      if (vectors == 1) stripe<1, BY_ROWS>(part, rows, depth, k == 0);
      if (vectors == 2) stripe<2, BY_ROWS>(part, rows, depth, k == 0);
      if constexpr (MOST_VECTORS > 2) {
        if (vectors == 3) stripe<3, BY_ROWS>(part, rows, depth, k == 0);
        if (vectors == 4) stripe<4, BY_ROWS>(part, rows, depth, k == 0);
      }
      n += vectors * WIDTH;
    }
  }
}

/** Multiplies on this thread. `columns` is a multiple of 16; one of A's strides is 1. */
static void multiplyHere(const Product &p, int rows, int columns, int inner) {
  if (p.rowStride == 1) multiplyBlocks<true>(p, rows, columns, inner);
  else multiplyBlocks<false>(p, rows, columns, inner);
}

struct SharedProduct {
  const Product *product;
  int rows, columns, inner, parts;
};

static void multiplyPart(void *context, int index) {
  const SharedProduct &s = *(const SharedProduct *)context;
  const int from = (int)((long)s.rows * index / s.parts), to = (int)((long)s.rows * (index + 1) / s.parts);
  Product part = *s.product;
  part.a += from * part.rowStride;
  part.c += from * part.cSpacing;
  multiplyHere(part, to - from, s.columns, s.inner);
}

/** Multiplications from which handing over to another thread pays. */
static const long WORTH_SHARING = 300000;

static void multiply(Team *team, const Product &p, int rows, int columns, int inner) {
  if (!team || (long)rows * columns * inner < WORTH_SHARING || rows < 2 * team->threads) {
    multiplyHere(p, rows, columns, inner);
    return;
  }
  SharedProduct shared = {&p, rows, columns, inner, 2 * team->threads};
  team->run(team, shared.parts, multiplyPart, &shared);
}
