// Functions of newer versions of libstdc++ that compilers since GCC 11 and 12 call. Systems that TensorFlow and Node run on may have an
// older libstdc++ (RHEL 8: GLIBCXX_3.4.25), so the addons have functions of their own.
#include <condition_variable>
#include <mutex>
#include <new>

#ifdef __GLIBCXX__
namespace std {
// GLIBCXX_3.4.29: an array would be too long.
[[noreturn]] __attribute__((visibility("hidden"))) void __throw_bad_array_new_length() { throw bad_array_new_length(); }

#if _GLIBCXX_RELEASE >= 12
// GLIBCXX_3.4.30: the same function as before under another version.
__attribute__((visibility("hidden"))) void condition_variable::wait(unique_lock<mutex> &lock) {
  pthread_cond_wait(native_handle(), lock.mutex()->native_handle());
}
#endif
}
#endif
