// Elementary functions on vectors, from polynomials alone: the same bits on every processor, which no C library promises.
// Included once for each kind of processor. Source of the polynomials, unless said otherwise: Cephes (Moshier 1992), single precision.

/** eˣ; within 2 units in the last place. Beyond ±88 it stays at the largest and smallest normal numbers. */
INLINE Vector exponential(Vector x) {
  // This way round, what is no number stays none.
  x = smallest(all(88.02969f), largest(all(-87.33654f), x));
  const Integers n = nearest(mul(x, all(1.44269504088896341f)));
  const Vector whole = toFloat(n);
  Vector r = minusProduct(whole, all(0.693359375f), x);
  r = minusProduct(whole, all(-2.12194440e-4f), r);
  Vector p = all(1.9875691500e-4f);
  p = fma(p, r, all(1.3981999507e-3f));
  p = fma(p, r, all(8.3334519073e-3f));
  p = fma(p, r, all(4.1665795894e-2f));
  p = fma(p, r, all(1.6666665459e-1f));
  p = fma(p, r, all(5.0000001201e-1f));
  p = add(fma(p, mul(r, r), r), all(1.0f));
  return mul(p, number(upBy23(addInt(n, allInt(127)))));
}

/** Natural logarithm of a positive normal number; -∞ for 0. */
INLINE Vector logarithm(Vector x) {
  const Mask isPositive = greater(x, none());
  const Vector normal = largest(all(1.17549435e-38f), x);
  Integers exponent = subInt(downBy23(bits(normal)), allInt(126));
  Vector m = number(orInt(andInt(bits(normal), allInt(0x007fffff)), allInt(0x3f000000)));
  const Mask isSmall = greater(all(0.707106781186547524f), m);
  const Vector e = sub(toFloat(exponent), choose(isSmall, all(1.0f), none()));
  m = sub(add(m, choose(isSmall, m, none())), all(1.0f));
  const Vector z = mul(m, m);
  Vector p = all(7.0376836292e-2f);
  p = fma(p, m, all(-1.1514610310e-1f));
  p = fma(p, m, all(1.1676998740e-1f));
  p = fma(p, m, all(-1.2420140846e-1f));
  p = fma(p, m, all(1.4249322787e-1f));
  p = fma(p, m, all(-1.6668057665e-1f));
  p = fma(p, m, all(2.0000714765e-1f));
  p = fma(p, m, all(-2.4999993993e-1f));
  p = fma(p, m, all(3.3333331174e-1f));
  p = mul(p, mul(m, z));
  p = fma(e, all(-2.12194440e-4f), p);
  p = minusProduct(all(0.5f), z, p);
  const Vector value = fma(e, all(0.693359375f), add(m, p));
  const Vector special = choose(greater(none(), x), all(__builtin_nanf("")), all(-__builtin_inff()));
  // What is no number is neither positive nor negative: `x` itself.
  const Vector other = choose(atLeast(none(), x), special, x);
  return choose(isPositive, value, other);
}

/** log(1 + x) for x in [0, 1]. */
INLINE Vector logarithmOfOneMore(Vector x) {
  const Vector w = add(x, all(1.0f));
  return add(logarithm(w), divide(sub(x, sub(w, all(1.0f))), w));
}

INLINE Vector logistic(Vector x) { return divide(all(1.0f), add(all(1.0f), exponential(negative(x)))); }

INLINE Vector hyperbolicTangent(Vector x) {
  const Vector size = magnitude(x);
  const Vector far = sub(all(1.0f), divide(all(2.0f), add(exponential(add(size, size)), all(1.0f))));
  const Vector z = mul(x, x);
  Vector p = all(-5.70498872745e-3f);
  p = fma(p, z, all(2.06390887954e-2f));
  p = fma(p, z, all(-5.37397155531e-2f));
  p = fma(p, z, all(1.33314422036e-1f));
  p = fma(p, z, all(-3.33332819422e-1f));
  const Vector near = fma(mul(p, z), x, x);
  return choose(greater(size, all(0.625f)), withSign(x, far), near);
}

/** log(1 + eˣ). */
INLINE Vector softPlus(Vector x) {
  return add(largest(none(), x), logarithmOfOneMore(exponential(negative(magnitude(x)))));
}

/** Error function, as a quotient of polynomials on [-4, 4]. Source: Eigen's `erf` for float. */
INLINE Vector errorFunction(Vector x) {
  x = smallest(all(4.0f), largest(all(-4.0f), x));
  const Vector z = mul(x, x);
  Vector p = all(-2.72614225801306e-10f);
  p = fma(p, z, all(2.77068142495902e-08f));
  p = fma(p, z, all(-2.10102402082508e-06f));
  p = fma(p, z, all(-5.69250639462346e-05f));
  p = fma(p, z, all(-7.34990630326855e-04f));
  p = fma(p, z, all(-2.95459980854025e-03f));
  p = fma(p, z, all(-1.60960333262415e-02f));
  Vector q = all(-1.45660718464996e-05f);
  q = fma(q, z, all(-2.13374055278905e-04f));
  q = fma(q, z, all(-1.68282697438203e-03f));
  q = fma(q, z, all(-7.37332916720468e-03f));
  q = fma(q, z, all(-1.42647390514189e-02f));
  return divide(mul(x, p), q);
}

/** cos(2πu) for u in [0, 1). */
INLINE Vector cosineOfTurn(Vector u) {
  const Vector quarters = mul(u, all(4.0f));
  const Integers q = nearest(quarters);
  const Vector r = mul(sub(quarters, toFloat(q)), all(1.57079632679489662f));
  const Vector z = mul(r, r);
  Vector c = all(2.443315711809948e-5f);
  c = fma(c, z, all(-1.388731625493765e-3f));
  c = fma(c, z, all(4.166664568298827e-2f));
  c = fma(c, mul(z, z), minusProduct(all(0.5f), z, all(1.0f)));
  Vector s = all(-1.9515295891e-4f);
  s = fma(s, z, all(8.3321608736e-3f));
  s = fma(s, z, all(-1.6666654611e-1f));
  s = fma(mul(s, z), r, r);
  const Mask isOdd = equalInt(andInt(q, allInt(1)), allInt(1));
  const Vector value = choose(isOdd, s, c);
  // Quarters 1 and 2 turn the sign.
  const Mask isTurned = equalInt(andInt(addInt(q, allInt(1)), allInt(2)), allInt(2));
  return choose(isTurned, negative(value), value);
}
