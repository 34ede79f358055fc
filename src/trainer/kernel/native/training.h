// Steps of training on one lane, and looks at rows. Included once for each kind of processor.

static const float EPSILON = 1e-7f;

/** Memory of a lane while it trains or is looked at, cut from one piece. */
struct Scratch {
  Pass passes[MOST_LAYERS];
  /** Gradients that pass between layers, `[units, places]`. */
  float *first, *second;
  /** A batch by rows. */
  float *rows;
  float *gradients;
  float *targets, *logitGradient, *output;
  float *uniform, *draws;
  float *mask, *rowScale, *losses, *metrics;
  float *inputs;
  const float **pointers;
};

static size_t layOut(const Network &network, int rows, bool isTraining, float *memory, Scratch &s) {
  size_t used = 0;
  const auto take = [&](size_t numbers) {
    float *at = memory + used;
    used += (numbers + GROUP - 1) / GROUP * GROUP;
    return at;
  };
  const int places = padded(rows), spacing = spaced(places);
  int widest = network.inputs;
  for (int l = 0; l < network.layerCount; l++) {
    const Layer &layer = network.layers[l];
    Pass &pass = s.passes[l];
    const size_t size = (size_t)layer.outputs * spacing;
    if (layer.outputs > widest) widest = layer.outputs;
    pass.output = take(size);
    pass.before = layer.kind == DENSE && needsBefore(layer.activation) ? take(size) : pass.output;
    const bool isNormal = layer.kind == BATCH_NORMALIZATION || layer.kind == LAYER_NORMALIZATION;
    pass.extra = isNormal || layer.draws > 0 ? take(size) : nullptr;
    pass.scales = isNormal ? take(layer.outputs > spacing ? layer.outputs : spacing) : nullptr;
  }
  s.inputs = take((size_t)network.inputs * spacing);
  s.targets = take((size_t)network.outputs * spacing);
  s.output = take((size_t)network.outputs * spacing);
  s.mask = take(spacing);
  s.rowScale = take(spacing);
  s.losses = take(spacing);
  s.metrics = take(spacing);
  s.pointers = (const float **)take(2 * (size_t)spacing);
  if (!isTraining) return used;
  s.logitGradient = take((size_t)network.outputs * spacing);
  s.first = take((size_t)widest * spacing);
  s.second = take((size_t)widest * spacing);
  s.rows = take((size_t)places * spaced(widest));
  s.gradients = take(network.weightsSize);
  s.uniform = take((size_t)network.draws * places);
  s.draws = take((size_t)network.draws * spacing);
  return used;
}

static size_t scratchSize(const Network &network, int rows) {
  Scratch unused;
  const size_t training = layOut(network, rows, true, nullptr, unused);
  const size_t looking = layOut(network, LOOK_ROWS, false, nullptr, unused);
  return (training > looking ? training : looking) + GROUP;
}

/** Copies rows of a table to `[columns, places]`; padding repeats the first row, so that it is as finite as the data. */
static void gather(const float *table, int columns, const int32_t *numbers, int rows, const Batch &batch, const float **pointers,
                   float *to, Team *team) {
  for (int i = 0; i < batch.places; i++) {
    const int row = i < rows ? i : 0;
    pointers[i] = table + (size_t)(numbers ? numbers[row] : row) * columns;
  }
  eachRow(team, batch.places / GROUP, GROUP * columns, [=, &batch](int from, int end) {
    transposeRows(pointers + from * GROUP, (end - from) * GROUP, columns, to + from * GROUP, batch.spacing);
  });
}

