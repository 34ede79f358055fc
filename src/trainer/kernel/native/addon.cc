// The kernel as an addon of Node: blocks of lanes that train an epoch in one call. `nativeKernel.ts` gives the types.
#include <node_api.h>
#include <memory>
#include <string>
#include "columns.h"
#include "memory.h"
#include "network.h"
#include "team.h"
#include "values.h"

namespace kernel {

/** Raised with every change of what `nativeKernel.ts` calls: an addon of older sources is then not used. */
static const int INTERFACE_VERSION = 4;

struct Block {
  Network network;
  std::vector<Layer> layers;
  std::vector<Variable> variables;
  std::vector<Lane> lanes;
  std::vector<Numbers> states;
  std::vector<float> numbers;
  const Arithmetic *arithmetic;
  std::unique_ptr<ThreadTeam> team;
  std::vector<Numbers> scratch;
  size_t scratchSize = 0;
  /** Keeps the tables that lanes read. */
  napi_ref tables = nullptr;

  /** Whether there is memory for the layers' values of so many rows, on every thread. */
  bool needScratch(int rows) {
    const size_t size = arithmetic->scratchSize(network, rows);
    if (size <= scratchSize) return true;
    scratch.clear();
    scratchSize = 0;
    for (int i = 0; i < team->threads; i++) {
      scratch.emplace_back(size);
      if (!scratch.back().get()) return false;
    }
    scratchSize = size;
    return true;
  }
  float *ownScratch() const { return scratch[ThreadTeam::place()].get(); }
};

static napi_value noMemory(napi_env env) {
  napi_throw_error(env, nullptr, "there is not enough memory for a batch of rows");
  return nullptr;
}

static const Arithmetic *const KINDS[] = {
#if defined(__x86_64__)
    &avx512Arithmetic,
    &avx2Arithmetic,
#endif
    &plainArithmetic,
};

static bool canRun(const Arithmetic *kind) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  const bool hasAvx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (kind == &avx2Arithmetic) return hasAvx2;
  if (kind == &avx512Arithmetic)
    return hasAvx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
#endif
  return true;
}

static Block *blockOf(napi_env env, napi_value value) {
  void *block = nullptr;
  napi_get_value_external(env, value, &block);
  return (Block *)block;
}

/** Reads fields in the order of the structs, which is that of `describeNetwork.ts`. */
static void readNetwork(Block &block, List<int32_t> fields, List<float> constants) {
  const int32_t *at = fields.data;
  Network &n = block.network;
  n = {};
  int32_t *const places[] = {&n.inputs,       &n.outputs,    &n.layerCount,  &n.variableCount,    &n.draws,
                             &n.numberCount,  &n.optimizer,  &n.isNesterov,  &n.isCentered,       &n.hasMomentum,
                             &n.slotCount,    &n.clipping,   &n.clippingNumber, &n.loss,          &n.outputActivation,
                             &n.metric,       &n.isScaled,   &n.decays};
  for (int32_t *place : places) *place = *at++;
  for (int &number : n.optimizerNumbers) number = *at++;
  n.targetScale = constants.data[0];
  n.targetShift = constants.data[1];
  n.huberDelta = constants.data[2];
  block.layers.resize(n.layerCount);
  for (Layer &layer : block.layers) {
    memcpy(&layer, at, LAYER_FIELDS * sizeof(int32_t));
    at += LAYER_FIELDS;
  }
  block.variables.resize(n.variableCount);
  for (Variable &variable : block.variables) {
    memcpy(&variable, at, VARIABLE_FIELDS * sizeof(int32_t));
    at += VARIABLE_FIELDS;
    variable.spacing = spaced(variable.columns);
    variable.offset = n.weightsSize;
    n.weightsSize += variable.size();
  }
  n.stateSize = n.weightsSize;
  for (Variable &variable : block.variables) {
    for (int slot = 0; slot < n.slotCount && variable.isTrainable; slot++) {
      variable.slots[slot] = n.stateSize;
      n.stateSize += variable.size();
    }
  }
  n.layers = block.layers.data();
  n.variables = block.variables.data();
}

/** Gives back what a block holds: its memory, its threads, and the tables that its lanes read. */
static void empty(napi_env env, Block &block) {
  if (block.tables) napi_delete_reference(env, block.tables);
  block.tables = nullptr;
  block.lanes.clear();
  block.states.clear();
  block.scratch.clear();
  block.team.reset();
}

