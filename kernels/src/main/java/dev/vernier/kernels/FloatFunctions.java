package dev.vernier.kernels;

/**
 * Elementary functions of one float, defined by fixed sequences of float operations and fused
 * multiply-adds, so that every machine and vector width gives the same bits. The polynomials and
 * quotients are least-squares fits, reweighted towards the smallest maximum error, with
 * coefficients rounded to float one after the other.
 *
 * <p>Largest errors against the exact value: exp 1 ulp, log 1 ulp, tanh 5 ulp, sigmoid 3 ulp, erf 6
 * ulp; the tests hold them. Tanh and erf are quotients of polynomials, a third of the work of forms
 * by exp.
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

  public static final float TANH_LIMIT = 9.02f;
  public static final float TANH_P1 = 0x1.0bfba0p-3f;
  public static final float TANH_P2 = 0x1.9701e0p-9f;
  public static final float TANH_P3 = 0x1.76c736p-17f;
  public static final float TANH_P4 = -0x1.5cb986p-26f;
  public static final float TANH_P5 = 0x1.d3f7f8p-35f;
  public static final float TANH_P6 = -0x1.83e768p-44f;
  public static final float TANH_Q1 = 0x1.db5322p-2f;
  public static final float TANH_Q2 = 0x1.9168cap-6f;
  public static final float TANH_Q3 = 0x1.0b2f76p-12f;

  public static final float ERF_LIMIT = 3.85f;
  public static final float ERF_P0 = 0x1.20dd74p0f;
  public static final float ERF_P1 = 0x1.8ee20ep-3f;
  public static final float ERF_P2 = 0x1.991a6ep-5f;
  public static final float ERF_P3 = 0x1.cc9e3ap-9f;
  public static final float ERF_P4 = 0x1.257d84p-13f;
  public static final float ERF_P5 = -0x1.0e62b0p-19f;
  public static final float ERF_P6 = 0x1.6c6dfcp-26f;
  public static final float ERF_Q1 = 0x1.030a80p-1f;
  public static final float ERF_Q2 = 0x1.ce7dd6p-4f;
  public static final float ERF_Q3 = 0x1.c91860p-7f;
  public static final float ERF_Q4 = 0x1.e1babcp-11f;

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

  /** Hyperbolic tangent: v p(v^2) / q(v^2) with v = x held to +-9.02, then held to +-1. */
  public static float tanh(float x) {
    float v = clip(x, -TANH_LIMIT, TANH_LIMIT);
    float z = v * v;
    float p = Math.fma(Math.fma(Math.fma(TANH_P6, z, TANH_P5), z, TANH_P4), z, TANH_P3);
    p = Math.fma(Math.fma(Math.fma(p, z, TANH_P2), z, TANH_P1), z, 1f);
    float q = Math.fma(Math.fma(Math.fma(TANH_Q3, z, TANH_Q2), z, TANH_Q1), z, 1f);
    return clip(v * p / q, -1f, 1f);
  }

  /** 1 / (1 + exp(-x)); +0.0 below -88.8, where the exact value is under 3e-39. */
  public static float sigmoid(float x) {
    return 1f / (1f + exp(-x));
  }

  /** Error function: v p(v^2) / q(v^2) with v = x held to +-3.85, then held to +-1. */
  public static float erf(float x) {
    float v = clip(x, -ERF_LIMIT, ERF_LIMIT);
    float z = v * v;
    float p = Math.fma(Math.fma(Math.fma(ERF_P6, z, ERF_P5), z, ERF_P4), z, ERF_P3);
    p = Math.fma(Math.fma(Math.fma(p, z, ERF_P2), z, ERF_P1), z, ERF_P0);
    float q = Math.fma(Math.fma(Math.fma(ERF_Q4, z, ERF_Q3), z, ERF_Q2), z, ERF_Q1);
    return clip(v * p / Math.fma(q, z, 1f), -1f, 1f);
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
}
