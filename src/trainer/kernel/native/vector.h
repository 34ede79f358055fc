// Vectors of floats for one kind of processor. Included once for each kind, inside a namespace of its own: no include guard.
//
// `wideProduct` gives the upper words of products of words, and their lower ones by reference. `storeByFours` writes the numbers of four
// vectors in turn, those of places 0, 4, … first, then of places 1, 5, … and so on.
//
// Every function is exact or rounds as IEEE 754 says, so that all kinds give the same bits. `smallest` and `largest` return the
// second operand where either is no number, as the instructions of x86 do.

#if defined(KERNEL_AVX512)

typedef __m512 Vector;
typedef __m512i Integers;
typedef __mmask16 Mask;
static const int WIDTH = 16;

INLINE Vector load(const float *p) { return _mm512_loadu_ps(p); }
INLINE void store(float *p, Vector a) { _mm512_storeu_ps(p, a); }
INLINE Vector all(float a) { return _mm512_set1_ps(a); }
INLINE Vector add(Vector a, Vector b) { return _mm512_add_ps(a, b); }
INLINE Vector sub(Vector a, Vector b) { return _mm512_sub_ps(a, b); }
INLINE Vector mul(Vector a, Vector b) { return _mm512_mul_ps(a, b); }
INLINE Vector divide(Vector a, Vector b) { return _mm512_div_ps(a, b); }
INLINE Vector root(Vector a) { return _mm512_sqrt_ps(a); }
INLINE Vector fma(Vector a, Vector b, Vector c) { return _mm512_fmadd_ps(a, b, c); }
INLINE Vector smallest(Vector a, Vector b) { return _mm512_min_ps(a, b); }
INLINE Vector largest(Vector a, Vector b) { return _mm512_max_ps(a, b); }
INLINE Mask greater(Vector a, Vector b) { return _mm512_cmp_ps_mask(a, b, _CMP_GT_OQ); }
INLINE Mask atLeast(Vector a, Vector b) { return _mm512_cmp_ps_mask(a, b, _CMP_GE_OQ); }
INLINE Mask both(Mask a, Mask b) { return (Mask)(a & b); }
INLINE Vector choose(Mask m, Vector a, Vector b) { return _mm512_mask_blend_ps(m, b, a); }
INLINE Integers bits(Vector a) { return _mm512_castps_si512(a); }
INLINE Vector number(Integers a) { return _mm512_castsi512_ps(a); }
INLINE Integers allInt(int a) { return _mm512_set1_epi32(a); }
INLINE Integers nearest(Vector a) { return _mm512_cvtps_epi32(a); }
INLINE Vector toFloat(Integers a) { return _mm512_cvtepi32_ps(a); }
INLINE Integers addInt(Integers a, Integers b) { return _mm512_add_epi32(a, b); }
INLINE Integers subInt(Integers a, Integers b) { return _mm512_sub_epi32(a, b); }
INLINE Integers andInt(Integers a, Integers b) { return _mm512_and_si512(a, b); }
INLINE Integers orInt(Integers a, Integers b) { return _mm512_or_si512(a, b); }
INLINE Integers xorInt(Integers a, Integers b) { return _mm512_xor_si512(a, b); }
INLINE Integers upBy23(Integers a) { return _mm512_slli_epi32(a, 23); }
INLINE Integers downBy23(Integers a) { return _mm512_srli_epi32(a, 23); }
INLINE Mask equalInt(Integers a, Integers b) { return _mm512_cmpeq_epi32_mask(a, b); }
INLINE Integers loadInt(const uint32_t *p) { return _mm512_loadu_si512(p); }
INLINE Integers wideProduct(Integers a, uint32_t b, Integers &low) {
  const Integers factor = _mm512_set1_epi64(b);
  const Integers even = _mm512_mul_epu32(a, factor), odd = _mm512_mul_epu32(_mm512_srli_epi64(a, 32), factor);
  low = _mm512_mask_blend_epi32(0xaaaa, even, _mm512_slli_epi64(odd, 32));
  return _mm512_mask_blend_epi32(0xaaaa, _mm512_srli_epi64(even, 32), odd);
}
INLINE void storeByFours(Vector a, Vector b, Vector c, Vector d, float *to) {
  const __m512d ab = _mm512_castps_pd(_mm512_unpacklo_ps(a, b)), cd = _mm512_castps_pd(_mm512_unpacklo_ps(c, d));
  const __m512d ab2 = _mm512_castps_pd(_mm512_unpackhi_ps(a, b)), cd2 = _mm512_castps_pd(_mm512_unpackhi_ps(c, d));
  store(to, _mm512_castpd_ps(_mm512_unpacklo_pd(ab, cd)));
  store(to + WIDTH, _mm512_castpd_ps(_mm512_unpackhi_pd(ab, cd)));
  store(to + 2 * WIDTH, _mm512_castpd_ps(_mm512_unpacklo_pd(ab2, cd2)));
  store(to + 3 * WIDTH, _mm512_castpd_ps(_mm512_unpackhi_pd(ab2, cd2)));
}