/** As `gather`, of packed rows. */
static void gatherPacked(const Lane &lane, int columns, const int32_t *numbers, int rows, const Batch &batch, const float **pointers,
                         float *to, Team *team) {
  for (int i = 0; i < batch.places; i++) {
    const int row = i < rows ? i : 0;
    pointers[i] = lane.features + (size_t)(numbers ? numbers[row] : row) * lane.packedWidth;
  }
  eachRow(team, batch.places / GROUP, GROUP * columns, [=, &lane, &batch](int from, int end) {
    const int first = from * GROUP, last = end * GROUP;
    for (int s = 0; s < lane.spanCount; s++) {
      const Span &span = lane.spans[s];
      float *own = to + (size_t)span.at * batch.spacing;
      if (span.isCode) {
        for (int c = 0; c < span.width; c++)
          memset(own + (size_t)c * batch.spacing + first, 0, (last - first) * sizeof(float));
      } else transposeRows(pointers + first, last - first, span.width, own + first, batch.spacing);
      for (int i = first; i < last; i++) {
        if (span.isCode && *pointers[i] >= 0.0f) own[(size_t)*pointers[i] * batch.spacing + i] = 1.0f;
        pointers[i] += span.isCode ? 1 : span.width;
      }
    }
  });
}

static void gatherFeatures(const Network &network, const Lane &lane, const int32_t *numbers, int rows, const Batch &batch,
                           Scratch &s, Team *team) {
  if (lane.spanCount > 0) gatherPacked(lane, network.inputs, numbers, rows, batch, s.pointers, s.inputs, team);
  else gather(lane.features, network.inputs, numbers, rows, batch, s.pointers, s.inputs, team);
}

/**
 * Loss and metric of each row, the outputs, and where `gradient` is not null the gradient of each row's loss with respect to the logits.
 */
static void applyLoss(const Network &network, const Batch &batch, const float *logits, const float *targets, float *output,
                      float *losses, float *metrics, float *gradient) {
  const int units = network.outputs, spacing = batch.spacing, activation = network.outputActivation;
  const bool isSigmoid = network.loss == BINARY_CROSSENTROPY && activation == SIGMOID;
  const bool isSoftmax = network.loss == CATEGORICAL_CROSSENTROPY && activation == SOFTMAX;
  activateUnits(activation, logits, output, units, batch, nullptr);
  const Vector one = all(1.0f), least = all(EPSILON), most = all(1.0f - EPSILON);
  eachVector(batch.places, [&](int at) {
    Vector loss = none();
    Vector top = none(), logTotal = none(), total = none(), targetTotal = none();
    if (isSoftmax && losses) {
      top = load(logits + at);
      for (int u = 1; u < units; u++) top = largest(top, load(logits + (size_t)u * spacing + at));
      for (int u = 0; u < units; u++) total = add(total, exponential(sub(load(logits + (size_t)u * spacing + at), top)));
      logTotal = logarithm(total);
    } else if (network.loss == CATEGORICAL_CROSSENTROPY) {
      for (int u = 0; u < units; u++) {
        total = add(total, load(output + (size_t)u * spacing + at));
        targetTotal =
            add(targetTotal, fma(load(targets + (size_t)u * spacing + at), all(network.targetScale), all(network.targetShift)));
      }
    }
    for (int u = 0; u < units; u++) {
      const size_t place = (size_t)u * spacing + at;
      const Vector z = load(logits + place), y = load(output + place);
      const Vector target = fma(load(targets + place), all(network.targetScale), all(network.targetShift));
      Vector slope = none();
      switch (network.loss) {
        case BINARY_CROSSENTROPY: {
          if (isSigmoid) {
            const Vector tail = logarithmOfOneMore(exponential(negative(magnitude(z))));
            loss = add(loss, add(minusProduct(z, target, largest(none(), z)), tail));
            slope = sub(y, target);
            break;
          }
          const Vector p = smallest(most, largest(least, y));
          const Vector right = mul(target, logarithm(p)), wrong = mul(sub(one, target), logarithm(sub(one, p)));
          loss = sub(loss, add(right, wrong));
          const Vector inside = choose(both(atLeast(y, least), atLeast(most, y)), one, none());
          slope = mul(inside, divide(sub(p, target), mul(p, sub(one, p))));
          break;
        }
        case CATEGORICAL_CROSSENTROPY: {
          if (isSoftmax) {
            loss = add(loss, mul(target, sub(logTotal, sub(z, top))));
            slope = sub(y, target);
            break;
          }
          const Vector p = smallest(most, largest(least, divide(y, total)));
          loss = sub(loss, mul(target, logarithm(p)));
          slope = divide(sub(targetTotal, divide(target, p)), total);
          break;
        }
        case MEAN_SQUARED_ERROR: {
          const Vector difference = sub(y, target);
          loss = fma(difference, difference, loss);
          slope = add(difference, difference);
          break;
        }
        case MEAN_ABSOLUTE_ERROR: {
          const Vector difference = sub(y, target);
          loss = add(loss, magnitude(difference));
          slope = choose(greater(difference, none()), one, choose(greater(none(), difference), all(-1.0f), difference));
          break;
        }
        case HUBER: {
          const Vector difference = sub(y, target), size = magnitude(difference), delta = all(network.huberDelta);
          const Vector near = smallest(delta, size);
          loss = add(loss, add(mul(mul(near, near), all(0.5f)), mul(sub(size, near), delta)));
          slope = smallest(delta, largest(negative(delta), difference));
          break;
        }
      }
      if (gradient) store(gradient + place, slope);
    }
    if (!losses) return;
    store(losses + at, loss);
    const Vector half = all(0.5f);
    Vector metric;
    switch (network.metric) {
      case BINARY_ACCURACY: {
        const Vector guess = choose(greater(load(output + at), half), one, none());
        const Vector truth = choose(greater(load(targets + at), half), one, none());
        metric = sub(one, magnitude(sub(guess, truth)));
        break;
      }
      case CATEGORICAL_ACCURACY: {
        Vector best = load(output + at), guess = none(), wanted = load(targets + at), truth = none();
        for (int u = 1; u < units; u++) {
          const Vector y = load(output + (size_t)u * spacing + at), t = load(targets + (size_t)u * spacing + at);
          const Mask isBetter = greater(y, best), isWanted = greater(t, wanted);
          best = choose(isBetter, y, best);
          guess = choose(isBetter, all((float)u), guess);
          wanted = choose(isWanted, t, wanted);
          truth = choose(isWanted, all((float)u), truth);
        }
        metric = choose(greater(magnitude(sub(guess, truth)), none()), none(), one);
        break;
      }
      default: {
        const Vector difference = sub(load(output + at), load(targets + at));
        metric = network.metric == SQUARED_ERROR ? mul(difference, difference) : magnitude(difference);
      }
    }
    store(metrics + at, metric);
  });
  // The other pairs go back through the activation; logits are the output layer's, which is linear itself.
  if (gradient && !isSigmoid && !isSoftmax) activateBack(activation, logits, output, gradient, gradient, units, batch, nullptr);
}

