// The kernel for processors with AVX2.
#if defined(__x86_64__)
#include "network.h"
#include <immintrin.h>

#define KERNEL_AVX2
#define KERNEL_NAMESPACE avx2
#define KERNEL_ARITHMETIC avx2Arithmetic
#include "kernel.h"
#endif
