// The whole arithmetic for one kind of processor, in a namespace of its own. The file that includes this says which.

#define INLINE inline __attribute__((always_inline))
#if defined(__clang__)
#define UNROLL _Pragma("unroll")
#else
#define UNROLL _Pragma("GCC unroll 32")
#endif

#if defined(KERNEL_AVX512) && defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx2,fma"))), apply_to = function)
#elif defined(KERNEL_AVX512)
#pragma GCC push_options
#pragma GCC target("avx512f,avx512dq,avx512bw,avx512vl,avx2,fma")
#elif defined(KERNEL_AVX2) && defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#elif defined(KERNEL_AVX2)
#pragma GCC push_options
#pragma GCC target("avx2,fma")
#endif

namespace kernel {
namespace KERNEL_NAMESPACE {
#include "vector.h"
#include "functions.h"
#include "philox.h"
#include "products.h"
#include "layers.h"
#include "training.h"
}  // namespace KERNEL_NAMESPACE

#define KERNEL_TEXT(name) #name
#define KERNEL_NAME(name) KERNEL_TEXT(name)
const Arithmetic KERNEL_ARITHMETIC = {
    KERNEL_NAME(KERNEL_NAMESPACE), KERNEL_NAMESPACE::scratchSize, KERNEL_NAMESPACE::train,
    KERNEL_NAMESPACE::look,        KERNEL_NAMESPACE::ends,        KERNEL_NAMESPACE::drawVariable,
    KERNEL_NAMESPACE::penalty,
};
}  // namespace kernel

#if defined(KERNEL_AVX512) || defined(KERNEL_AVX2)
#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#endif
