// Columns of a table looked at and scaled, to the bits of `core/preprocessing`: the same operations on doubles in the same order, column by
// column; the columns themselves and blocks of rows are shared between threads.
#pragma once
#include <algorithm>
#include <memory>
#include <vector>
#include "memory.h"
#include "team.h"
#include "values.h"

namespace kernel {

/** Cells from which a second thread is worth its start. */
static const size_t WORTH_A_THREAD = 400000;

/** Runs `task(context, index)` for all indices, on so many threads if there are many cells. */
template <typename Call>
static void shareTasks(int threads, size_t cells, int tasks, Call &call) {
  ThreadTeam team(cells < WORTH_A_THREAD || tasks < 2 ? 1 : std::min(threads, tasks));
  team.run(&team, tasks, [](void *context, int index) {
    const KeepSubnormals exact;
    ((Call *)context)->work(index);
  }, &call);
}

static std::vector<const double *> columnsOf(napi_env env, napi_value array, size_t &rows) {
  uint32_t count = 0;
  napi_get_array_length(env, array, &count);
  std::vector<const double *> columns(count);
  for (uint32_t i = 0; i < count; i++) {
    const List<double> column = listOf<double>(env, elementOf(env, array, i));
    columns[i] = column.data;
    rows = column.length;
  }
  return columns;
}

struct SurveyCall {
  /** Columns that one thread looks at together: their sums are chains of their own. */
  static const int TOGETHER = 8;
  std::vector<const double *> columns;
  size_t rows = 0;
  List<int32_t> picked;
  double largest;
  /** `[columns, 4]`: odd cells, total, squares, deviations. */
  double *found;

  int tasks() const { return (int)((columns.size() + TOGETHER - 1) / TOGETHER); }

  void work(int task) {
    const size_t from = (size_t)task * TOGETHER, left = columns.size() - from;
    if (left >= TOGETHER) return look<TOGETHER>(from);
    for (size_t i = 0; i < left; i++) look<1>(from + i);
  }

  template <int COUNT>
  void look(size_t from) {
    const double *own[COUNT];
    double totals[COUNT] = {0}, means[COUNT], squares[COUNT] = {0}, deviations[COUNT] = {0};
    for (int c = 0; c < COUNT; c++) {
      own[c] = columns[from + c];
      int64_t odd = 0;
      for (size_t row = 0; row < rows; row++) odd += !(__builtin_fabs(own[c][row]) <= largest);
      found[4 * (from + c)] = (double)odd;
    }
    for (size_t i = 0; i < picked.length; i++) {
      const size_t row = picked.data[i];
      for (int c = 0; c < COUNT; c++) totals[c] += own[c][row];
    }
    for (int c = 0; c < COUNT; c++) means[c] = totals[c] / (double)picked.length;
    for (size_t i = 0; i < picked.length; i++) {
      const size_t row = picked.data[i];
      for (int c = 0; c < COUNT; c++) {
        const double deviation = own[c][row] - means[c];
        squares[c] += deviation * deviation;
        deviations[c] += deviation;
      }
    }
    for (int c = 0; c < COUNT; c++) {
      double *to = found + 4 * (from + c);
      to[1] = totals[c];
      to[2] = squares[c];
      to[3] = deviations[c];
    }
  }
};

/**
 * `surveyColumns(columns, rows, largest, threads)`: of each column the cells that are not within ±`largest`, and of `rows` in their order the
 * sum, then the sums of squares and of deviations from the mean, `[columns × 4]`.
 */
static napi_value surveyColumns(napi_env env, napi_callback_info info) {
  const Arguments given(env, info);
  SurveyCall call;
  call.columns = columnsOf(env, given.values[0], call.rows);
  call.picked = listOf<int32_t>(env, given.values[1]);
  napi_get_value_double(env, given.values[2], &call.largest);
  napi_value result;
  call.found = newList<double>(env, napi_float64_array, 4 * call.columns.size(), &result).data;
  shareTasks(integerOf(env, given.values[3]), call.rows * call.columns.size(), call.tasks(), call);
  return result;
}

struct FillCall {
  /** Rows and columns that are scaled before they are written row by row. */
  static const int BLOCK = 64, TOGETHER = 16;
  std::vector<const double *> columns;
  size_t rows = 0;
  /** `[columns, 3]`: what stands for a missing cell, center, scale. */
  const double *numbers;
  /** Place of each column in a row. */
  const int32_t *places;
  float *matrix;
  size_t width;
  int parts;
  /** `[parts, columns]`. */
  std::vector<int64_t> missing;

