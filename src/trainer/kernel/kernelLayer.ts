/** A layer as the kernel computes it, by the names of `native/network.h`. */
export interface KernelLayer {
  /** `LayerKind`. */
  readonly kind:
    | 'dense'
    | 'activation'
    | 'multipliedNoise'
    | 'addedNoise'
    | 'alphaDropout'
    | 'batchNormalization'
    | 'layerNormalization'
  /** `NoiseKind`: what its draws become. */
  readonly noise?: 'dropped' | 'normalAboutOne' | 'normal' | 'kept'
  /** Up to four variables in the kernel's order, by the layer's own names; those that it has not are left out there. */
  readonly variables?: readonly string[]
  /** Up to three numbers in the kernel's order. */
  readonly numbers?: readonly string[]
}