template <typename F>
static void eachColumnSum(const Variable &v, const float *w, float *to, const F &f) {
  for (int c = 0; c < v.columns; c += WIDTH) {
    Vector sum = none();
    for (int r = 0; r < v.rows; r++) sum = f(load(w + (size_t)r * v.spacing + c), sum);
    store(to + c, sum);
  }
}

/** Sum over all of a variable, padding left out: `f` of each number. */
template <typename F>
static float sumOfVariable(const Variable &v, const float *w, const F &f) {
  Partials sums;
  sums.clear();
  for (int r = 0; r < v.rows; r++) {
    const float *row = w + (size_t)r * v.spacing;
    int c = 0;
    for (; c + GROUP <= v.columns; c += GROUP)
      for (int i = 0; i < GROUP / WIDTH; i++) sums.part[i] = add(sums.part[i], f(load(row + c + i * WIDTH)));
    if (c == v.columns) continue;
    float last[GROUP] = {0};
    for (int i = 0; c + i < v.columns; i++) last[i] = row[c + i];
    for (int i = 0; i < GROUP / WIDTH; i++) sums.part[i] = add(sums.part[i], f(load(last + i * WIDTH)));
  }
  return sums.total();
}

static float squaresOf(const Variable &v, const float *w) {
  return sumOfVariable(v, w, [](Vector a) { return mul(a, a); });
}

