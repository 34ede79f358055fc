// The kernel for any processor.
#include "network.h"

#define KERNEL_NAMESPACE plain
#define KERNEL_ARITHMETIC plainArithmetic
#include "kernel.h"
