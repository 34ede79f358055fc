// Layers forward and back on one lane. Activations lie by units: `[units, rows]`, so that vectors run over the rows of a batch.
// Included once for each kind of processor.

/** Bounds of a batch in memory: `rows` rows that count, computed as `places`, `spacing` apart by unit. */
struct Batch {
  int rows, places, spacing;
  /** 1 for rows that count, 0 for padding, `[places]`. */
  const float *mask;
  /** One over the number of rows. */
  float inverseCount;
  bool isPadded() const { return rows < places; }
};

/** Work that is divided by rows of memory, on several threads where it is large. */
template <typename Body>
struct SharedRows {
  const Body *body;
  int rows, parts;
  static void part(void *context, int index) {
    const SharedRows &s = *(const SharedRows *)context;
    (*s.body)((int)((long)s.rows * index / s.parts), (int)((long)s.rows * (index + 1) / s.parts));
  }
};

static const long WORTH_SHARING_ROWS = 40000;

template <typename Body>
static void eachRow(Team *team, int rows, int length, const Body &body) {
  if (!team || (long)rows * length < WORTH_SHARING_ROWS || rows < team->threads) return body(0, rows);
  SharedRows<Body> shared = {&body, rows, team->threads};
  team->run(team, shared.parts, SharedRows<Body>::part, &shared);
}

/** `to[column × spacing + row] = from[row][column]` for a group of rows. */
static void transposeRows(const float *const *from, int rows, int columns, float *to, int spacing) {
  for (int r = 0; r < rows; r += 4) {
    const float *f0 = from[r], *f1 = from[r + 1], *f2 = from[r + 2], *f3 = from[r + 3];
    float *t = to + r;
    int c = 0;
#if defined(KERNEL_AVX512) || defined(KERNEL_AVX2)
    for (; c + 4 <= columns; c += 4) {
      __m128 a0 = _mm_loadu_ps(f0 + c), a1 = _mm_loadu_ps(f1 + c), a2 = _mm_loadu_ps(f2 + c), a3 = _mm_loadu_ps(f3 + c);
      _MM_TRANSPOSE4_PS(a0, a1, a2, a3);
      _mm_storeu_ps(t + (size_t)c * spacing, a0);
      _mm_storeu_ps(t + (size_t)(c + 1) * spacing, a1);
      _mm_storeu_ps(t + (size_t)(c + 2) * spacing, a2);
      _mm_storeu_ps(t + (size_t)(c + 3) * spacing, a3);
    }
#endif
    for (; c < columns; c++) {
      float *at = t + (size_t)c * spacing;
      at[0] = f0[c];
      at[1] = f1[c];
      at[2] = f2[c];
      at[3] = f3[c];
    }
  }
}

/** `to[place × toSpacing + unit] = from[unit × spacing + place]`; units up to a multiple of 16 are zero. */
static void toRows(const float *from, int units, int spacing, int places, float *to, int toSpacing, Team *team) {
  const int whole = units / 4 * 4;
  eachRow(team, whole / 4, 4 * places, [=](int first, int end) {
    for (int u = 4 * first; u < 4 * end; u += 4) {
      const float *rows[4];
      for (int i = 0; i < 4; i++) rows[i] = from + (size_t)(u + i) * spacing;
      transposeRows(rows, 4, places, to + u, toSpacing);
    }
  });
  for (int p = 0; p < places; p++) {
    float *at = to + (size_t)p * toSpacing;
    for (int u = whole; u < units; u++) at[u] = from[(size_t)u * spacing + p];
    for (int u = units; u < padded(units); u++) at[u] = 0.0f;
  }
}

/** Sixteen numbers that are added up in one order on every kind of processor. */
struct Partials {
  Vector part[GROUP / WIDTH];
  INLINE void clear() {
    for (int i = 0; i < GROUP / WIDTH; i++) part[i] = none();
  }
  INLINE float total() const {
    float numbers[GROUP];
    for (int i = 0; i < GROUP / WIDTH; i++) store(numbers + i * WIDTH, part[i]);
    float sum = 0.0f;
    for (int i = 0; i < GROUP; i++) sum += numbers[i];
    return sum;
  }
};