static float penalty(const Network &network, const Lane &lane) {
  float total = 0.0f;
  for (int i = 0; i < network.variableCount; i++) {
    const Variable &v = network.variables[i];
    if (!v.isRegularized) continue;
    const float *w = lane.state + v.offset;
    total += sumOfVariable(v, w, [](Vector a) { return magnitude(a); }) * lane.numbers[v.l1];
    total += squaresOf(v, w) * lane.numbers[v.l2];
  }
  return total;
}

static void addPenaltySlopes(const Network &network, const Lane &lane, float *gradients) {
  for (int i = 0; i < network.variableCount; i++) {
    const Variable &v = network.variables[i];
    if (!v.isRegularized) continue;
    const float *w = lane.state + v.offset;
    float *g = gradients + v.offset;
    const Vector l1 = all(lane.numbers[v.l1]), l2 = all(lane.numbers[v.l2] * 2.0f);
    eachVector((int)v.size(), [&](int at) {
      const Vector value = load(w + at);
      const Vector sign = choose(greater(value, none()), all(1.0f), choose(greater(none(), value), all(-1.0f), none()));
      store(g + at, add(load(g + at), add(mul(sign, l1), mul(value, l2))));
    });
  }
}

static void scaleToNorm(const Variable &v, float *g, float norm, float limit) {
  const Vector factor = all(limit / (norm > limit ? norm : norm == norm ? limit : norm));
  eachVector((int)v.size(), [&](int at) { store(g + at, mul(load(g + at), factor)); });
}

static void clipGradients(const Network &network, const Lane &lane, float *gradients) {
  if (network.clipping == NO_CLIPPING) return;
  const float limit = lane.numbers[network.clippingNumber];
  float norm = 0.0f;
  if (network.clipping == CLIP_GLOBAL_NORM) {
    for (int i = 0; i < network.variableCount; i++)
      if (network.variables[i].isTrainable) norm += squaresOf(network.variables[i], gradients + network.variables[i].offset);
    norm = __builtin_sqrtf(norm);
  }
  for (int i = 0; i < network.variableCount; i++) {
    const Variable &v = network.variables[i];
    if (!v.isTrainable) continue;
    float *g = gradients + v.offset;
    if (network.clipping == CLIP_VALUE)
      eachVector((int)v.size(),
                 [&](int at) { store(g + at, largest(all(-limit), smallest(all(limit), load(g + at)))); });
    else scaleToNorm(v, g, network.clipping == CLIP_NORM ? __builtin_sqrtf(squaresOf(v, g)) : norm, limit);
  }
}