#elif defined(KERNEL_AVX2)

typedef __m256 Vector;
typedef __m256i Integers;
typedef __m256 Mask;
static const int WIDTH = 8;

INLINE Vector load(const float *p) { return _mm256_loadu_ps(p); }
INLINE void store(float *p, Vector a) { _mm256_storeu_ps(p, a); }
INLINE Vector all(float a) { return _mm256_set1_ps(a); }
INLINE Vector add(Vector a, Vector b) { return _mm256_add_ps(a, b); }
INLINE Vector sub(Vector a, Vector b) { return _mm256_sub_ps(a, b); }
INLINE Vector mul(Vector a, Vector b) { return _mm256_mul_ps(a, b); }
INLINE Vector divide(Vector a, Vector b) { return _mm256_div_ps(a, b); }
INLINE Vector root(Vector a) { return _mm256_sqrt_ps(a); }
INLINE Vector fma(Vector a, Vector b, Vector c) { return _mm256_fmadd_ps(a, b, c); }
INLINE Vector smallest(Vector a, Vector b) { return _mm256_min_ps(a, b); }
INLINE Vector largest(Vector a, Vector b) { return _mm256_max_ps(a, b); }
INLINE Mask greater(Vector a, Vector b) { return _mm256_cmp_ps(a, b, _CMP_GT_OQ); }
INLINE Mask atLeast(Vector a, Vector b) { return _mm256_cmp_ps(a, b, _CMP_GE_OQ); }
INLINE Mask both(Mask a, Mask b) { return _mm256_and_ps(a, b); }
INLINE Vector choose(Mask m, Vector a, Vector b) { return _mm256_blendv_ps(b, a, m); }
INLINE Integers bits(Vector a) { return _mm256_castps_si256(a); }
INLINE Vector number(Integers a) { return _mm256_castsi256_ps(a); }
INLINE Integers allInt(int a) { return _mm256_set1_epi32(a); }
INLINE Integers nearest(Vector a) { return _mm256_cvtps_epi32(a); }
INLINE Vector toFloat(Integers a) { return _mm256_cvtepi32_ps(a); }
INLINE Integers addInt(Integers a, Integers b) { return _mm256_add_epi32(a, b); }
INLINE Integers subInt(Integers a, Integers b) { return _mm256_sub_epi32(a, b); }
INLINE Integers andInt(Integers a, Integers b) { return _mm256_and_si256(a, b); }
INLINE Integers orInt(Integers a, Integers b) { return _mm256_or_si256(a, b); }
INLINE Integers xorInt(Integers a, Integers b) { return _mm256_xor_si256(a, b); }
INLINE Integers upBy23(Integers a) { return _mm256_slli_epi32(a, 23); }
INLINE Integers downBy23(Integers a) { return _mm256_srli_epi32(a, 23); }
INLINE Mask equalInt(Integers a, Integers b) { return _mm256_castsi256_ps(_mm256_cmpeq_epi32(a, b)); }
INLINE Integers loadInt(const uint32_t *p) { return _mm256_loadu_si256((const __m256i *)p); }
INLINE Integers wideProduct(Integers a, uint32_t b, Integers &low) {
  const Integers factor = _mm256_set1_epi64x(b);
  const Integers even = _mm256_mul_epu32(a, factor), odd = _mm256_mul_epu32(_mm256_srli_epi64(a, 32), factor);
  low = _mm256_blend_epi32(even, _mm256_slli_epi64(odd, 32), 0xaa);
  return _mm256_blend_epi32(_mm256_srli_epi64(even, 32), odd, 0xaa);
}
INLINE void storeByFours(Vector a, Vector b, Vector c, Vector d, float *to) {
  const __m256d ab = _mm256_castps_pd(_mm256_unpacklo_ps(a, b)), cd = _mm256_castps_pd(_mm256_unpacklo_ps(c, d));
  const __m256d ab2 = _mm256_castps_pd(_mm256_unpackhi_ps(a, b)), cd2 = _mm256_castps_pd(_mm256_unpackhi_ps(c, d));
  store(to, _mm256_castpd_ps(_mm256_unpacklo_pd(ab, cd)));
  store(to + WIDTH, _mm256_castpd_ps(_mm256_unpackhi_pd(ab, cd)));
  store(to + 2 * WIDTH, _mm256_castpd_ps(_mm256_unpacklo_pd(ab2, cd2)));
  store(to + 3 * WIDTH, _mm256_castpd_ps(_mm256_unpackhi_pd(ab2, cd2)));
}