/** Sum of `f` over `length` numbers, a multiple of 16. */
template <typename F>
INLINE static float sumOf(int length, const F &f) {
  Partials sums;
  sums.clear();
  for (int at = 0; at < length; at += GROUP)
    for (int i = 0; i < GROUP / WIDTH; i++) sums.part[i] = add(sums.part[i], f(at + i * WIDTH));
  return sums.total();
}

template <typename F>
INLINE static void eachVector(int length, const F &f) {
  for (int at = 0; at < length; at += WIDTH) f(at);
}

static const float SELU_ALPHA = 1.6732632423543772f, SELU_SCALE = 1.0507009873554805f;

INLINE static Vector exponentialUnit(Vector x, float alpha, float scale) {
  const Vector low = mul(sub(exponential(smallest(none(), x)), all(1.0f)), all(alpha));
  return mul(choose(greater(x, none()), x, low), all(scale));
}

INLINE static Vector exponentialUnitSlope(Vector x, float alpha, float scale) {
  return mul(choose(greater(x, none()), all(1.0f), mul(exponential(smallest(none(), x)), all(alpha))), all(scale));
}

/** Value at `x` of an activation that works unit by unit. */
INLINE static Vector valueOf(int activation, Vector x) {
  switch (activation) {
    case RELU: return largest(none(), x);
    case SIGMOID: return logistic(x);
    case TANH: return hyperbolicTangent(x);
    case LEAKY_RELU: return largest(mul(x, all(0.2f)), x);
    case RELU6: return smallest(all(6.0f), largest(none(), x));
    case ELU: return exponentialUnit(x, 1.0f, 1.0f);
    case SELU: return exponentialUnit(x, SELU_ALPHA, SELU_SCALE);
    case GELU: return mul(mul(x, all(0.5f)), add(errorFunction(mul(x, all(0.70710678118654752f))), all(1.0f)));
    case SILU: return mul(x, logistic(x));
    case SOFTPLUS: return softPlus(x);
    case SOFTSIGN: return divide(x, add(magnitude(x), all(1.0f)));
    case HARD_SIGMOID: return divide(smallest(all(6.0f), largest(none(), add(x, all(3.0f)))), all(6.0f));
    case MISH: return mul(x, hyperbolicTangent(softPlus(x)));
    default: return x;
  }
}

/** Slope at `x`, where the value is `y`. */
INLINE static Vector slopeOf(int activation, Vector x, Vector y) {
  const Vector one = all(1.0f);
  switch (activation) {
    case RELU: return choose(greater(y, none()), one, none());
    case SIGMOID: return mul(y, sub(one, y));
    case TANH: return minusProduct(y, y, one);
    case LEAKY_RELU: return choose(greater(x, none()), one, all(0.2f));
    case RELU6: return choose(both(greater(x, none()), greater(all(6.0f), x)), one, none());
    case ELU: return exponentialUnitSlope(x, 1.0f, 1.0f);
    case SELU: return exponentialUnitSlope(x, SELU_ALPHA, SELU_SCALE);
    case GELU: {
      const Vector share = mul(all(0.5f), add(errorFunction(mul(x, all(0.70710678118654752f))), one));
      const Vector density = mul(exponential(mul(all(-0.5f), mul(x, x))), all(0.39894228040143268f));
      return fma(x, density, share);
    }
    case SILU: {
      const Vector s = logistic(x);
      return mul(s, fma(x, sub(one, s), one));
    }
    case SOFTPLUS: return logistic(x);
    case SOFTSIGN: {
      const Vector d = add(magnitude(x), one);
      return divide(one, mul(d, d));
    }
    case HARD_SIGMOID: return choose(greater(all(3.0f), magnitude(x)), all(1.0f / 6.0f), none());
    case MISH: {
      const Vector t = hyperbolicTangent(softPlus(x));
      return fma(mul(x, minusProduct(t, t, one)), logistic(x), t);
    }
    default: return one;
  }
}

