package dev.vernier.engine.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.EngineModel;
import dev.vernier.engine.Tensor;
import dev.vernier.onnx.DataType;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sums of many products of the largest codes, which single precision alone would round. */
class ExactIntegersTest {
  private final Random random = new Random(7);

  @ParameterizedTest
  @CsvSource({
    // in, out, height, width, kernel, stride, pad, group
    "70, 20, 6, 5, 3, 1, 1, 1",
    "300, 3, 4, 4, 1, 1, 0, 1",
    "3, 5, 20, 20, 7, 2, 3, 1",
    "12, 12, 9, 9, 3, 1, 1, 12",
    "64, 8, 5, 5, 3, 1, 1, 2",
    "2, 4, 30, 30, 17, 1, 8, 1"
  })
  void convolutions(
      int in, int out, int height, int width, int kernel, int stride, int pad, int group) {
    Tensor x = codes(DataType.UINT8, 2, in, height, width);
    Tensor w = codes(DataType.INT8, out, in / group, kernel, kernel);
    Tensor zero = scalar(DataType.UINT8, 3);
    Tensor zeros = codes(DataType.INT8, out);
    NodeSpec fed = conv(stride, pad, group).feed(x).feed(w).feed(zero).feed(zeros);
    NodeSpec packed = conv(stride, pad, group).feed(x).constant(w).feed(zero).constant(zeros);
    assertThat(run(packed)).isEqualTo(run(fed));
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1000", "5, 33, 257", "17, 40, 2049"})
  void products(int m, int n, int k) {
    Tensor a = codes(DataType.UINT8, 2, m, k);
    Tensor b = codes(DataType.UINT8, k, n);
    Tensor rows = codes(DataType.UINT8, 1);
    Tensor columns = codes(DataType.UINT8, n);
    long[] expected = new long[2 * m * n];
    for (int i = 0; i < 2 * m; i++) {
      for (int j = 0; j < n; j++) {
        for (int t = 0; t < k; t++) {
          long left = a.longAt(i * k + t) - rows.longAt(0);
          expected[i * n + j] += left * (b.longAt(t * n + j) - columns.longAt(j));
        }
      }
    }
    NodeSpec product =
        NodeSpec.of("MatMulInteger")
            .gives(DataType.INT32)
            .feed(a)
            .constant(b)
            .feed(rows)
            .constant(columns);
    assertThat(run(product)).isEqualTo(expected);
  }

  private static NodeSpec conv(int stride, int pad, int group) {
    return NodeSpec.of("ConvInteger")
        .gives(DataType.INT32)
        .ints("strides", stride, stride)
        .ints("pads", pad, pad, pad, pad)
        .with("group", group);
  }

  private static long[] run(NodeSpec spec) {
    return EngineModel.load(spec.model(true)).newSession().run(spec.inputs()).get("out0").toLongs();
  }

  /** Mostly the least and the largest codes. */
  private Tensor codes(DataType type, int... dims) {
    Tensor tensor = Tensor.allocate(type, dims);
    long low = type == DataType.UINT8 ? 0 : -128;
    for (int i = 0; i < tensor.size(); i++) {
      int kind = random.nextInt(8);
      tensor.setLong(i, low + (kind == 0 ? random.nextInt(256) : kind < 6 ? 255 : 0));
    }
    return tensor;
  }

  private static Tensor scalar(DataType type, long value) {
    Tensor tensor = Tensor.allocate(type);
    tensor.setLong(0, value);
    return tensor;
  }
}
