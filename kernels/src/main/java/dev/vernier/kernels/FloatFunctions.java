package dev.vernier.kernels;

/**
 * Elementary functions of one float, defined by fixed sequences of float operations and fused
 * multiply-adds, so that every machine and vector width gives the same bits. The polynomials are
 * least-squares fits, reweighted towards the smallest maximum error, with coefficients rounded to
 * float one after the other.
 *
 * <p>Largest errors against the exact value: exp 1 ulp, log 1 ulp, tanh 2 ulp, sigmoid 3 ulp, erf 1
 * ulp; the tests hold them.
 */
public final class FloatFunctions {
  /** 1.5 * 2^23: adding it rounds a small float to an integer held in the low mantissa bits. */
  public static final float ROUNDER = 0x1.8p23f;

  public static final int ROUNDER_BITS = 0x4b400000;

  public static final float EXP_LOW = -104f;
  public static final float EXP_HIGH = 89f;
  public static final float LOG2_E = 0x1.715476p0f;
  public static final float LN2_HIGH = 0x1.63p-1f;
  public static final float LN2_LOW = -0x1.bd0106p-13f;

  public static final float EXP_0 = 0x1.fffffcp-2f;
  public static final float EXP_1 = 0x1.555492p-3f;
  public static final float EXP_2 = 0x1.5558b6p-5f;
  public static final float EXP_3 = 0x1.1239a2p-7f;
  public static final float EXP_4 = 0x1.6a4742p-10f;

  public static final int SQRT_HALF_BITS = 0x3f3504f3;
  public static final float SUBNORMAL_SCALE = 0x1p25f;
  public static final float SUBNORMAL_EXPONENT = 25f;

  public static final float LOG_0 = 0x1.555548p-2f;
  public static final float LOG_1 = -0x1.000006p-2f;
  public static final float LOG_2 = 0x1.99a478p-3f;
  public static final float LOG_3 = -0x1.555c4ep-3f;
  public static final float LOG_4 = 0x1.233b78p-3f;
  public static final float LOG_5 = -0x1.fc26acp-4f;
  public static final float LOG_6 = 0x1.e6c03ep-4f;
  public static final float LOG_7 = -0x1.de1004p-4f;
  public static final float LOG_8 = 0x1.1484e8p-4f;

  public static final float TANH_SMALL = 0.625f;
  public static final float TANH_0 = -0x1.555534p-2f;
  public static final float TANH_1 = 0x1.110762p-3f;
  public static final float TANH_2 = -0x1.b8439ap-5f;
  public static final float TANH_3 = 0x1.525328p-6f;
  public static final float TANH_4 = -0x1.769df8p-8f;

  public static final float ERF_SMALL = 1f;
  public static final float ERF_ONE = 4f;
  public static final float ERF_S0 = 0x1.06eba8p-3f;
  public static final float ERF_S1 = -0x1.812740p-2f;
  public static final float ERF_S2 = 0x1.ce2d50p-4f;
  public static final float ERF_S3 = -0x1.b7fe90p-6f;
  public static final float ERF_S4 = 0x1.542e10p-8f;
  public static final float ERF_S5 = -0x1.a50b0ep-11f;
  public static final float ERF_S6 = 0x1.4c344ep-14f;

  public static final float ERF_L0 = -0x1.ac937ep-13f;
  public static final float ERF_L1 = 0x1.21317ap0f;
  public static final float ERF_L2 = 0x1.441dbep-1f;
  public static final float ERF_L3 = 0x1.bcfca4p-4f;
  public static final float ERF_L4 = -0x1.9fba0ep-6f;
  public static final float ERF_L5 = 0x1.18aa80p-8f;
  public static final float ERF_L6 = -0x1.e66866p-12f;
  public static final float ERF_L7 = 0x1.a8fef2p-16f;
  public static final float ERF_L8 = -0x1.0f59a4p-22f;

  public static final float SQRT_HALF = 0x1.6a09e6p-1f;

  private FloatFunctions() {}

