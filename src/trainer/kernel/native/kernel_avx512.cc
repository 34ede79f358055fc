// The kernel for processors with AVX-512.
#if defined(__x86_64__)
#include "network.h"
#include <immintrin.h>

#define KERNEL_AVX512
#define KERNEL_NAMESPACE avx512
#define KERNEL_ARITHMETIC avx512Arithmetic
#include "kernel.h"
#endif
