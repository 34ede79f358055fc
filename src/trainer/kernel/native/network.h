// What the kernel trains: a chain of layers as plain data, the same for every kind of processor.
#pragma once
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>

namespace kernel {

enum LayerKind { DENSE, ACTIVATION, MULTIPLIED_NOISE, ADDED_NOISE, ALPHA_DROPOUT, BATCH_NORMALIZATION, LAYER_NORMALIZATION };
enum NoiseKind { DROPPED, NORMAL_ABOUT_ONE, NORMAL, KEPT };
enum Activation {
  LINEAR, RELU, SIGMOID, TANH, SOFTMAX, LEAKY_RELU, RELU6, ELU, SELU, GELU, SILU, SOFTPLUS, SOFTSIGN, HARD_SIGMOID, MISH
};
enum Loss { BINARY_CROSSENTROPY, CATEGORICAL_CROSSENTROPY, MEAN_SQUARED_ERROR, MEAN_ABSOLUTE_ERROR, HUBER };
enum Metric { BINARY_ACCURACY, CATEGORICAL_ACCURACY, ABSOLUTE_ERROR, SQUARED_ERROR };
enum OptimizerKind { SGD, ADAM, RMSPROP, ADAGRAD };
enum Clipping { NO_CLIPPING, CLIP_VALUE, CLIP_NORM, CLIP_GLOBAL_NORM };
enum Constraint { NO_CONSTRAINT, MAX_NORM, MIN_MAX_NORM, UNIT_NORM, NON_NEGATIVE };

/** Most layers of a network. */
static const int MOST_LAYERS = 128;
/** Most slots that an optimizer keeps for a variable. */
static const int MOST_SLOTS = 3;
/** Rows and columns are kept in multiples of this, the rest is padding. */
static const int GROUP = 16;

static inline int padded(int length) { return (length + GROUP - 1) / GROUP * GROUP; }
/** Distance of rows of `length` numbers: lengths at which they would meet in a few lines of the first cache are avoided. */
static inline int spaced(int length) { return padded(length) % 128 == 0 ? padded(length) + GROUP : padded(length); }

/** Fields are those of `describeNetwork.ts`, in its order; numbers are places in a lane's list, -1 where there is none. */
struct Layer {
  int kind, inputs, outputs, activation;
  /** Kernel and bias; or gamma, beta, moving mean and moving variance. */
  int variables[4];
  int numbers[3];
  int firstDraw, draws, noise;
};
static const int LAYER_FIELDS = 14;

struct Variable {
  int rows, columns, isTrainable;
  int constraint;
  /** 1: norms over rows, 2: over columns. */
  int axis;
  int constraintNumbers[4];
  int isRegularized, l1, l2;
  // Worked out here.
  int spacing;
  /** Where it begins in a lane's state, its gradient in the gradients, and its slots in the state. */
  size_t offset, slots[MOST_SLOTS];
  size_t size() const { return (size_t)rows * spacing; }
};
static const int VARIABLE_FIELDS = 12;

struct Network {
  int inputs, outputs, layerCount, variableCount, draws, numberCount;
  int optimizer, isNesterov, isCentered, hasMomentum, slotCount;
  /** Momentum, towards 1 (or towards), towards 2, epsilon, rho. */
  int optimizerNumbers[5];
  int clipping, clippingNumber;
  int loss, outputActivation, metric;
  /** Whether the gradient of the loss carries the learning rate. */
  int isScaled;
  int decays;
  float targetScale, targetShift, huberDelta;
  Layer *layers;
  Variable *variables;
  /** Numbers of a lane's variables, and of its whole state. */
  size_t weightsSize, stateSize;
};

/** A part of a packed row: numbers as they are, or the place of the 1 among the features of a column, -1 where all are 0. */
struct Span {
  int isCode;
  /** Where it begins in a packed row, and among the features; how many features it stands for. */
  int from, at, width;
};
static const int SPAN_FIELDS = 4;

/** One lane: its state, its numbers and where its rows come from. */
struct Lane {
  float *state;
  const float *numbers;
  const float *features, *targets;
  /** Weight of each row in the loss; null where none has. */
  const float *rowWeights;
  /** How rows of `features` are packed, and numbers of one; no spans where rows are whole. */
  const Span *spans;
  int spanCount, packedWidth;
};

/** What a lane sees in an epoch. */
struct Epoch {
  const int32_t *order;
  int rows, batchSize, steps;
  /** Steps that share a draw of noise. */
  int segment;
  /** Keys of the noise, two words for each segment. */
  const int32_t *seeds;
  /** Of each step, `stride` numbers apart. */
  const float *rates, *decays;
  int stride;
};

struct Sums {
  double loss, metric;
};

/** Threads that take tasks from a list; the caller is one of them. */
struct Team {
  int threads;
  void (*run)(Team *team, int tasks, void (*task)(void *context, int index), void *context);
};

/** What a kind of processor can do; each is filled by one of the files `kernel_*.cc`. */
struct Arithmetic {
  const char *name;
  /** Numbers of scratch memory that training, or looking at `rows` rows at a time, takes. */
  size_t (*scratchSize)(const Network &network, int rows);
  /** Trains an epoch; `team` is null where lanes are already spread over threads. */
  Sums (*train)(const Network &network, Lane &lane, const Epoch &epoch, float *scratch, Team *team);
  /**
   * Outputs `[rows × outputs]` of at most `LOOK_ROWS` rows; loss and metric of each where `losses` is not null. `rows` number rows of the
   * lane; without them rows follow one another in `features`.
   */
  void (*look)(const Network &network, const Lane &lane, const int32_t *rows, int count, float *outputs, float *losses,
               float *metrics, float *scratch);
  /** After a look: least and largest output of each unit of `layer` over the rows looked at. */
  void (*ends)(const Network &network, int layer, int count, const float *scratch, float *low, float *high);
  /** First weights of a variable: uniform draws by a seed of two words, times `scale` plus `shift`. */
  void (*drawVariable)(const Variable &variable, const int32_t *seed, double scale, double shift, float *to);
  /** What the regularizers add to the loss. */
  float (*penalty)(const Network &network, const Lane &lane);
};

/** Rows that are looked at together. */
static const int LOOK_ROWS = 64;

extern const Arithmetic avx512Arithmetic;
extern const Arithmetic avx2Arithmetic;
extern const Arithmetic plainArithmetic;

}  // namespace kernel
