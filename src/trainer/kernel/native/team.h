// Threads that share tasks. They wait awake for some microseconds, since the next product follows at once, and asleep after that.
#pragma once
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>
#include "network.h"
#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace kernel {

static inline void pauseBriefly() {
#if defined(__x86_64__)
  _mm_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

/** While one lives, numbers too small to be normal are zero, or else stay as they are. */
class SubnormalMode {
#if defined(__x86_64__)
  unsigned kept = _mm_getcsr();
 protected:
  explicit SubnormalMode(bool areZero) { _mm_setcsr(areZero ? kept | 0x8040u : kept & ~0x8040u); }
  ~SubnormalMode() { _mm_setcsr(kept); }
#elif defined(__aarch64__)
  uint64_t kept;
 protected:
  explicit SubnormalMode(bool areZero) {
    asm volatile("mrs %0, fpcr" : "=r"(kept));
    asm volatile("msr fpcr, %0" : : "r"(areZero ? kept | (1ull << 24) : kept & ~(1ull << 24)));
  }
  ~SubnormalMode() { asm volatile("msr fpcr, %0" : : "r"(kept)); }
#else
 protected:
  explicit SubnormalMode(bool) {}
#endif
};

/** For training: momentum that fades would otherwise take a hundred times as long. */
struct FlushToZero : SubnormalMode {
  FlushToZero() : SubnormalMode(true) {}
};

/** For the bits of JavaScript. */
struct KeepSubnormals : SubnormalMode {
  KeepSubnormals() : SubnormalMode(false) {}
};

class ThreadTeam : public Team {
 public:
  explicit ThreadTeam(int count) {
    threads = count;
    run = [](Team *team, int tasks, void (*task)(void *, int), void *context) {
      static_cast<ThreadTeam *>(team)->share(tasks, task, context);
    };
    for (int i = 1; i < count; i++) helpers.emplace_back([this, i] { help(i); });
  }

  ~ThreadTeam() {
    {
      std::lock_guard<std::mutex> lock(mutex);
      isOver = true;
      round.fetch_add(1);
    }
    wake.notify_all();
    for (std::thread &helper : helpers) helper.join();
  }

  /** Number of the thread that asks, from 0. */
  static int &place() {
    static thread_local int number = 0;
    return number;
  }

 private:
  static const int AWAKE = 4000;
  std::vector<std::thread> helpers;
  std::mutex mutex;
  std::condition_variable wake;
  std::atomic<uint32_t> round{0};
  /**
   * The round in its upper half and the number of tasks that nobody has taken in its lower. Both are in one word: a helper that comes
   * late finds none left, or another round, whatever it has read before.
   */
  std::atomic<uint64_t> open{0};
  std::atomic<int> unfinished{0};
  std::atomic<int> asleep{0};
  std::atomic<bool> isOver{false};
  // Written while no task is open, and read by whoever has taken one.
  void (*body)(void *, int) = nullptr;
  void *argument = nullptr;

  void share(int tasks, void (*task)(void *, int), void *context) {
    if (threads == 1 || tasks == 1) {
      for (int i = 0; i < tasks; i++) task(context, i);
      return;
    }
    body = task;
    argument = context;
    unfinished.store(tasks);
    const uint32_t now = round.load() + 1;
    open.store((uint64_t)now << 32 | (uint32_t)tasks);
    round.store(now);
    if (asleep.load() > 0) {
      std::lock_guard<std::mutex> lock(mutex);
      wake.notify_all();
    }
    work(now);
    for (int i = 0; unfinished.load() > 0; i++) {
      if (i < AWAKE) pauseBriefly();
      else std::this_thread::yield();
    }
  }

  void work(uint32_t now) {
    for (;;) {
      uint64_t at = open.load();
      if ((uint32_t)(at >> 32) != now || (uint32_t)at == 0) return;
      if (!open.compare_exchange_weak(at, at - 1)) continue;
      body(argument, (int)(uint32_t)at - 1);
      unfinished.fetch_sub(1);
    }
  }

  void help(int number) {
    place() = number;
    const FlushToZero flush;
    uint32_t seen = 0;
    for (;;) {
      for (int i = 0; i < AWAKE && round.load() == seen; i++) pauseBriefly();
      if (round.load() == seen) {
        std::unique_lock<std::mutex> lock(mutex);
        asleep.fetch_add(1);
        wake.wait(lock, [&] { return round.load() != seen; });
        asleep.fetch_sub(1);
      }
      seen = round.load();
      if (isOver) return;
      work(seen);
    }
  }
};

}  // namespace kernel