static void forget(napi_env env, void *data, void *) {
  Block *block = (Block *)data;
  empty(env, *block);
  delete block;
}

/** `close(block)`: gives back what the block holds now, rather than when it is collected. It must not be used after that. */
static napi_value close(napi_env env, napi_callback_info info) {
  const Arguments given(env, info);
  empty(env, *blockOf(env, given.values[0]));
  return nothing(env);
}

/** Takes the spans of a lane's packed rows where they stand: like the tables they are kept with the block. */
static void readSpans(Lane &lane, List<int32_t> fields) {
  static_assert(sizeof(Span) == SPAN_FIELDS * sizeof(int32_t), "spans are read as they are");
  lane.spans = (const Span *)fields.data;
  lane.spanCount = (int)(fields.length / SPAN_FIELDS);
  for (int i = 0; i < lane.spanCount; i++) lane.packedWidth += lane.spans[i].isCode ? 1 : lane.spans[i].width;
}

/** `open({ network, constants, lanes, numbers, tables, threads, kind })`: a block; `tables` has features, targets, weights and spans per lane. */
static napi_value open(napi_env env, napi_callback_info info) {
  const Arguments given(env, info);
  const napi_value options = given.values[0];
  auto block = std::make_unique<Block>();
  const List<int32_t> network = listOf<int32_t>(env, fieldOf(env, options, "network"));
  readNetwork(*block, network, listOf<float>(env, fieldOf(env, options, "constants")));
  if (block->network.layerCount > MOST_LAYERS) {
    const std::string most = std::to_string(MOST_LAYERS), received = std::to_string(block->network.layerCount);
    napi_throw_range_error(env, nullptr, ("expected at most " + most + " layers, received " + received).c_str());
    return nothing(env);
  }
  const int lanes = integerOf(env, fieldOf(env, options, "lanes"));
  const List<float> numbers = listOf<float>(env, fieldOf(env, options, "numbers"));
  block->numbers.assign(numbers.data, numbers.data + numbers.length);
  const napi_value tables = fieldOf(env, options, "tables");
  const int kind = integerOf(env, fieldOf(env, options, "kind"));
  block->arithmetic = KINDS[kind];
  block->team = std::make_unique<ThreadTeam>(integerOf(env, fieldOf(env, options, "threads")));
  for (int i = 0; i < lanes; i++) {
    block->states.emplace_back(block->network.stateSize);
    if (!block->states.back().get()) {
      napi_throw_error(env, nullptr, "there is not enough memory for the weights");
      return nothing(env);
    }
    const napi_value table = elementOf(env, tables, i);
    block->lanes.push_back({block->states.back().get(), block->numbers.data() + (size_t)i * block->network.numberCount,
                            listOf<float>(env, fieldOf(env, table, "features")).data,
                            listOf<float>(env, fieldOf(env, table, "targets")).data,
                            listOf<float>(env, fieldOf(env, table, "rowWeights")).data,
                            nullptr, 0, 0});
    readSpans(block->lanes.back(), listOf<int32_t>(env, fieldOf(env, table, "spans")));
  }
  napi_create_reference(env, tables, 1, &block->tables);
  napi_value result;
  napi_create_external(env, block.release(), forget, nullptr, &result);
  return result;
}

/** Numbers of a lane's state without padding: each variable, followed by `slots` of its slots. */
static size_t plainSize(const Block &block, int slots) {
  size_t size = 0;
  for (const Variable &v : block.variables) size += (size_t)v.rows * v.columns * (1 + (v.isTrainable ? slots : 0));
  return size;
}

/** `setPart(block, lane, part, values)`: parts are the variables in their order, each followed by its slots. */
static napi_value setPart(napi_env env, napi_callback_info info) {
  const Arguments given(env, info);
  Block &block = *blockOf(env, given.values[0]);
  float *state = block.lanes[integerOf(env, given.values[1])].state;
  const float *values = listOf<float>(env, given.values[3]).data;
  int part = integerOf(env, given.values[2]);
  for (const Variable &v : block.variables) {
    const int parts = 1 + (v.isTrainable ? block.network.slotCount : 0);
    if (part < parts) {
      float *to = state + (part == 0 ? v.offset : v.slots[part - 1]);
      for (int r = 0; r < v.rows; r++) memcpy(to + (size_t)r * v.spacing, values + (size_t)r * v.columns, v.columns * sizeof(float));
      break;
    }
    part -= parts;
  }
  return nothing(env);
}