/** Softmax over units, row by row; `to` may be `from`. */
static void softmax(const float *from, float *to, int units, const Batch &batch) {
  eachVector(batch.places, [&](int at) {
    Vector top = load(from + at);
    for (int u = 1; u < units; u++) top = largest(top, load(from + (size_t)u * batch.spacing + at));
    Vector total = none();
    for (int u = 0; u < units; u++) {
      const size_t place = (size_t)u * batch.spacing + at;
      const Vector e = exponential(sub(load(from + place), top));
      store(to + place, e);
      total = add(total, e);
    }
    for (int u = 0; u < units; u++) {
      const size_t place = (size_t)u * batch.spacing + at;
      store(to + place, divide(load(to + place), total));
    }
  });
}

static void activateUnits(int activation, const float *x, float *y, int units, const Batch &batch, Team *team) {
  if (activation == SOFTMAX) return softmax(x, y, units, batch);
  eachRow(team, units, batch.places, [=, &batch](int from, int to) {
    for (int u = from; u < to; u++) {
      const size_t row = (size_t)u * batch.spacing;
      eachVector(batch.places, [&](int at) { store(y + row + at, valueOf(activation, load(x + row + at))); });
    }
  });
}

/** `dx = dy × slope`; `dx` may be `dy`. */
static void activateBack(int activation, const float *x, const float *y, const float *dy, float *dx, int units,
                         const Batch &batch, Team *team) {
  if (activation == SOFTMAX) {
    eachVector(batch.places, [&](int at) {
      Vector total = none();
      for (int u = 0; u < units; u++) {
        const size_t place = (size_t)u * batch.spacing + at;
        total = fma(load(dy + place), load(y + place), total);
      }
      for (int u = 0; u < units; u++) {
        const size_t place = (size_t)u * batch.spacing + at;
        store(dx + place, mul(sub(load(dy + place), total), load(y + place)));
      }
    });
    return;
  }
  eachRow(team, units, batch.places, [=, &batch](int from, int to) {
    for (int u = from; u < to; u++) {
      const size_t row = (size_t)u * batch.spacing;
      eachVector(batch.places, [&](int at) {
        const size_t place = row + at;
        store(dx + place, mul(load(dy + place), slopeOf(activation, load(x + place), load(y + place))));
      });
    }
  });
}

/** Memory of one layer while a batch passes. */
struct Pass {
  /** What the activation is applied to; the output itself where the slope follows from the value. */
  float *before;
  float *output;
  /** Of noise layers `[units, places]`; of normalizing ones what they normalized, and their scales. */
  float *extra, *scales;
};

static bool needsBefore(int activation) {
  return !(activation == LINEAR || activation == RELU || activation == SIGMOID || activation == TANH || activation == SOFTMAX);
}

static const float *weightsOf(const Network &network, const Lane &lane, int variable) {
  return lane.state + network.variables[variable].offset;
}

static void denseForward(const Network &network, const Lane &lane, const Layer &layer, const float *x, const Pass &pass,
                         const Batch &batch, Team *team) {
  const Variable &kernel = network.variables[layer.variables[0]];
  const Product product = {weightsOf(network, lane, layer.variables[0]), 1,          (size_t)kernel.spacing, x,
                           (size_t)batch.spacing,                        pass.before, (size_t)batch.spacing};
  multiply(team, product, layer.outputs, batch.places, layer.inputs);
  const float *bias = layer.variables[1] < 0 ? nullptr : weightsOf(network, lane, layer.variables[1]);
  const int activation = layer.activation;
  if (activation == SOFTMAX || (!bias && activation == LINEAR)) {
    if (bias)
      for (int u = 0; u < layer.outputs; u++) {
        float *row = pass.before + (size_t)u * batch.spacing;
        eachVector(batch.places, [&](int at) { store(row + at, add(load(row + at), all(bias[u]))); });
      }
    if (activation == SOFTMAX) softmax(pass.before, pass.output, layer.outputs, batch);
    return;
  }
  eachRow(team, layer.outputs, batch.places, [=, &batch](int from, int to) {
    for (int u = from; u < to; u++) {
      float *before = pass.before + (size_t)u * batch.spacing;
      float *output = pass.output + (size_t)u * batch.spacing;
      const Vector shift = all(bias ? bias[u] : 0.0f);
      eachVector(batch.places, [&](int at) {
        const Vector sum = add(load(before + at), shift);
        store(before + at, sum);
        store(output + at, valueOf(activation, sum));
      });
    }
  });
}

