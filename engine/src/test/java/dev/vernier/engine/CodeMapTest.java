package dev.vernier.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.kernels.Kernels;
import dev.vernier.kernels.KernelsProvider;
import dev.vernier.onnx.DataType;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class CodeMapTest {
  private static final CodeParameters IN = new CodeParameters(0.02f, 117, DataType.UINT8);
  private static final CodeParameters OUT = new CodeParameters(0.03f, -20, DataType.INT8);

  @Test
  void linesGiveStraightAndBentFunctions() {
    for (DoubleUnaryOperator f :
        List.<DoubleUnaryOperator>of(
            x -> x,
            x -> 1.7 * x - 0.4,
            x -> Math.max(x, 0),
            x -> Math.min(Math.max(x, -0.5), 1.25),
            x -> x < 0 ? 0.1 * x : x,
            x -> -0.3 * x,
            x -> 0.77,
            x -> 50)) {
      CodeMap map = map(f);
      assertThat(map.lines()).isNotNull();
      assertSame(map);
    }
  }

  @Test
  void tablesGiveTheRest() {
    CodeMap square = map(x -> x * x);
    assertThat(square.lines()).isNull();
    assertSame(square);
    assertSame(map(x -> 3 * StrictMath.tanh(x)));
  }

  @Test
  void everyChannelHasItsOwnTable() {
    byte[] table = new byte[2 * CodeMap.CODES];
    double[] units = new double[table.length];
    for (int i = 0; i < table.length; i++) {
      units[i] = (i % CodeMap.CODES - 117) * (i < CodeMap.CODES ? 0.5 : 0.25);
      table[i] = (byte) (Math.rint(units[i]) - 20);
    }
    CodeMap map = CodeMap.of(IN, OUT, table, units);
    float[] pixel = {40, 40, 0, -3, -3, 0};
    map.onPixels(2, 3, KernelsProvider.kernels()).apply(pixel, 0, pixel, 0, 6);
    assertThat(pixel).containsExactly(20, 10, 0, -2, -1, 0);
  }

  /** Codes and codes held as floats, by either kernels, against the table. */
  private static void assertSame(CodeMap map) {
    byte[] x = new byte[CodeMap.CODES];
    byte[] y = new byte[CodeMap.CODES];
    float[] floats = new float[CodeMap.CODES];
    for (int k = 0; k < x.length; k++) {
      x[k] = (byte) k;
      floats[k] = k - IN.zeroPoint();
    }
    map.apply(0, x, 0, y, 0, x.length);
    for (Kernels kernels : List.of(KernelsProvider.kernels(), KernelsProvider.scalar())) {
      float[] mapped = new float[CodeMap.CODES];
      map.onPixels(32, 32, kernels).apply(floats, 0, mapped, 0, floats.length);
      for (int k = 0; k < y.length; k++) {
        assertThat(mapped[k]).as("code %d", k).isEqualTo(y[k] - OUT.zeroPoint());
        assertThat(y[k]).isEqualTo(map.table()[k]);
      }
    }
  }

  private static CodeMap map(DoubleUnaryOperator f) {
    byte[] table = new byte[CodeMap.CODES];
    double[] units = new double[CodeMap.CODES];
    for (int k = 0; k < table.length; k++) {
      units[k] = f.applyAsDouble((k - IN.zeroPoint()) * IN.scale()) / OUT.scale();
      double code = Math.rint(units[k]) + OUT.zeroPoint();
      table[k] = (byte) Math.max(OUT.low(), Math.min(OUT.high(), code));
    }
    return CodeMap.of(IN, OUT, table, units);
  }
}