#else

// Vectors of GCC and Clang, which both translate to whatever the processor has.
typedef float Vector __attribute__((vector_size(16)));
typedef uint32_t Integers __attribute__((vector_size(16)));
typedef int32_t Mask __attribute__((vector_size(16)));
static const int WIDTH = 4;

INLINE Integers bits(Vector a) { return (Integers)a; }
INLINE Vector number(Integers a) { return (Vector)a; }
INLINE Vector choose(Mask m, Vector a, Vector b) { return number(((Integers)m & bits(a)) | (~(Integers)m & bits(b))); }
INLINE Vector load(const float *p) {
  Vector a;
  memcpy(&a, p, sizeof a);
  return a;
}
INLINE void store(float *p, Vector a) { memcpy(p, &a, sizeof a); }
INLINE Vector all(float a) { return Vector{a, a, a, a}; }
INLINE Vector add(Vector a, Vector b) { return a + b; }
INLINE Vector sub(Vector a, Vector b) { return a - b; }
INLINE Vector mul(Vector a, Vector b) { return a * b; }
INLINE Vector divide(Vector a, Vector b) { return a / b; }
INLINE Vector root(Vector a) {
  return Vector{__builtin_sqrtf(a[0]), __builtin_sqrtf(a[1]), __builtin_sqrtf(a[2]), __builtin_sqrtf(a[3])};
}
INLINE Vector fma(Vector a, Vector b, Vector c) {
  return Vector{__builtin_fmaf(a[0], b[0], c[0]), __builtin_fmaf(a[1], b[1], c[1]), __builtin_fmaf(a[2], b[2], c[2]),
                __builtin_fmaf(a[3], b[3], c[3])};
}
INLINE Mask greater(Vector a, Vector b) { return a > b; }
INLINE Mask atLeast(Vector a, Vector b) { return a >= b; }
INLINE Vector smallest(Vector a, Vector b) { return choose(greater(b, a), a, b); }
INLINE Vector largest(Vector a, Vector b) { return choose(greater(a, b), a, b); }
INLINE Mask both(Mask a, Mask b) { return a & b; }
INLINE Integers allInt(int a) { return Integers{(uint32_t)a, (uint32_t)a, (uint32_t)a, (uint32_t)a}; }
// What is rounded here is far from the limits of an integer, but where it is no number; the result is then not used.
INLINE uint32_t nearestOf(float a) { return a == a ? (uint32_t)(int)__builtin_rintf(a) : 0; }
INLINE Integers nearest(Vector a) { return Integers{nearestOf(a[0]), nearestOf(a[1]), nearestOf(a[2]), nearestOf(a[3])}; }
INLINE Vector toFloat(Integers a) { return Vector{(float)(int)a[0], (float)(int)a[1], (float)(int)a[2], (float)(int)a[3]}; }
INLINE Integers addInt(Integers a, Integers b) { return a + b; }
INLINE Integers subInt(Integers a, Integers b) { return a - b; }
INLINE Integers andInt(Integers a, Integers b) { return a & b; }
INLINE Integers orInt(Integers a, Integers b) { return a | b; }
INLINE Integers xorInt(Integers a, Integers b) { return a ^ b; }
INLINE Integers upBy23(Integers a) { return a << 23; }
INLINE Integers downBy23(Integers a) { return a >> 23; }
INLINE Mask equalInt(Integers a, Integers b) { return (Mask)(a == b); }
INLINE Integers loadInt(const uint32_t *p) { return Integers{p[0], p[1], p[2], p[3]}; }
INLINE Integers wideProduct(Integers a, uint32_t b, Integers &low) {
  low = a * allInt((int)b);
  const auto high = [&](int i) { return (uint32_t)((uint64_t)a[i] * b >> 32); };
  return Integers{high(0), high(1), high(2), high(3)};
}
INLINE void storeByFours(Vector a, Vector b, Vector c, Vector d, float *to) {
  for (int i = 0; i < WIDTH; i++) store(to + 4 * i, Vector{a[i], b[i], c[i], d[i]});
}

#endif

INLINE Vector none() { return all(0.0f); }
/** `c - a * b`, rounded once. */
INLINE Vector minusProduct(Vector a, Vector b, Vector c) { return fma(number(xorInt(bits(a), allInt((int)0x80000000))), b, c); }
INLINE Vector negative(Vector a) { return number(xorInt(bits(a), allInt((int)0x80000000))); }
INLINE Vector magnitude(Vector a) { return number(andInt(bits(a), allInt(0x7fffffff))); }
/** The sign of `a` on `b`, which is not negative. */
INLINE Vector withSign(Vector a, Vector b) { return number(orInt(bits(b), andInt(bits(a), allInt((int)0x80000000)))); }
