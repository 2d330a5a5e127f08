package dev.vernier.engine.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.EngineModel;
import dev.vernier.engine.Tensor;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.VernierException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Types of fewer than 8 bits and floats of 8 bits; numbers are those of ONNX's reference. */
class NarrowTypesTest {
  private static final Tensor X =
      Tensor.of(new float[] {0.1f, -1.7f, 3.3f, 900f, -7.25f, 250f, 0.024f, -0.0f}, 8);

  private static Tensor run(NodeSpec spec) {
    return EngineModel.load(spec.model(false)).newSession().run(spec.inputs()).get("out0");
  }

  private static Tensor tensor(DataType type, int[] dims, double... values) {
    Tensor tensor = Tensor.allocate(type, dims);
    for (int i = 0; i < values.length; i++) {
      tensor.setDouble(i, values[i]);
    }
    return tensor;
  }

  private static NodeSpec quantize(DataType type) {
    return NodeSpec.of("QuantizeLinear").opset(25).with("output_dtype", type.code()).gives(type);
  }

  private static NodeSpec quantizeX(DataType type) {
    return quantize(type).feed(X).constant(Tensor.scalar(0.5f));
  }

  private static NodeSpec blocks(DataType type) {
    return NodeSpec.of("QuantizeLinear")
        .opset(25)
        .with("output_dtype", type.code())
        .with("block_size", 2)
        .gives(type)
        .feed(X.reshaped(2, 4))
        .constant(Tensor.of(new float[] {0.5f, 3, 2, 100}, 2, 2));
  }

  @Test
  void quotientsBecomeEightBitFloats() {
    assertThat(run(quantizeX(DataType.FLOAT8E5M2)).toFloats())
        .containsExactly(0.1875f, -3.5f, 7, 1792, -14, 512, 0.046875f, -0f);
    assertThat(run(quantizeX(DataType.FLOAT8E4M3FN).with("saturate", 0)).toFloats())
        .containsExactly(0.203125f, -3.5f, 6.5f, Float.NaN, -14, Float.NaN, 0.046875f, -0f);
    assertThat(run(quantizeX(DataType.FLOAT8E4M3FNUZ)).toFloats())
        .containsExactly(0.203125f, -3.5f, 6.5f, 240, -14, 240, 0.046875f, 0);
  }

  @Test
  void blocksQuantizeToFourAndTwoBits() {
    assertThat(run(blocks(DataType.FLOAT4E2M1)).toFloats())
        .containsExactly(0, -3, 1, 6, -4, 6, 0, -0f);
    assertThat(run(blocks(DataType.UINT2)).toLongs()).containsExactly(0, 0, 1, 3, 0, 3, 0, 0);
    Tensor zero = tensor(DataType.INT2, new int[] {2, 2}, 1, -1, 0, 1);
    assertThat(run(blocks(DataType.INT2).constant(zero)).toLongs())
        .containsExactly(1, -2, 0, 1, -2, 1, 1, 1);
  }

  @Test
  void divisionHasThePrecisionOfTheScaleOrTheAttribute() {
    double[] values = {69.8125, 72, 31.34375};
    Tensor halves = tensor(DataType.FLOAT16, new int[] {3}, values);
    Tensor floats = tensor(DataType.FLOAT, new int[] {3}, values);
    Tensor halfScale = tensor(DataType.FLOAT16, new int[0], 1.1);
    Tensor floatScale = tensor(DataType.FLOAT, new int[0], 1.099609375);
    NodeSpec asked = quantize(DataType.INT8).with("precision", DataType.FLOAT16.code());
    assertThat(run(quantize(DataType.INT8).feed(halves).constant(halfScale)).toLongs())
        .containsExactly(64, 66, 28);
    assertThat(run(asked.feed(floats).constant(floatScale)).toLongs()).containsExactly(64, 66, 28);
    assertThat(run(quantize(DataType.INT8).feed(floats).constant(floatScale)).toLongs())
        .containsExactly(63, 65, 29);
  }