  /**
   * e to the x: x = n ln 2 + r with |r| at most ln 2 / 2 and a polynomial in r; the power of two is
   * applied in two steps so that subnormal results round once. Overflows to infinity, underflows to
   * +0.0.
   */
  public static float exp(float x) {
    float v = clip(x, EXP_LOW, EXP_HIGH);
    float t = Math.fma(v, LOG2_E, ROUNDER);
    float n = t - ROUNDER;
    float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, v));
    float p = Math.fma(Math.fma(Math.fma(EXP_4, r, EXP_3), r, EXP_2), r, EXP_1);
    p = Math.fma(p, r, EXP_0);
    float e = 1f + Math.fma(p, r * r, r);
    int shift = Float.floatToRawIntBits(t) - ROUNDER_BITS;
    int half = shift >> 1;
    return e * powerOfTwo(half) * powerOfTwo(shift - half);
  }

  private static float powerOfTwo(int exponent) {
    return Float.intBitsToFloat((exponent + 127) << 23);
  }

  /**
   * Natural logarithm: x = m 2^e with m between sqrt(1/2) and sqrt(2), a polynomial in m - 1.
   * Negative infinity at zeros, NaN below.
   */
  public static float log(float x) {
    boolean subnormal = x < Float.MIN_NORMAL;
    float scaled = subnormal ? x * SUBNORMAL_SCALE : x;
    int bits = Float.floatToRawIntBits(scaled);
    int exponent = (bits - SQRT_HALF_BITS) >> 23;
    float f = Float.intBitsToFloat(bits - (exponent << 23)) - 1f;
    float e = Float.intBitsToFloat(exponent + ROUNDER_BITS) - ROUNDER;
    e = subnormal ? e - SUBNORMAL_EXPONENT : e;
    float result = logOf(f, e);
    result = x == Float.POSITIVE_INFINITY ? x : result;
    result = x == 0f ? Float.NEGATIVE_INFINITY : result;
    return x >= 0f ? result : Float.NaN;
  }

  private static float logOf(float f, float e) {
    float p = Math.fma(Math.fma(Math.fma(LOG_8, f, LOG_7), f, LOG_6), f, LOG_5);
    p = Math.fma(Math.fma(Math.fma(p, f, LOG_4), f, LOG_3), f, LOG_2);
    p = Math.fma(Math.fma(p, f, LOG_1), f, LOG_0);
    float z = f * f;
    float y = Math.fma(e, LN2_LOW, p * f * z);
    y = Math.fma(-0.5f, z, y);
    return Math.fma(e, LN2_HIGH, f + y);
  }

  /** Hyperbolic tangent: an odd polynomial below 0.625, 1 - 2 / (exp(2|x|) + 1) above. */
  public static float tanh(float x) {
    float a = Math.abs(x);
    float z = a * a;
    float p = Math.fma(Math.fma(Math.fma(TANH_4, z, TANH_3), z, TANH_2), z, TANH_1);
    p = Math.fma(p, z, TANH_0);
    float small = Math.fma(p * z, a, a);
    float large = 1f - 2f / (exp(a + a) + 1f);
    return withSignOf(a < TANH_SMALL ? small : large, x);
  }

  /** 1 / (1 + exp(-x)); +0.0 below -88.8, where the exact value is under 3e-39. */
  public static float sigmoid(float x) {
    return 1f / (1f + exp(-x));
  }

  /** Error function: an odd polynomial below 1, 1 - exp(-q(|x|)) above, 1 from 4 on. */
  public static float erf(float x) {
    float a = Math.abs(x);
    a = a > ERF_ONE ? ERF_ONE : a;
    return withSignOf(a < ERF_SMALL ? erfSmall(a) : erfLarge(a), x);
  }

  private static float erfSmall(float a) {
    float z = a * a;
    float p = Math.fma(Math.fma(Math.fma(ERF_S6, z, ERF_S5), z, ERF_S4), z, ERF_S3);
    p = Math.fma(Math.fma(Math.fma(p, z, ERF_S2), z, ERF_S1), z, ERF_S0);
    return Math.fma(p, a, a);
  }

  private static float erfLarge(float a) {
    float q = Math.fma(Math.fma(Math.fma(ERF_L8, a, ERF_L7), a, ERF_L6), a, ERF_L5);
    q = Math.fma(Math.fma(Math.fma(q, a, ERF_L4), a, ERF_L3), a, ERF_L2);
    q = Math.fma(Math.fma(q, a, ERF_L1), a, ERF_L0);
    return 1f - exp(-q);
  }

  /** Gaussian error linear unit, exact form: (0.5 x) (1 + erf(x sqrt(1/2))). */
  public static float gelu(float x) {
    return 0.5f * x * (1f + erf(x * SQRT_HALF));
  }

  /** x to an integer power by squaring, from the lowest bit up; negative: 1 / power(x, -n). */
  public static float power(float x, int exponent) {
    float result = 1f;
    float square = x;
    for (int e = Math.abs(exponent); e > 0; e >>= 1) {
      result = (e & 1) == 1 ? result * square : result;
      square *= square;
    }
    return exponent < 0 ? 1f / result : result;
  }

  /** The clip of {@link Kernels#clip}. */
  public static float clip(float x, float low, float high) {
    float v = x < low ? low : x;
    return high < v ? high : v;
  }

  private static float withSignOf(float magnitude, float sign) {
    return Float.intBitsToFloat(
        Float.floatToRawIntBits(magnitude) | (Float.floatToRawIntBits(sign) & 0x80000000));
  }
}