/** `drawVariable(block, lane, variable, seed, scale, shift)`: uniform draws times `scale` plus `shift`. */
static napi_value drawVariable(napi_env env, napi_callback_info info) {
  const Arguments given(env, info);
  Block &block = *blockOf(env, given.values[0]);
  const Variable &v = block.variables[integerOf(env, given.values[2])];
  double scale, shift;
  napi_get_value_double(env, given.values[4], &scale);
  napi_get_value_double(env, given.values[5], &shift);
  float *to = block.lanes[integerOf(env, given.values[1])].state + v.offset;
  block.arithmetic->drawVariable(v, listOf<int32_t>(env, given.values[3]).data, scale, shift, to);
  return nothing(env);
}

/** `state(block, lane, hasSlots)`: a Float32Array; without slots it has the variables alone. */
static napi_value state(napi_env env, napi_callback_info info) {
  const Arguments given(env, info);
  const Block &block = *blockOf(env, given.values[0]);
  const float *own = block.lanes[integerOf(env, given.values[1])].state;
  napi_value result;
  const int slots = booleanOf(env, given.values[2]) ? block.network.slotCount : 0;
  const List<float> values = newList<float>(env, napi_float32_array, plainSize(block, slots), &result);
  float *to = values.data;
  for (const Variable &v : block.variables) {
    for (int part = 0; part <= (v.isTrainable ? slots : 0); part++) {
      const float *from = own + (part == 0 ? v.offset : v.slots[part - 1]);
      for (int r = 0; r < v.rows; r++, to += v.columns) memcpy(to, from + (size_t)r * v.spacing, v.columns * sizeof(float));
    }
  }
  return result;
}

/** Multiplications of a step from which several threads serve one lane well. */
static const long LARGE_STEP = 2000000;

static long stepSize(const Network &network, int rows) {
  long weights = 0;
  for (int i = 0; i < network.variableCount; i++) weights += (long)network.variables[i].size();
  return weights * rows;
}

struct TrainingCall {
  Block *block;
  std::vector<int> lanes;
  std::vector<Epoch> epochs;
  std::vector<Sums> sums;

  void train(int index, Team *team) {
    const int lane = lanes[index];
    sums[lane] = block->arithmetic->train(block->network, block->lanes[lane], epochs[lane], block->ownScratch(), team);
  }
};

/**
 * `train(block, { orders, batchSize, steps, segment, seeds, lanesPerStream, rates, decays })`: trains the lanes that have an order for one
 * epoch. Returns loss and metric `[lanes × 2]`, summed over rows.
 */
static napi_value train(napi_env env, napi_callback_info info) {
  const Arguments given(env, info);
  Block &block = *blockOf(env, given.values[0]);
  const napi_value feed = given.values[1];
  const int lanes = (int)block.lanes.size();
  const napi_value orders = fieldOf(env, feed, "orders");
  const int batchSize = integerOf(env, fieldOf(env, feed, "batchSize"));
  const int steps = integerOf(env, fieldOf(env, feed, "steps"));
  const int segment = integerOf(env, fieldOf(env, feed, "segment"));
  const int lanesPerStream = integerOf(env, fieldOf(env, feed, "lanesPerStream"));
  const int32_t *seeds = listOf<int32_t>(env, fieldOf(env, feed, "seeds")).data;
  const float *rates = listOf<float>(env, fieldOf(env, feed, "rates")).data;
  const float *decays = listOf<float>(env, fieldOf(env, feed, "decays")).data;
  const int segments = (steps + segment - 1) / segment;
  TrainingCall call = {&block, {}, std::vector<Epoch>(lanes), std::vector<Sums>(lanes, Sums{0.0, 0.0})};
  for (int i = 0; i < lanes; i++) {
    const List<int32_t> order = listOf<int32_t>(env, elementOf(env, orders, i));
    if (!order.data) continue;
    call.lanes.push_back(i);
    call.epochs[i] = {order.data, (int)order.length, batchSize, steps, segment,
                      seeds ? seeds + (size_t)2 * segments * (i / lanesPerStream) : nullptr, rates + i,
                      decays ? decays + i : nullptr, lanes};
  }
  if (!block.needScratch(batchSize)) return noMemory(env);
  const FlushToZero flush;
  const int count = (int)call.lanes.size(), threads = block.team->threads;
  const bool isEven = count % threads == 0 || count > 3 * threads;
  if (count >= threads && (isEven || stepSize(block.network, batchSize) < LARGE_STEP)) {
    block.team->run(block.team.get(), count, [](void *context, int index) { ((TrainingCall *)context)->train(index, nullptr); },
                    &call);
  } else {
    for (int i = 0; i < count; i++) call.train(i, threads > 1 ? block.team.get() : nullptr);
  }
  napi_value result;
  const List<double> sums = newList<double>(env, napi_float64_array, 2 * (size_t)lanes, &result);
  for (int i = 0; i < lanes; i++) {
    sums.data[2 * i] = call.sums[i].loss;
    sums.data[2 * i + 1] = call.sums[i].metric;
  }
  return result;
}

