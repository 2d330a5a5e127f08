package dev.vernier.engine;

import dev.vernier.engine.channelslast.Epilogue;
import dev.vernier.engine.channelslast.UnaryStep.Pointwise;
import dev.vernier.kernels.Kernels;
import java.util.Arrays;

/**
 * A function from 8-bit codes to 8-bit codes, one for all channels or one a channel: what becomes
 * of codes that are dequantized, go through operators on single elements and are quantized again.
 * The table holds what those operators gave for every code. On codes held as floats it is computed
 * as {@link CodeLine}s where these give the whole table, and looked up elsewhere.
 */
@SuppressWarnings("ArrayRecordComponent")
record CodeMap(
    CodeParameters in, CodeParameters out, int channels, byte[] table, CodeLine[] lines) {
  static final int CODES = 256;

  /**
   * A map with the lines that give its table, if there are such.
   *
   * @param table resulting codes, channel by channel, from the least code on
   * @param units what is rounded to the codes: numbers in units of the output's scale
   */
  static CodeMap of(CodeParameters in, CodeParameters out, byte[] table, double[] units) {
    int channels = table.length / CODES;
    CodeMap map = new CodeMap(in, out, channels, table, null);
    CodeLine[] lines = new CodeLine[channels];
    for (int c = 0; c < channels; c++) {
      float[] wanted = new float[CODES];
      for (int k = 0; k < CODES; k++) {
        wanted[k] = map.result(c, k);
      }
      double[] exact = Arrays.copyOfRange(units, c * CODES, (c + 1) * CODES);
      lines[c] = CodeLine.through(in.low() - in.zeroPoint(), wanted, exact, map.low(), map.high());
      if (lines[c] == null) {
        return map;
      }
    }
    return new CodeMap(in, out, channels, table, lines);
  }

  /** Least result of any code and channel, less the zero point. */
  float low() {
    float low = Float.POSITIVE_INFINITY;
    for (int i = 0; i < table.length; i++) {
      low = Math.min(low, result(0, i));
    }
    return low;
  }

  /** Largest result. */
  float high() {
    float high = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < table.length; i++) {
      high = Math.max(high, result(0, i));
    }
    return high;
  }

  /** Whether the zeros of unused channels become something else. */
  boolean movesZero() {
    return lines == null || low() > 0 || high() < 0;
  }

  /** The result for a channel and index of a code, less the zero point. */
  private float result(int channel, int index) {
    byte code = table[channel * CODES + index];
    return (out.unsigned() ? Byte.toUnsignedInt(code) : code) - out.zeroPoint();
  }

  /** Maps n codes of one channel. */
  void apply(int channel, byte[] x, int xo, byte[] y, int yo, int n) {
    int from = channel * CODES - in.low();
    for (int i = 0; i < n; i++) {
      int code = in.unsigned() ? Byte.toUnsignedInt(x[xo + i]) : x[xo + i];
      y[yo + i] = table[from + code];
    }
  }

  /** Maps whole pixels of codes less their zero points, held as floats. */
  Pointwise onPixels(int used, int pixel, Kernels kernels) {
    Pixels map = lines == null ? byTable(used) : byLines(used, pixel, kernels);
    return (x, xo, y, yo, n) -> map.apply(x, xo, y, yo, n / pixel, pixel, pixel);
  }

  /** The same in place, of pixels {@code step} apart. */
  Epilogue inPlace(int used, int pixel, int step, Kernels kernels) {
    Pixels map = lines == null ? byTable(used) : byLines(used, pixel, kernels);
    return (y, offset, pixels) -> map.apply(y, offset, y, offset, pixels, pixel, step);
  }

  /** Maps some pixels of n floats, {@code step} apart. */
  private interface Pixels {
    void apply(float[] x, int xo, float[] y, int yo, int pixels, int n, int step);
  }

  private Pixels byLines(int used, int pixel, Kernels kernels) {
    float[] below = new float[pixel];
    float[] above = new float[pixel];
    float[] shift = new float[pixel];
    for (int c = 0; c < used; c++) {
      CodeLine line = lines[channels == 1 ? 0 : c];
      below[c] = line.below();
      above[c] = line.above();
      shift[c] = line.shift();
    }
    float low = low();
    float high = high();
    return (x, xo, y, yo, pixels, n, step) ->
        kernels.mapCodes(x, xo, below, above, shift, 0, y, yo, pixels, n, step, low, high);
  }

  private Pixels byTable(int used) {
    float[] results = new float[table.length];
    for (int i = 0; i < results.length; i++) {
      results[i] = result(0, i);
    }
    int first = in.zeroPoint() - in.low();
    int next = channels == 1 ? 0 : CODES;
    return (x, xo, y, yo, pixels, n, step) -> {
      for (int p = 0; p < pixels * step; p += step) {
        for (int c = 0; c < used; c++) {
          y[yo + p + c] = results[c * next + first + (int) x[xo + p + c]];
        }
      }
    };
  }
}