/** Moves numbers `from` to `to` of a variable down their gradient. */
static void updateNumbers(const Network &network, const Lane &lane, const Variable &v, const float *gradients, float rateNumber,
                          float decay, size_t from, size_t to) {
  float *w = lane.state + v.offset;
  const float *g = gradients + v.offset;
  float *slots[MOST_SLOTS];
  for (int s = 0; s < network.slotCount; s++) slots[s] = lane.state + v.slots[s];
  const auto numberOf = [&](int place) {
    return all(network.optimizerNumbers[place] < 0 ? 0.0f : lane.numbers[network.optimizerNumbers[place]]);
  };
  const Vector momentum = numberOf(0), towards = numberOf(1), towards2 = numberOf(2), epsilon = numberOf(3), rho = numberOf(4);
  const Vector rate = all(rateNumber), share = all(decay), one = all(1.0f);
  const bool decays = network.decays != 0;
  const auto weightAt = [&](size_t at) {
    const Vector value = load(w + at);
    return decays ? sub(value, mul(value, share)) : value;
  };
  switch (network.optimizer) {
    case SGD:
      if (!network.hasMomentum) {
        for (size_t at = from; at < to; at += WIDTH) {
          const Vector descent = network.isScaled ? load(g + at) : mul(rate, load(g + at));
          store(w + at, sub(weightAt(at), descent));
        }
        return;
      }
      for (size_t at = from; at < to; at += WIDTH) {
        const Vector descent = network.isScaled ? load(g + at) : mul(rate, load(g + at));
        const Vector velocity = sub(mul(load(slots[0] + at), momentum), descent);
        store(slots[0] + at, velocity);
        const Vector step = network.isNesterov ? sub(mul(velocity, momentum), descent) : velocity;
        store(w + at, add(weightAt(at), step));
      }
      return;
    case ADAM:
      for (size_t at = from; at < to; at += WIDTH) {
        const Vector gradient = load(g + at), m0 = load(slots[0] + at), v0 = load(slots[1] + at);
        const Vector m = add(m0, mul(sub(gradient, m0), towards));
        const Vector v1 = add(v0, mul(sub(mul(gradient, gradient), v0), towards2));
        store(slots[0] + at, m);
        store(slots[1] + at, v1);
        store(w + at, sub(weightAt(at), divide(mul(m, rate), add(root(v1), epsilon))));
      }
      return;
    case RMSPROP:
      for (size_t at = from; at < to; at += WIDTH) {
        const Vector gradient = load(g + at);
        const auto moved = [&](float *slot, Vector value) {
          const Vector next = add(mul(load(slot + at), rho), mul(value, towards));
          store(slot + at, next);
          return next;
        };
        int next = 0;
        const Vector v1 = moved(slots[next++], mul(gradient, gradient));
        float *speeds = network.hasMomentum ? slots[next++] : nullptr;
        Vector variance = v1;
        if (network.isCentered) {
          const Vector mean = moved(slots[next], gradient);
          variance = sub(v1, mul(mean, mean));
        }
        Vector step = mul(mul(rate, gradient), root(divide(one, add(variance, epsilon))));
        if (speeds) {
          step = add(mul(load(speeds + at), momentum), step);
          store(speeds + at, step);
        }
        store(w + at, sub(weightAt(at), step));
      }
      return;
    case ADAGRAD:
      for (size_t at = from; at < to; at += WIDTH) {
        const Vector gradient = load(g + at);
        const Vector accumulated = add(load(slots[0] + at), mul(gradient, gradient));
        store(slots[0] + at, accumulated);
        store(w + at, sub(weightAt(at), mul(mul(rate, gradient), root(divide(one, add(accumulated, epsilon))))));
      }
      return;
  }
}

/** What a norm is brought to, times one over the norm. */
INLINE static Vector normFactor(const Variable &v, const float *numbers, Vector squares) {
  const Vector norm = root(squares);
  Vector wanted = all(1.0f);
  if (v.constraint == MAX_NORM) wanted = smallest(all(numbers[v.constraintNumbers[0]]), norm);
  if (v.constraint == MIN_MAX_NORM) {
    const Vector clipped =
        smallest(all(numbers[v.constraintNumbers[1]]), largest(all(numbers[v.constraintNumbers[0]]), norm));
    wanted = add(mul(all(numbers[v.constraintNumbers[2]]), clipped), mul(all(numbers[v.constraintNumbers[3]]), norm));
  }
  return divide(wanted, add(norm, all(EPSILON)));
}

static void constrain(const Variable &v, const Lane &lane) {
  float *w = lane.state + v.offset;
  if (v.constraint == NON_NEGATIVE) {
    eachVector((int)v.size(), [&](int at) { store(w + at, largest(none(), load(w + at))); });
    return;
  }
  if (v.axis == 1) {
    for (int c = 0; c < v.columns; c += WIDTH) {
      Vector squares = none();
      for (int r = 0; r < v.rows; r++) {
        const Vector value = load(w + (size_t)r * v.spacing + c);
        squares = fma(value, value, squares);
      }
      const Vector factor = normFactor(v, lane.numbers, squares);
      for (int r = 0; r < v.rows; r++) {
        float *at = w + (size_t)r * v.spacing + c;
        store(at, mul(load(at), factor));
      }
    }
    return;
  }
  Variable row = v;
  row.rows = 1;
  for (int r = 0; r < v.rows; r++) {
    float *at = w + (size_t)r * v.spacing;
    const Vector factor = normFactor(v, lane.numbers, all(squaresOf(row, at)));
    eachVector(v.spacing, [&](int c) { store(at + c, mul(load(at + c), factor)); });
  }
}