  @Test
  void powersOfTwoServeAsScales() {
    NodeSpec spec =
        quantize(DataType.INT8)
            .with("precision", DataType.FLOAT.code())
            .feed(Tensor.of(new float[] {1, 2, -3, 17}, 4))
            .constant(tensor(DataType.FLOAT8E8M0, new int[0], 2));
    assertThat(run(spec).toLongs()).containsExactly(0, 1, -2, 8);
  }

  @Test
  void typesOfZeroPointAndAttributeMustAgree() {
    NodeSpec spec = quantizeX(DataType.UINT8).constant(tensor(DataType.INT8, new int[0], 1));
    assertThatThrownBy(() -> run(spec))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("output_dtype is UINT8, but the zero point is of type INT8");
  }

  @Test
  void narrowNumbersAreDequantized() {
    NodeSpec byRow =
        NodeSpec.of("DequantizeLinear")
            .opset(25)
            .with("axis", 0)
            .gives(DataType.FLOAT16)
            .feed(
                tensor(DataType.FLOAT8E4M3FN, new int[] {2, 3}, 1, -2, .0625, 448, -.001953125, 16))
            .constant(tensor(DataType.FLOAT16, new int[] {2}, 0.5, 0.3));
    assertThat(run(byRow).toFloats())
        .containsExactly(0.5f, -1, 0.03125f, 134.375f, -0.0005860328674316406f, 4.80078125f);
    NodeSpec scaled =
        NodeSpec.of("DequantizeLinear")
            .opset(25)
            .with("output_dtype", DataType.FLOAT.code())
            .feed(tensor(DataType.FLOAT4E2M1, new int[] {4}, 1, -2, 6, .5))
            .constant(tensor(DataType.FLOAT8E8M0, new int[0], 0.25));
    assertThat(run(scaled).toFloats()).containsExactly(0.25f, -0.5f, 1.5f, 0.125f);
  }

  @Test
  void blocksOfTwoBitsAreDequantized() {
    NodeSpec signed =
        NodeSpec.of("DequantizeLinear")
            .opset(25)
            .with("block_size", 2)
            .feed(tensor(DataType.INT2, new int[] {1, 4}, 1, -2, -1, 0))
            .constant(Tensor.of(new float[] {0.5f, 3}, 1, 2))
            .constant(tensor(DataType.INT2, new int[] {1, 2}, 1, -1));
    assertThat(run(signed).toFloats()).containsExactly(0, -1.5f, 0, 3);
    NodeSpec unsigned =
        NodeSpec.of("DequantizeLinear")
            .opset(25)
            .with("block_size", 2)
            .with("output_dtype", DataType.BFLOAT16.code())
            .gives(DataType.BFLOAT16)
            .feed(tensor(DataType.UINT2, new int[] {1, 4}, 1, 2, 3, 0))
            .constant(Tensor.of(new float[] {0.5f, 3}, 1, 2));
    assertThat(run(unsigned).toFloats()).containsExactly(0.5f, 1, 9, 0);
  }

  @Test
  void castSaturatesUnlessToldNotTo() {
    Tensor x = Tensor.of(new float[] {1e6f, -1e6f, 0.3f, Float.NaN}, 4);
    NodeSpec spec =
        NodeSpec.of("Cast")
            .opset(25)
            .with("to", DataType.FLOAT8E5M2.code())
            .gives(DataType.FLOAT8E5M2)
            .feed(x);
    assertThat(run(spec).toFloats()).containsExactly(57344, -57344, 0.3125f, Float.NaN);
    assertThat(run(spec.with("saturate", 0)).toFloats())
        .containsExactly(Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0.3125f, Float.NaN);
  }