/** Normalizes each unit over the rows: of the batch while training, else by its moving averages. */
static void normalizeBatch(const Network &network, const Lane &lane, const Layer &layer, const float *x, const Pass &pass,
                           const Batch &batch, bool isTraining) {
  const float *gamma = layer.variables[0] < 0 ? nullptr : weightsOf(network, lane, layer.variables[0]);
  const float *beta = layer.variables[1] < 0 ? nullptr : weightsOf(network, lane, layer.variables[1]);
  float *movingMean = lane.state + network.variables[layer.variables[2]].offset;
  float *movingVariance = lane.state + network.variables[layer.variables[3]].offset;
  const float momentum = lane.numbers[layer.numbers[0]], newShare = lane.numbers[layer.numbers[1]];
  const float epsilon = lane.numbers[layer.numbers[2]];
  for (int u = 0; u < layer.outputs; u++) {
    const size_t row = (size_t)u * batch.spacing;
    float mean = movingMean[u], variance = movingVariance[u];
    if (isTraining) {
      mean = sumOf(batch.places, [&](int at) { return mul(load(x + row + at), load(batch.mask + at)); }) * batch.inverseCount;
      const float sum = sumOf(batch.places, [&](int at) {
        const Vector difference = sub(load(x + row + at), all(mean));
        return mul(mul(difference, difference), load(batch.mask + at));
      });
      variance = sum * batch.inverseCount;
      movingMean[u] = movingMean[u] * momentum + mean * newShare;
      movingVariance[u] = movingVariance[u] * momentum + variance * newShare;
    }
    const float scale = __builtin_sqrtf(1.0f / (variance + epsilon));
    pass.scales[u] = scale;
    eachVector(batch.places, [&](int at) {
      const Vector normal = mul(sub(load(x + row + at), all(mean)), all(scale));
      store(pass.extra + row + at, normal);
      const Vector scaled = gamma ? mul(normal, all(gamma[u])) : normal;
      store(pass.output + row + at, beta ? add(scaled, all(beta[u])) : scaled);
    });
  }
}

/** Normalizes each row over its units. */
static void normalizeUnits(const Network &network, const Lane &lane, const Layer &layer, const float *x, const Pass &pass,
                           const Batch &batch) {
  const float *gamma = layer.variables[0] < 0 ? nullptr : weightsOf(network, lane, layer.variables[0]);
  const float *beta = layer.variables[1] < 0 ? nullptr : weightsOf(network, lane, layer.variables[1]);
  const Vector epsilon = all(lane.numbers[layer.numbers[0]]);
  const Vector count = all((float)layer.outputs);
  eachVector(batch.places, [&](int at) {
    Vector sum = none(), squares = none();
    for (int u = 0; u < layer.outputs; u++) sum = add(sum, load(x + (size_t)u * batch.spacing + at));
    const Vector mean = divide(sum, count);
    for (int u = 0; u < layer.outputs; u++) {
      const Vector difference = sub(load(x + (size_t)u * batch.spacing + at), mean);
      squares = fma(difference, difference, squares);
    }
    const Vector scale = root(divide(all(1.0f), add(divide(squares, count), epsilon)));
    store(pass.scales + at, scale);
    for (int u = 0; u < layer.outputs; u++) {
      const size_t place = (size_t)u * batch.spacing + at;
      const Vector normal = mul(sub(load(x + place), mean), scale);
      store(pass.extra + place, normal);
      const Vector scaled = gamma ? mul(normal, all(gamma[u])) : normal;
      store(pass.output + place, beta ? add(scaled, all(beta[u])) : scaled);
    }
  });
}

static void disturb(const Lane &lane, const Layer &layer, const float *x, const Pass &pass, const Batch &batch, Team *team) {
  const float scale = layer.kind == ALPHA_DROPOUT ? lane.numbers[layer.numbers[1]] : 0.0f;
  const float shift = layer.kind == ALPHA_DROPOUT ? lane.numbers[layer.numbers[2]] : 0.0f;
  const float dropped = -SELU_ALPHA * SELU_SCALE;
  eachRow(team, layer.outputs, batch.places, [=, &batch, &layer](int from, int to) {
    for (int u = from; u < to; u++) {
      const size_t row = (size_t)u * batch.spacing;
      eachVector(batch.places, [&](int at) {
        const Vector value = load(x + row + at), noise = load(pass.extra + row + at);
        Vector result;
        if (layer.kind == MULTIPLIED_NOISE) result = mul(value, noise);
        else if (layer.kind == ADDED_NOISE) result = add(value, noise);
        else {
          const Vector mixed = add(mul(value, noise), mul(sub(all(1.0f), noise), all(dropped)));
          result = add(mul(mixed, all(scale)), all(shift));
        }
        store(pass.output + row + at, result);
      });
    }
  });
}