static void applyUpdates(const Network &network, const Lane &lane, const float *gradients, float rate, float decay, Team *team) {
  for (int i = 0; i < network.variableCount; i++) {
    const Variable &v = network.variables[i];
    if (!v.isTrainable) continue;
    const int groups = (int)(v.size() / GROUP);
    eachRow(team, groups, GROUP, [&](int from, int to) {
      updateNumbers(network, lane, v, gradients, rate, decay, (size_t)from * GROUP, (size_t)to * GROUP);
    });
    if (v.constraint != NO_CONSTRAINT) constrain(v, lane);
  }
}

/** Places of the first layer from which on gradients of inputs are wanted. */
static int firstWithVariables(const Network &network) {
  for (int l = 0; l < network.layerCount; l++)
    for (int i = 0; i < 4; i++)
      if (network.layers[l].variables[i] >= 0 && network.variables[network.layers[l].variables[i]].isTrainable) return l;
  return network.layerCount;
}

static void drawNoise(const Network &network, const Lane &lane, const Epoch &epoch, const Stream &stream, int stepOfSegment,
                      const Batch &batch, Scratch &s, Team *team) {
  const int places = padded(epoch.batchSize), draws = network.draws;
  const uint64_t first = (uint64_t)stepOfSegment * places * draws;
  for (int i = 0; i < batch.places; i++) s.pointers[i] = s.uniform + (size_t)i * draws;
  eachRow(team, batch.places / GROUP, GROUP * draws, [=, &stream, &batch, &s](int from, int to) {
    const size_t begin = (size_t)from * GROUP * draws;
    drawUniform(stream, first + begin, (size_t)(to - from) * GROUP * draws, s.uniform + begin);
    transposeRows(s.pointers + from * GROUP, (to - from) * GROUP, draws, s.draws + from * GROUP, batch.spacing);
  });
  for (int l = 0; l < network.layerCount; l++) {
    const Layer &layer = network.layers[l];
    if (layer.draws > 0)
      prepareNoise(lane, layer, s.draws + (size_t)layer.firstDraw * batch.spacing, s.passes[l].extra, batch, team);
  }
}

static void backward(const Network &network, const Lane &lane, const Batch &batch, Scratch &s, Team *team) {
  const int first = firstWithVariables(network);
  float *dy = s.logitGradient;
  float *spare[2] = {s.first, s.second};
  int next = 0;
  for (int l = network.layerCount - 1; l >= first; l--) {
    const float *x = l == 0 ? s.inputs : s.passes[l - 1].output;
    float *dx = l > first ? spare[next] : nullptr;
    layerBack(network, lane, network.layers[l], x, s.passes[l], batch, dy, dx, s.gradients, s.rows, team);
    dy = dx;
    next = 1 - next;
  }
}