  void work(int part) {
    // Parts begin at whole blocks.
    const size_t blocks = (rows + BLOCK - 1) / BLOCK;
    const size_t from = blocks * part / parts * BLOCK, to = std::min(rows, blocks * (part + 1) / parts * BLOCK);
    for (size_t row = from; row < to; row += BLOCK) {
      const int count = (int)std::min<size_t>(BLOCK, to - row);
      for (size_t c = 0; c < columns.size(); c += TOGETHER)
        fillBlock(row, count, c, (int)std::min<size_t>(TOGETHER, columns.size() - c), missing.data() + part * columns.size());
    }
  }

  void fillBlock(size_t row, int count, size_t first, int some, int64_t *missed) {
    float scaled[TOGETHER][BLOCK];
    for (int c = 0; c < some; c++) {
      const double *values = columns[first + c] + row;
      const double fill = numbers[3 * (first + c)], center = numbers[3 * (first + c) + 1], scale = numbers[3 * (first + c) + 2];
      int64_t absent = 0;
      for (int i = 0; i < count; i++) absent += values[i] != values[i];
      for (int i = 0; i < count; i++) scaled[c][i] = (float)((values[i] - center) / scale);
      if (absent == 0) continue;
      missed[first + c] += absent;
      for (int i = 0; i < count; i++)
        if (values[i] != values[i]) scaled[c][i] = (float)((fill - center) / scale);
    }
    const int32_t *at = places + first;
    const bool isTogether = some == TOGETHER && at[TOGETHER - 1] - at[0] == TOGETHER - 1;
    for (int i = 0; i < count; i++) {
      float *to = matrix + (row + i) * width;
      if (isTogether) {
        for (int c = 0; c < TOGETHER; c++) to[at[0] + c] = scaled[c][i];
      } else {
        for (int c = 0; c < some; c++) to[at[c]] = scaled[c][i];
      }
    }
  }
};

/**
 * `fillColumns(columns, numbers, places, matrix, width, threads)`: writes `(cell - center) / scale` of every cell into `matrix`. Returns the
 * missing cells of each column.
 */
static napi_value fillColumns(napi_env env, napi_callback_info info) {
  const Arguments given(env, info);
  FillCall call;
  call.columns = columnsOf(env, given.values[0], call.rows);
  call.numbers = listOf<double>(env, given.values[1]).data;
  call.places = listOf<int32_t>(env, given.values[2]).data;
  const List<float> matrix = listOf<float>(env, given.values[3]);
  call.matrix = matrix.data;
  wantLargePages(matrix.data, matrix.length * sizeof(float));
  call.width = (size_t)integerOf(env, given.values[4]);
  const int threads = integerOf(env, given.values[5]);
  const size_t count = call.columns.size();
  // More parts than threads: another program may hold one of them up.
  call.parts = 4 * threads;
  call.missing.assign(call.parts * count, 0);
  shareTasks(threads, call.rows * count, call.parts, call);
  napi_value result;
  int32_t *total = newList<int32_t>(env, napi_int32_array, count, &result).data;
  for (size_t c = 0; c < count; c++) {
    int64_t sum = 0;
    for (int part = 0; part < call.parts; part++) sum += call.missing[part * count + c];
    total[c] = (int32_t)sum;
  }
  return result;
}

}  // namespace kernel