  @Test
  void castLikeRoundsScalesAsAsked() {
    NodeSpec spec =
        NodeSpec.of("CastLike")
            .opset(25)
            .with("round_mode", "down")
            .gives(DataType.FLOAT8E8M0)
            .feed(Tensor.of(new float[] {1.9f, 8, 0.3f}, 3))
            .feed(Tensor.allocate(DataType.FLOAT8E8M0, 1));
    assertThat(run(spec).toFloats()).containsExactly(1, 8, 0.25f);
  }

  @Test
  void castsToTwoBitsKeepTheLowOnes() {
    Tensor x = Tensor.of(new float[] {-3, -2, -1, 0, 1, 2, 3}, 7);
    NodeSpec signed = NodeSpec.of("Cast").opset(25).with("to", DataType.INT2.code());
    assertThat(run(signed.gives(DataType.INT2).feed(x)).toLongs())
        .containsExactly(1, -2, -1, 0, 1, -2, -1);
    NodeSpec unsigned = NodeSpec.of("Cast").opset(25).with("to", DataType.UINT2.code());
    assertThat(run(unsigned.gives(DataType.UINT2).feed(x)).toLongs())
        .containsExactly(1, 2, 3, 0, 1, 2, 3);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "INT2",
        "UINT2",
        "INT4",
        "UINT4",
        "FLOAT4E2M1",
        "FLOAT8E4M3FN",
        "FLOAT8E4M3FNUZ",
        "FLOAT8E5M2",
        "FLOAT8E5M2FNUZ",
        "FLOAT8E8M0"
      })
  void elementsAreMovedAndPackedWithoutChange(DataType type) {
    Tensor x = tensor(type, new int[] {3, 3}, 1, 2, 1, 1, 1, 2, 2, 2, 1);
    Tensor transposed =
        run(NodeSpec.of("Transpose").opset(25).ints("perm", 1, 0).gives(type).feed(x));
    assertThat(transposed.toFloats()).isEqualTo(floats(type, 1, 1, 2, 2, 1, 2, 1, 2, 1));
    Tensor padded = run(NodeSpec.of("Pad").opset(25).gives(type).feed(x).longs(0, 1, 0, 0));
    assertThat(padded.toFloats()).isEqualTo(floats(type, 0, 1, 2, 1, 0, 1, 1, 2, 0, 2, 2, 1));
    assertThat(Tensor.from(transposed.toTensorData("t")).toFloats())
        .isEqualTo(transposed.toFloats());
  }

  /** Four elements in three bytes, the first at the lowest bits; IR version 14. */
  @Test
  void sixBitsAreQuantizedPackedAndDequantized() {
    NodeSpec quantize =
        NodeSpec.of("QuantizeLinear")
            .opset(28)
            .with("output_dtype", DataType.FLOAT6E2M3.code())
            .gives(DataType.FLOAT6E2M3)
            .feed(Tensor.of(new float[] {0.25f, 14, -100, 0.0625f, 3}, 5))
            .constant(Tensor.scalar(2f));
    Tensor codes = run(quantize);
    assertThat(codes.toFloats()).containsExactly(0.125f, 7, -7.5f, 0, 1.5f);
    assertThat(codes.bytes()).containsExactly(0x01, 0x1e, 0x3f, 0x00, 0x0c);
    TensorData packed = codes.toTensorData("codes");
    assertThat(packed.bytes()).isEqualTo(ByteBuffer.wrap(bytes(0x81, 0xf7, 0x03, 0x0c)));
    NodeSpec dequantize =
        NodeSpec.of("DequantizeLinear")
            .opset(28)
            .feed(Tensor.from(packed))
            .constant(Tensor.scalar(2f));
    assertThat(run(dequantize).toFloats()).containsExactly(0.25f, 14, -15, 0, 3);
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  /** What the type makes of these values: INT2 wraps, FLOAT8E8M0 has no zero. */
  private static float[] floats(DataType type, double... values) {
    return tensor(type, new int[] {values.length}, values).toFloats();
  }
}