static void trainStep(const Network &network, Lane &lane, const Epoch &epoch, int step, const Stream *stream, Scratch &s,
                      Sums &sums, Team *team) {
  const int32_t *order = epoch.order + (size_t)step * epoch.batchSize;
  const int left = epoch.rows - step * epoch.batchSize;
  const int rows = left < epoch.batchSize ? left : epoch.batchSize;
  const float inverse = rows < epoch.batchSize ? 1.0f / (float)rows : (float)(1.0 / epoch.batchSize);
  const Batch batch = {rows, padded(rows), spaced(padded(epoch.batchSize)), s.mask, inverse};
  for (int i = 0; i < batch.places; i++) s.mask[i] = i < rows ? 1.0f : 0.0f;
  gatherFeatures(network, lane, order, rows, batch, s, team);
  gather(lane.targets, network.outputs, order, rows, batch, s.pointers, s.targets, nullptr);
  if (stream) drawNoise(network, lane, epoch, *stream, step % epoch.segment, batch, s, team);
  const float *x = s.inputs;
  for (int l = 0; l < network.layerCount; l++) {
    layerForward(network, lane, network.layers[l], x, s.passes[l], batch, true, team);
    x = s.passes[l].output;
  }
  applyLoss(network, batch, x, s.targets, s.output, s.losses, s.metrics, s.logitGradient);
  const float rate = epoch.rates[(size_t)step * epoch.stride];
  const float scale = network.isScaled ? rate * inverse : inverse;
  for (int i = 0; i < batch.places; i++) {
    const float weight = lane.rowWeights ? lane.rowWeights[order[i < rows ? i : 0]] : 1.0f;
    s.rowScale[i] = i < rows ? weight * scale : 0.0f;
    if (i >= rows) continue;
    sums.loss += (double)(s.losses[i] * weight);
    sums.metric += (double)s.metrics[i];
  }
  for (int u = 0; u < network.outputs; u++) {
    float *row = s.logitGradient + (size_t)u * batch.spacing;
    eachVector(batch.places, [&](int at) { store(row + at, mul(load(row + at), load(s.rowScale + at))); });
  }
  sums.loss += (double)penalty(network, lane) * rows;
  backward(network, lane, batch, s, team);
  addPenaltySlopes(network, lane, s.gradients);
  clipGradients(network, lane, s.gradients);
  const float decay = epoch.decays ? epoch.decays[(size_t)step * epoch.stride] : 0.0f;
  applyUpdates(network, lane, s.gradients, rate, decay, team);
}

static Sums train(const Network &network, Lane &lane, const Epoch &epoch, float *memory, Team *team) {
  Scratch s;
  layOut(network, epoch.batchSize, true, memory, s);
  Sums sums = {0.0, 0.0};
  Stream stream = {0, 0, 0, 0};
  for (int step = 0; step < epoch.steps; step++) {
    if (network.draws > 0 && step % epoch.segment == 0) stream = streamOf(epoch.seeds + 2 * (step / epoch.segment));
    trainStep(network, lane, epoch, step, network.draws > 0 ? &stream : nullptr, s, sums, team);
  }
  return sums;
}

static void look(const Network &network, const Lane &lane, const int32_t *numbers, int count, float *outputs, float *losses,
                 float *metrics, float *memory) {
  Scratch s;
  layOut(network, LOOK_ROWS, false, memory, s);
  const Batch batch = {count, padded(count), spaced(LOOK_ROWS), s.mask, 1.0f};
  gatherFeatures(network, lane, numbers, count, batch, s, nullptr);
  const float *x = s.inputs;
  for (int l = 0; l < network.layerCount; l++) {
    const Layer &layer = network.layers[l];
    // Noise is at rest.
    if (layer.draws > 0) {
      for (int u = 0; u < layer.outputs; u++)
        memcpy(s.passes[l].output + (size_t)u * batch.spacing, x + (size_t)u * batch.spacing, batch.places * sizeof(float));
    } else layerForward(network, lane, layer, x, s.passes[l], batch, false, nullptr);
    x = s.passes[l].output;
  }
  if (losses) {
    gather(lane.targets, network.outputs, numbers, count, batch, s.pointers, s.targets, nullptr);
    applyLoss(network, batch, x, s.targets, s.output, s.losses, s.metrics, nullptr);
    memcpy(losses, s.losses, count * sizeof(float));
    memcpy(metrics, s.metrics, count * sizeof(float));
  } else activateUnits(network.outputActivation, x, s.output, network.outputs, batch, nullptr);
  for (int i = 0; i < count; i++)
    for (int u = 0; u < network.outputs; u++) outputs[(size_t)i * network.outputs + u] = s.output[(size_t)u * batch.spacing + i];
}

static void ends(const Network &network, int layer, int count, const float *memory, float *low, float *high) {
  Scratch s;
  layOut(network, LOOK_ROWS, false, const_cast<float *>(memory), s);
  for (int u = 0; u < network.layers[layer].outputs; u++) {
    const float *row = s.passes[layer].output + (size_t)u * spaced(LOOK_ROWS);
    for (int i = 0; i < count; i++) {
      if (row[i] < low[u]) low[u] = row[i];
      if (row[i] > high[u]) high[u] = row[i];
    }
  }
}
