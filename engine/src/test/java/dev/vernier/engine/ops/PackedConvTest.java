package dev.vernier.engine.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.EngineModel;
import dev.vernier.engine.Tensor;
import dev.vernier.onnx.DataType;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A convolution gives the same bits with constant weights, which are packed, as with fed ones. */
class PackedConvTest {
  private final Random random = new Random(23);

  @ParameterizedTest
  @CsvSource({
    // in, out, length, kernel, stride, dilation, pads, group
    "1, 3, 50, 7, 3, 1, 0, 0, 1",
    "5, 40, 9, 3, 1, 1, 1, 1, 1",
    "129, 128, 4, 3, 1, 1, 1, 1, 1",
    "16, 16, 31, 5, 2, 2, 4, 0, 1",
    "16, 16, 31, 5, 2, 2, 0, 6, 16",
    "6, 4, 12, 1, 1, 1, 0, 0, 2",
    "64, 1, 3, 1, 1, 1, 0, 0, 1",
    "2, 18, 40, 40, 1, 1, 3, 3, 1",
    "4, 4, 10, 3, 4, 1, 5, 7, 4",
    "3, 70, 100, 25, 10, 1, -2, -3, 1"
  })
  void oneAxis(
      int in,
      int out,
      int length,
      int kernel,
      int stride,
      int dilation,
      int before,
      int after,
      int group) {
    Tensor x = gaussian(2, in, length);
    Tensor w = gaussian(out, in / group, kernel);
    Tensor bias = gaussian(out);
    NodeSpec fed = conv(stride, dilation, before, after, group).feed(x).feed(w).feed(bias);
    NodeSpec packed =
        conv(stride, dilation, before, after, group).feed(x).constant(w).constant(bias);
    assertThat(run(packed)).isEqualTo(run(fed));
  }

  private static NodeSpec conv(int stride, int dilation, int before, int after, int group) {
    return NodeSpec.of("Conv")
        .ints("strides", stride)
        .ints("dilations", dilation)
        .ints("pads", before, after)
        .with("group", group);
  }

  private static float[] run(NodeSpec spec) {
    EngineModel model = EngineModel.load(spec.model(true));
    return model.newSession().run(spec.inputs()).get("out0").toFloats();
  }

  private Tensor gaussian(int... dims) {
    Tensor tensor = Tensor.allocate(DataType.FLOAT, dims);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.setDouble(i, random.nextGaussian());
    }
    return tensor;
  }
}