/** Draws `[units, places]` made into the noise of a layer: from `uniform` `[draws, spacing]` in [0, 1). */
static void prepareNoise(const Lane &lane, const Layer &layer, const float *uniform, float *noise, const Batch &batch,
                         Team *team) {
  const float *numbers = lane.numbers;
  eachRow(team, layer.outputs, batch.places, [=, &layer, &batch](int from, int end) {
    for (int u = from; u < end; u++) {
      const float *first = uniform + (size_t)u * batch.spacing;
      const float *second = uniform + (size_t)(u + layer.outputs) * batch.spacing;
      float *to = noise + (size_t)u * batch.spacing;
      eachVector(batch.places, [&](int at) {
        const Vector draw = load(first + at);
        if (layer.noise == DROPPED || layer.noise == KEPT) {
          const Vector kept = layer.noise == KEPT ? all(1.0f) : all(numbers[layer.numbers[1]]);
          store(to + at, choose(atLeast(draw, all(numbers[layer.numbers[0]])), kept, none()));
          return;
        }
        const Vector length = root(mul(logarithm(sub(all(1.0f), draw)), all(-2.0f)));
        const Vector normal = mul(mul(length, cosineOfTurn(load(second + at))), all(numbers[layer.numbers[0]]));
        store(to + at, layer.noise == NORMAL ? normal : add(all(1.0f), normal));
      });
    }
  });
}

/** Forward through one layer; its noise, if any, is in `pass.extra` already. */
static void layerForward(const Network &network, const Lane &lane, const Layer &layer, const float *x, const Pass &pass,
                         const Batch &batch, bool isTraining, Team *team) {
  switch (layer.kind) {
    case DENSE: return denseForward(network, lane, layer, x, pass, batch, team);
    case ACTIVATION: return activateUnits(layer.activation, x, pass.output, layer.outputs, batch, team);
    case BATCH_NORMALIZATION: return normalizeBatch(network, lane, layer, x, pass, batch, isTraining);
    case LAYER_NORMALIZATION: return normalizeUnits(network, lane, layer, x, pass, batch);
    default: return disturb(lane, layer, x, pass, batch, team);
  }
}

/** Sums over the rows that count, for a vector variable: `gradient[unit] = Σ f`. */
template <typename F>
static void sumsOfUnits(float *gradient, int units, const Batch &batch, const F &f) {
  for (int u = 0; u < units; u++) gradient[u] = sumOf(batch.places, [&](int at) { return f(u, at); });
}

