// Compilers since GCC 11 call this function of libstdc++ (GLIBCXX_3.4.29) where an array would be too long. Systems that TensorFlow
// and Node run on may have an older libstdc++ (RHEL 8: GLIBCXX_3.4.25), so the addon has a function of its own.
#include <new>

#ifdef __GLIBCXX__
namespace std {
[[noreturn]] __attribute__((visibility("hidden"))) void __throw_bad_array_new_length() { throw bad_array_new_length(); }
}
#endif
