// Memory for many numbers.
#pragma once
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <sys/mman.h>

namespace kernel {

/** Size of a large page. */
static const size_t LARGE_PAGE = 2 << 20;

/** Asks for large pages, before the memory is touched: on a virtual machine, first touches of small ones take longer than what is written. */
static inline void wantLargePages(void *memory, size_t bytes) {
#if defined(MADV_HUGEPAGE)
  const uintptr_t from = ((uintptr_t)memory + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE;
  const uintptr_t to = ((uintptr_t)memory + bytes) / LARGE_PAGE * LARGE_PAGE;
  if (from < to) madvise((void *)from, to - from, MADV_HUGEPAGE);
#endif
}

/** Zeros, at a multiple of 64 bytes. */
class Numbers {
 public:
  explicit Numbers(size_t count = 0) {
    if (count == 0) return;
    const size_t bytes = count * sizeof(float);
    if (posix_memalign((void **)&memory, bytes < LARGE_PAGE ? 64 : LARGE_PAGE, bytes) != 0) memory = nullptr;
    if (!memory) return;
    wantLargePages(memory, bytes);
    memset(memory, 0, bytes);
  }
  Numbers(Numbers &&other) noexcept : memory(other.memory) { other.memory = nullptr; }
  Numbers(const Numbers &) = delete;
  ~Numbers() { free(memory); }
  float *get() const { return memory; }

 private:
  float *memory = nullptr;
};

}  // namespace kernel