static void normalizeBack(const Network &network, const Lane &lane, const Layer &layer, const Pass &pass, const Batch &batch,
                          const float *dy, float *dx, float *gradients) {
  const float *gamma = layer.variables[0] < 0 ? nullptr : weightsOf(network, lane, layer.variables[0]);
  const int spacing = batch.spacing;
  if (layer.variables[0] >= 0)
    sumsOfUnits(gradients + network.variables[layer.variables[0]].offset, layer.outputs, batch, [&](int u, int at) {
      return mul(load(dy + (size_t)u * spacing + at), load(pass.extra + (size_t)u * spacing + at));
    });
  if (layer.variables[1] >= 0)
    sumsOfUnits(gradients + network.variables[layer.variables[1]].offset, layer.outputs, batch,
                [&](int u, int at) { return load(dy + (size_t)u * spacing + at); });
  if (!dx) return;
  if (layer.kind == BATCH_NORMALIZATION) {
    for (int u = 0; u < layer.outputs; u++) {
      const size_t row = (size_t)u * spacing;
      const Vector factor = all(gamma ? gamma[u] : 1.0f);
      const auto slope = [&](int at) { return mul(mul(load(dy + row + at), factor), load(batch.mask + at)); };
      const float mean = sumOf(batch.places, slope) * batch.inverseCount;
      const float along =
          sumOf(batch.places, [&](int at) { return mul(slope(at), load(pass.extra + row + at)); }) * batch.inverseCount;
      eachVector(batch.places, [&](int at) {
        const Vector centered = sub(sub(slope(at), all(mean)), mul(load(pass.extra + row + at), all(along)));
        store(dx + row + at, mul(mul(all(pass.scales[u]), centered), load(batch.mask + at)));
      });
    }
    return;
  }
  const Vector count = all((float)layer.outputs);
  eachVector(batch.places, [&](int at) {
    Vector sum = none(), along = none();
    for (int u = 0; u < layer.outputs; u++) {
      const size_t place = (size_t)u * spacing + at;
      const Vector slope = gamma ? mul(load(dy + place), all(gamma[u])) : load(dy + place);
      sum = add(sum, slope);
      along = fma(slope, load(pass.extra + place), along);
    }
    const Vector mean = divide(sum, count), share = divide(along, count), scale = load(pass.scales + at);
    for (int u = 0; u < layer.outputs; u++) {
      const size_t place = (size_t)u * spacing + at;
      const Vector slope = gamma ? mul(load(dy + place), all(gamma[u])) : load(dy + place);
      store(dx + place, mul(scale, sub(sub(slope, mean), mul(load(pass.extra + place), share))));
    }
  });
}

/**
 * Back through one layer: gradients of its variables, and `dx` where it is wanted (not null). `dy` is used up; `rows` is memory for a
 * batch by rows.
 */
static void layerBack(const Network &network, const Lane &lane, const Layer &layer, const float *x, const Pass &pass,
                      const Batch &batch, float *dy, float *dx, float *gradients, float *rows, Team *team) {
  const int spacing = batch.spacing;
  if (layer.kind == BATCH_NORMALIZATION || layer.kind == LAYER_NORMALIZATION)
    return normalizeBack(network, lane, layer, pass, batch, dy, dx, gradients);
  if (layer.kind == ACTIVATION) {
    if (dx) activateBack(layer.activation, x, pass.output, dy, dx, layer.outputs, batch, team);
    return;
  }
  if (layer.kind != DENSE) {
    if (!dx) return;
    const float scale = layer.kind == ALPHA_DROPOUT ? lane.numbers[layer.numbers[1]] : 1.0f;
    const bool isAdded = layer.kind == ADDED_NOISE;
    eachRow(team, layer.outputs, batch.places, [=, &batch](int from, int to) {
      for (int u = from; u < to; u++) {
        const size_t row = (size_t)u * spacing;
        eachVector(batch.places, [&](int at) {
          const Vector slope = isAdded ? all(1.0f) : mul(load(pass.extra + row + at), all(scale));
          store(dx + row + at, mul(load(dy + row + at), slope));
        });
      }
    });
    return;
  }
  const Variable &kernel = network.variables[layer.variables[0]];
  if (layer.activation != LINEAR)
    activateBack(layer.activation, pass.before, pass.output, dy, dy, layer.outputs, batch, team);
  const int rowSpacing = kernel.spacing;
  toRows(dy, layer.outputs, spacing, batch.places, rows, rowSpacing, team);
  const Product byWeights = {x,        (size_t)spacing, 1, rows, (size_t)rowSpacing, gradients + kernel.offset,
                             (size_t)rowSpacing};
  multiply(team, byWeights, layer.inputs, padded(layer.outputs), batch.places);
  if (layer.variables[1] >= 0) {
    float *bias = gradients + network.variables[layer.variables[1]].offset;
    for (int u = 0; u < layer.outputs; u += WIDTH) {
      Vector sum = none();
      for (int p = 0; p < batch.places; p++) sum = add(sum, load(rows + (size_t)p * rowSpacing + u));
      store(bias + u, sum);
    }
  }
  if (!dx) return;
  const Product byInputs = {weightsOf(network, lane, layer.variables[0]), (size_t)kernel.spacing, 1, dy, (size_t)spacing, dx,
                            (size_t)spacing};
  multiply(team, byInputs, layer.inputs, batch.places, layer.outputs);
}