/** Some rows of a lane that are looked at together. */
struct Piece {
  int lane, from, count;
};

struct LookCall {
  Block *block;
  std::vector<Piece> pieces;
  std::vector<const int32_t *> rows;
  std::vector<float *> outputs;
  std::vector<std::vector<float>> losses, metrics;

  void look(int index) {
    const Piece &p = pieces[index];
    block->arithmetic->look(block->network, block->lanes[p.lane], rows[p.lane] + p.from, p.count,
                            outputs[p.lane] + (size_t)p.from * block->network.outputs, losses[p.lane].data() + p.from,
                            metrics[p.lane].data() + p.from, block->ownScratch());
  }
};

/**
 * `look(block, rows, heldOut)`: rows of each lane (undefined: none), of which the first `heldOut[lane]` are held out and the others watched.
 * Returns `{ outputs, sums }`: outputs of all rows of each lane, and sums `[lanes × 5]`: loss and metric over held-out rows, over watched rows,
 * penalty.
 */
static napi_value look(napi_env env, napi_callback_info info) {
  const Arguments given(env, info);
  Block &block = *blockOf(env, given.values[0]);
  const int32_t *heldOut = listOf<int32_t>(env, given.values[2]).data;
  const int lanes = (int)block.lanes.size();
  LookCall call = {&block,
                   {},
                   std::vector<const int32_t *>(lanes),
                   std::vector<float *>(lanes),
                   std::vector<std::vector<float>>(lanes),
                   std::vector<std::vector<float>>(lanes)};
  napi_value outputs;
  napi_create_array_with_length(env, lanes, &outputs);
  for (int i = 0; i < lanes; i++) {
    const List<int32_t> rows = listOf<int32_t>(env, elementOf(env, given.values[1], i));
    napi_value own;
    call.rows[i] = rows.data;
    call.outputs[i] = newList<float>(env, napi_float32_array, rows.length * block.network.outputs, &own).data;
    napi_set_element(env, outputs, i, own);
    call.losses[i].resize(rows.length);
    call.metrics[i].resize(rows.length);
    for (int from = 0; from < (int)rows.length; from += LOOK_ROWS) {
      const int left = (int)rows.length - from;
      call.pieces.push_back({i, from, left < LOOK_ROWS ? left : LOOK_ROWS});
    }
  }
  if (!block.needScratch(1)) return noMemory(env);
  const FlushToZero flush;
  block.team->run(block.team.get(), (int)call.pieces.size(),
                  [](void *context, int index) { ((LookCall *)context)->look(index); }, &call);
  napi_value result, sums;
  const List<double> totals = newList<double>(env, napi_float64_array, 5 * (size_t)lanes, &sums);
  for (int i = 0; i < lanes; i++) {
    double *own = totals.data + 5 * i;
    for (int j = 0; j < 5; j++) own[j] = 0.0;
    for (size_t row = 0; row < call.losses[i].size(); row++) {
      double *at = own + ((int)row < heldOut[i] ? 0 : 2);
      at[0] += (double)call.losses[i][row];
      at[1] += (double)call.metrics[i][row];
    }
    own[4] = call.rows[i] ? (double)block.arithmetic->penalty(block.network, block.lanes[i]) : 0.0;
  }
  napi_create_object(env, &result);
  napi_set_named_property(env, result, "outputs", outputs);
  napi_set_named_property(env, result, "sums", sums);
  return result;
}

struct PredictCall {
  Block *block;
  Lane lane;
  const float *features;
  int count;
  float *outputs;
  List<int32_t> watched;
  /** Of each thread: least, then largest outputs of each watched layer. */
  std::vector<std::vector<float>> ends;

