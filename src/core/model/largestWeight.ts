/**
 * Most that a row or a class may weigh in the loss. Optimizers square gradients in single precision, which ends at 3e38.
 */
export const LARGEST_WEIGHT = 1e12
