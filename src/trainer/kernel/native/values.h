// Values of JavaScript. The callers are our own: what they pass is of the type that `nativeKernel.ts` says.
#pragma once
#include <node_api.h>
#include <cstddef>
#include <cstdint>

namespace kernel {

template <typename Number>
struct List {
  Number *data = nullptr;
  size_t length = 0;
};

template <typename Number>
static List<Number> listOf(napi_env env, napi_value value) {
  List<Number> list;
  napi_valuetype type;
  napi_typeof(env, value, &type);
  if (type == napi_undefined) return list;
  napi_get_typedarray_info(env, value, nullptr, &list.length, (void **)&list.data, nullptr, nullptr);
  return list;
}

static napi_value fieldOf(napi_env env, napi_value object, const char *name) {
  napi_value value;
  napi_get_named_property(env, object, name, &value);
  return value;
}

static int integerOf(napi_env env, napi_value value) {
  int32_t number = 0;
  napi_get_value_int32(env, value, &number);
  return number;
}

static bool booleanOf(napi_env env, napi_value value) {
  bool is = false;
  napi_get_value_bool(env, value, &is);
  return is;
}

static napi_value elementOf(napi_env env, napi_value array, uint32_t index) {
  napi_value value;
  napi_get_element(env, array, index, &value);
  return value;
}

template <typename Number>
static List<Number> newList(napi_env env, napi_typedarray_type type, size_t length, napi_value *value) {
  List<Number> list;
  list.length = length;
  napi_value buffer;
  napi_create_arraybuffer(env, length * sizeof(Number), (void **)&list.data, &buffer);
  napi_create_typedarray(env, type, length, buffer, 0, value);
  return list;
}

struct Arguments {
  napi_value values[8];
  Arguments(napi_env env, napi_callback_info info) {
    size_t count = 8;
    napi_get_cb_info(env, info, &count, values, nullptr, nullptr);
  }
};

static napi_value nothing(napi_env env) {
  napi_value value;
  napi_get_undefined(env, &value);
  return value;
}

}  // namespace kernel