  void predict(int index) {
    const Network &n = block->network;
    const int from = index * LOOK_ROWS, left = count - from, rows = left < LOOK_ROWS ? left : LOOK_ROWS;
    Lane own = lane;
    own.features = features + (size_t)from * n.inputs;
    own.spanCount = 0;
    float *scratch = block->ownScratch();
    block->arithmetic->look(n, own, nullptr, rows, outputs + (size_t)from * n.outputs, nullptr, nullptr, scratch);
    float *at = ends[ThreadTeam::place()].data();
    for (size_t i = 0; i < watched.length; i++) {
      const int units = n.layers[watched.data[i]].outputs;
      block->arithmetic->ends(n, watched.data[i], rows, scratch, at, at + units);
      at += 2 * units;
    }
  }
};

/**
 * `predict(block, lane, features, count, watched)`: outputs of prepared rows `[count × inputs]`. Returns `{ outputs, ends }`; `ends` has the
 * least outputs of the units of each watched layer, followed by the largest.
 */
static napi_value predict(napi_env env, napi_callback_info info) {
  const Arguments given(env, info);
  Block &block = *blockOf(env, given.values[0]);
  const Network &n = block.network;
  const int count = integerOf(env, given.values[3]);
  napi_value result, outputs, ends;
  PredictCall call = {&block,
                      block.lanes[integerOf(env, given.values[1])],
                      listOf<float>(env, given.values[2]).data,
                      count,
                      newList<float>(env, napi_float32_array, (size_t)count * n.outputs, &outputs).data,
                      listOf<int32_t>(env, given.values[4]),
                      {}};
  std::vector<float> start;
  for (size_t i = 0; i < call.watched.length; i++) {
    const int units = n.layers[call.watched.data[i]].outputs;
    start.insert(start.end(), units, __builtin_inff());
    start.insert(start.end(), units, -__builtin_inff());
  }
  call.ends.assign(block.team->threads, start);
  if (!block.needScratch(1)) return noMemory(env);
  const FlushToZero flush;
  block.team->run(block.team.get(), (count + LOOK_ROWS - 1) / LOOK_ROWS,
                  [](void *context, int index) { ((PredictCall *)context)->predict(index); }, &call);
  const List<float> total = newList<float>(env, napi_float32_array, start.size(), &ends);
  size_t at = 0;
  for (size_t i = 0; i < call.watched.length; i++) {
    const int units = n.layers[call.watched.data[i]].outputs;
    for (int u = 0; u < 2 * units; u++, at++) {
      total.data[at] = start[at];
      for (const std::vector<float> &own : call.ends) {
        const bool isBetter = u < units ? own[at] < total.data[at] : own[at] > total.data[at];
        if (isBetter) total.data[at] = own[at];
      }
    }
  }
  napi_create_object(env, &result);
  napi_set_named_property(env, result, "outputs", outputs);
  napi_set_named_property(env, result, "ends", ends);
  return result;
}

/** `kinds()`: names of the kinds of arithmetic; those that this processor cannot run are empty. */
static napi_value kinds(napi_env env, napi_callback_info) {
  napi_value result;
  napi_create_array(env, &result);
  uint32_t index = 0;
  for (const Arithmetic *kind : KINDS) {
    napi_value name;
    napi_create_string_utf8(env, canRun(kind) ? kind->name : "", NAPI_AUTO_LENGTH, &name);
    napi_set_element(env, result, index++, name);
  }
  return result;
}

static napi_value initialize(napi_env env, napi_value exports) {
  const struct {
    const char *name;
    napi_callback function;
  } functions[] = {{"kinds", kinds}, {"open", open},       {"close", close}, {"setPart", setPart},
                   {"state", state}, {"train", train},     {"look", look},   {"predict", predict},
                   {"drawVariable", drawVariable}, {"surveyColumns", surveyColumns}, {"fillColumns", fillColumns}};
  for (const auto &one : functions) {
    napi_value value;
    napi_create_function(env, one.name, NAPI_AUTO_LENGTH, one.function, nullptr, &value);
    napi_set_named_property(env, exports, one.name, value);
  }
  const struct {
    const char *name;
    int number;
  } numbers[] = {{"interfaceVersion", INTERFACE_VERSION}, {"mostLayers", MOST_LAYERS}};
  for (const auto &one : numbers) {
    napi_value value;
    napi_create_int32(env, one.number, &value);
    napi_set_named_property(env, exports, one.name, value);
  }
  return exports;
}

}  // namespace kernel

NAPI_MODULE(lane_kernel, kernel::initialize)
