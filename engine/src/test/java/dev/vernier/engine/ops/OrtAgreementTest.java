package dev.vernier.engine.ops;

import static dev.vernier.engine.ops.NodeSpec.of;

import dev.vernier.engine.Comparison;
import dev.vernier.engine.InferenceSession;
import dev.vernier.engine.OrtOracle;
import dev.vernier.engine.SessionOptions;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.Tolerance;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.OnnxModel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Single operators on random data against ONNX Runtime, old and new attribute forms alike. */
class OrtAgreementTest {
  @ParameterizedTest
  @MethodSource({
    "elementwise",
    "matrices",
    "windows",
    "rows",
    "reductions",
    "movements",
    "selections",
    "quantization",
    "resampling",
    "recurrent"
  })
  void agrees(NodeSpec spec) {
    OnnxModel model = spec.model(false);
    try (OrtOracle oracle = OrtOracle.unoptimised(model)) {
      Comparison.assertAgrees(
          InferenceSession.create(model, SessionOptions.defaults()).run(spec.inputs()),
          oracle.run(spec.inputs()),
          spec.tolerance());
    }
  }

  static Stream<NodeSpec> elementwise() {
    List<NodeSpec> specs = new ArrayList<>();
    for (String op :
        List.of(
            "Abs",
            "Ceil",
            "Cos",
            "Elu",
            "Erf",
            "Exp",
            "Floor",
            "HardSigmoid",
            "HardSwish",
            "LeakyRelu",
            "Neg",
            "Reciprocal",
            "Relu",
            "Round",
            "Selu",
            "Sigmoid",
            "Sign",
            "Sin",
            "Softplus",
            "Softsign",
            "Tan",
            "Tanh",
            "Atan",
            "Sinh",
            "Cosh",
            "Celu",
            "Mish",
            "ThresholdedRelu")) {
      specs.add(of(op).opset(op.equals("Mish") ? 18 : 17).floats(3, 17));
    }
    specs.add(of("Sqrt").positive(3, 17));
    specs.add(of("Log").positive(3, 17));
    specs.add(of("Gelu").opset(20).floats(3, 17));
    specs.add(of("Gelu").opset(20).with("approximate", "tanh").floats(3, 17));
    for (String op : List.of("Add", "Sub", "Mul", "Div", "Min", "Max", "Sum", "Mean")) {
      specs.add(of(op).floats(2, 3, 19).floats(2, 3, 19));
      specs.add(of(op).floats(2, 3, 19).floats(19));
      specs.add(of(op).floats(2, 3, 19).weights());
      specs.add(of(op).floats(2, 1, 19).floats(3, 1));
    }
    specs.add(of("Pow").positive(2, 5).constant(Tensor.scalar(2f)));
    specs.add(of("Pow").positive(2, 5).constant(Tensor.scalar(0.5f)));
    specs.add(of("Pow").positive(2, 5).floats(2, 5));
    specs.add(of("PRelu").floats(2, 3, 4, 4).weights(3, 1, 1));
    specs.add(of("Clip").opset(10).with("min", -0.5f).with("max", 0.5f).floats(3, 17));
    specs.add(of("Clip").floats(3, 17).constant(Tensor.scalar(0f)).constant(Tensor.scalar(0.4f)));
    specs.add(of("Clip").floats(3, 17).absent().constant(Tensor.scalar(0.4f)));
    specs.add(of("Greater").floats(2, 5).floats(5).gives(DataType.BOOL));
    specs.add(of("LessOrEqual").floats(2, 5).floats(2, 1).gives(DataType.BOOL));
    specs.add(of("CumSum").floats(2, 5).constant(Tensor.scalar(1L)));
    specs.add(of("CumSum").with("exclusive", 1).floats(2, 5).constant(Tensor.scalar(0L)));
    specs.add(
        of("Where").constant(Tensor.of(new boolean[] {true, false}, 2, 1)).floats(2, 5).floats(5));
    return specs.stream();
  }

  static Stream<NodeSpec> matrices() {
    return Stream.of(
        of("MatMul").floats(5, 33).floats(33, 7),
        of("MatMul").floats(2, 3, 5, 9).floats(3, 9, 7),
        of("MatMul").floats(2, 5, 9).weights(9, 40),
        of("MatMul").floats(9).floats(9, 7),
        of("MatMul").floats(2, 5, 9).floats(9),
        of("Gemm").floats(5, 33).weights(33, 40).weights(40),
        of("Gemm").with("transB", 1).floats(5, 33).weights(40, 33).weights(40),
        of("Gemm").with("transA", 1).with("alpha", 0.5f).floats(33, 5).floats(33, 7),
        of("Gemm").with("beta", 0.25f).floats(5, 9).floats(9, 7).floats(5, 1));
  }

  static Stream<NodeSpec> windows() {
    return Stream.of(
        of("Conv").ints("pads", 1, 1, 1, 1).floats(2, 5, 9, 8).weights(7, 5, 3, 3).weights(7),
        of("Conv").ints("strides", 2, 1).floats(1, 4, 9, 8).weights(6, 2, 3, 2).with("group", 2),
        of("Conv").with("group", 6).ints("dilations", 2, 2).floats(1, 6, 9, 8).weights(6, 1, 3, 3),
        of("Conv")
            .with("auto_pad", "SAME_UPPER")
            .ints("strides", 2, 2)
            .floats(1, 3, 9, 8)
            .weights(4, 3, 3, 3),
        of("Conv").floats(2, 3, 16).weights(4, 3, 5),
        of("Conv").floats(1, 2, 4, 5, 6).weights(3, 2, 2, 3, 3).weights(3),
        of("ConvTranspose").ints("strides", 2, 2).floats(1, 3, 5, 4).weights(3, 4, 3, 3).weights(4),
        of("ConvTranspose")
            .with("group", 2)
            .ints("pads", 1, 0, 1, 0)
            .floats(1, 4, 5, 4)
            .weights(4, 3, 3, 3),
        of("ConvTranspose")
            .ints("strides", 2, 2)
            .ints("output_padding", 1, 1)
            .floats(1, 3, 5, 4)
            .weights(3, 2, 3, 3),
        of("MaxPool").ints("kernel_shape", 3, 2).ints("strides", 2, 2).floats(2, 3, 9, 8),
        of("MaxPool")
            .ints("kernel_shape", 3, 3)
            .ints("strides", 2, 2)
            .with("ceil_mode", 1)
            .floats(1, 2, 8, 8),
        of("MaxPool")
            .ints("kernel_shape", 3, 3)
            .ints("pads", 1, 1, 1, 1)
            .floats(1, 2, 6, 7)
            .gives(DataType.FLOAT)
            .gives(DataType.INT64),
        of("AveragePool").ints("kernel_shape", 3, 3).ints("pads", 1, 1, 1, 1).floats(1, 2, 6, 7),
        of("AveragePool")
            .ints("kernel_shape", 3, 3)
            .ints("pads", 1, 1, 1, 1)
            .with("count_include_pad", 1)
            .floats(1, 2, 6, 7),
        of("AveragePool")
            .ints("kernel_shape", 2, 2)
            .with("auto_pad", "SAME_LOWER")
            .ints("strides", 2, 2)
            .floats(1, 2, 7, 7),
        of("LpPool").ints("kernel_shape", 2, 2).floats(1, 2, 6, 7),
        of("GlobalAveragePool").floats(2, 3, 6, 7),
        of("GlobalMaxPool").floats(2, 3, 6, 7),
        of("GlobalLpPool").floats(2, 3, 6, 7));
  }

  static Stream<NodeSpec> rows() {
    return Stream.of(
        of("Softmax").floats(3, 5, 33),
        of("Softmax").with("axis", 1).floats(3, 5, 7),
        of("Softmax").opset(11).floats(3, 5, 7),
        of("LogSoftmax").floats(3, 33),
        of("Hardmax").floats(3, 33),
        of("LayerNormalization").floats(3, 5, 33).weights(33).weights(33),
        of("LayerNormalization").with("axis", 1).floats(3, 5, 7).weights(5, 7).weights(5, 7),
        of("InstanceNormalization").floats(2, 3, 5, 6).weights(3).weights(3),
        of("BatchNormalization")
            .opset(15)
            .floats(2, 3, 5, 6)
            .weights(3)
            .weights(3)
            .weights(3)
            .positiveWeights(3),
        of("LpNormalization").with("axis", 1).floats(2, 5, 3),
        of("LpNormalization").with("p", 1).floats(2, 5),
        of("MeanVarianceNormalization").floats(2, 3, 5, 6),
        of("LRN").with("size", 3).floats(2, 5, 4, 4));
  }

  static Stream<NodeSpec> reductions() {
    List<NodeSpec> specs = new ArrayList<>();
    for (String op :
        List.of(
            "ReduceL1",
            "ReduceL2",
            "ReduceMax",
            "ReduceMean",
            "ReduceMin",
            "ReduceProd",
            "ReduceSumSquare",
            "ReduceLogSumExp",
            "ReduceLogSum")) {
      specs.add(of(op).ints("axes", -1).positive(3, 4, 21));
      specs.add(of(op).ints("axes", 0, 2).with("keepdims", 0).positive(3, 4, 21));
      specs.add(of(op).opset(18).positive(3, 4, 5).longs(1));
      specs.add(of(op).positive(3, 4, 5));
    }
    specs.add(of("ReduceSum").opset(11).ints("axes", 1).floats(3, 4, 5));
    specs.add(of("ReduceSum").floats(3, 4, 5).longs(1, -1));
    specs.add(of("ArgMax").with("axis", 1).floats(3, 4, 5).gives(DataType.INT64));
    specs.add(of("ArgMin").with("keepdims", 0).floats(3, 4, 5).gives(DataType.INT64));
    return specs.stream();
  }

  static Stream<NodeSpec> movements() {
    return Stream.of(
        of("Transpose").floats(3, 4, 5),
        of("Transpose").ints("perm", 0, 2, 1).floats(3, 40, 50),
        of("Transpose").ints("perm", 0, 2, 3, 1).floats(2, 3, 4, 5),
        of("Reshape").floats(2, 3, 4).longs(0, -1),
        of("Flatten").with("axis", 2).floats(2, 3, 4, 5),
        of("Squeeze").opset(11).ints("axes", 1).floats(2, 1, 4),
        of("Squeeze").floats(2, 1, 4).longs(1),
        of("Unsqueeze").opset(11).ints("axes", 0, 3).floats(2, 4),
        of("Unsqueeze").floats(2, 4).longs(1),
        of("Concat").with("axis", 1).floats(2, 3, 4).floats(2, 1, 4),
        of("Slice").opset(9).ints("starts", 1, -3).ints("ends", 9, -1).floats(4, 6),
        of("Slice").floats(4, 6).longs(-1, 0).longs(-9, 6).longs(0, 1).longs(-1, 2),
        of("Split")
            .opset(11)
            .ints("split", 1, 3)
            .floats(4, 6)
            .gives(DataType.FLOAT)
            .gives(DataType.FLOAT),
        of("Split")
            .with("axis", 1)
            .floats(2, 6)
            .longs(2, 4)
            .gives(DataType.FLOAT)
            .gives(DataType.FLOAT),
        of("Expand").floats(3, 1).longs(2, 1, 4),
        of("Tile").floats(2, 3).longs(2, 3),
        of("Pad").opset(10).ints("pads", 0, 1, 2, 0).with("value", 1.5f).floats(3, 4),
        of("Pad").floats(3, 4).longs(0, 1, 2, 0).constant(Tensor.scalar(1.5f)),
        of("Pad").with("mode", "reflect").floats(3, 4).longs(1, 2, 1, 2),
        of("Pad").with("mode", "edge").floats(3, 4).longs(1, 2, 1, 2),
        of("Pad").floats(3, 4).longs(-1, 0, 0, -2),
        of("DepthToSpace").with("blocksize", 2).floats(2, 8, 3, 4),
        of("DepthToSpace").with("blocksize", 2).with("mode", "CRD").floats(2, 8, 3, 4),
        of("SpaceToDepth").with("blocksize", 2).floats(2, 3, 4, 6),
        of("Trilu").floats(2, 4, 5),
        of("Cast").with("to", 7L).floats(3, 4).gives(DataType.INT64),
        of("Cast").with("to", 10L).floats(3, 4).gives(DataType.FLOAT16),
        of("Identity").floats(3, 4),
        of("Dropout").floats(3, 4));
  }

  static Stream<NodeSpec> selections() {
    return Stream.of(
        of("Gather").floats(5, 4).longs(4, 0, -2),
        of("Gather").with("axis", 1).floats(5, 4, 3).longs(3, 1),
        of("GatherElements")
            .with("axis", 1)
            .floats(2, 3)
            .constant(Tensor.of(new long[] {0, 2, 1, -1}, 2, 2)),
        of("GatherND").floats(3, 4, 2).constant(Tensor.of(new long[] {0, 1, 2, 3}, 2, 2)),
        of("ScatterElements")
            .with("axis", 1)
            .floats(2, 3)
            .constant(Tensor.of(new long[] {1, 2}, 2, 1))
            .floats(2, 1),
        of("ScatterND").floats(4, 3).constant(Tensor.of(new long[] {2, 0}, 2, 1)).floats(2, 3),
        of("OneHot")
            .with("axis", 0)
            .feed(Tensor.of(new long[] {0, 3, -1}, 3))
            .longs(5)
            .constant(Tensor.of(new float[] {-1, 2}, 2)),
        of("TopK").floats(3, 9).longs(4).gives(DataType.FLOAT).gives(DataType.INT64),
        of("TopK")
            .feed(Tensor.of(new float[] {-1, -0f, 0f, -0f, 0f, -2}, 6))
            .longs(4)
            .gives(DataType.FLOAT)
            .gives(DataType.INT64),
        of("TopK")
            .with("axis", 0)
            .with("largest", 0)
            .floats(7, 3)
            .longs(2)
            .gives(DataType.FLOAT)
            .gives(DataType.INT64),
        of("NonZero").feed(Tensor.of(new float[] {0, 2, 3, 0, 0, 1}, 2, 3)).gives(DataType.INT64),
        of("Compress")
            .with("axis", 1)
            .floats(2, 3)
            .constant(Tensor.of(new boolean[] {true, false, true}, 3)),
        of("ReverseSequence").floats(4, 2, 3).longs(3, 2),
        of("EyeLike").with("k", 1).floats(3, 4));
  }

  static Stream<NodeSpec> quantization() {
    Tensor scale = Tensor.scalar(0.02f);
    Tensor zero = Tensor.wrap(DataType.UINT8, new byte[] {120}, 0);
    Tensor scales = Tensor.of(new float[] {0.02f, 0.05f, 0.01f}, 3);
    Tensor zeros = Tensor.wrap(DataType.INT8, new byte[] {3, 0, -7}, 0, 3);
    byte[] bytes = new byte[24];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 37 - 90);
    }
    Tensor signed = Tensor.wrap(DataType.INT8, bytes, 0, 4, 6);
    Tensor unsigned = Tensor.wrap(DataType.UINT8, bytes, 0, 6, 4);
    Tolerance exact = Tolerance.exact();
    return Stream.of(
        of("QuantizeLinear")
            .within(exact)
            .floats(4, 50)
            .constant(scale)
            .constant(zero)
            .gives(DataType.UINT8),
        of("QuantizeLinear")
            .within(exact)
            .floats(4, 3, 5)
            .constant(scales)
            .constant(zeros)
            .gives(DataType.INT8),
        of("DequantizeLinear").within(exact).feed(unsigned).constant(scale).constant(zero),
        of("DequantizeLinear")
            .within(exact)
            .feed(Tensor.wrap(DataType.INT8, bytes, 0, 2, 3, 4))
            .constant(scales)
            .constant(zeros),
        of("DequantizeLinear")
            .within(exact)
            .with("axis", 0)
            .feed(Tensor.of(new int[] {70000, -3, 12345}, 3))
            .constant(scales),
        of("DynamicQuantizeLinear")
            .floats(4, 6)
            .gives(DataType.UINT8)
            .gives(DataType.FLOAT)
            .gives(DataType.UINT8),
        of("MatMulInteger")
            .within(exact)
            .feed(unsigned)
            .constant(signed)
            .constant(zero)
            .constant(Tensor.wrap(DataType.INT8, new byte[] {-3}, 0))
            .gives(DataType.INT32),
        of("QLinearMatMul")
            .within(Tolerance.absolute(1))
            .feed(unsigned)
            .constant(scale)
            .constant(zero)
            .constant(signed)
            .constant(scale)
            .constant(Tensor.wrap(DataType.INT8, new byte[] {0}, 0))
            .constant(Tensor.scalar(0.1f))
            .constant(zero)
            .gives(DataType.UINT8),
        of("ConvInteger")
            .within(exact)
            .ints("pads", 1, 1, 1, 1)
            .feed(Tensor.wrap(DataType.UINT8, bytes, 0, 1, 2, 4, 3))
            .constant(Tensor.wrap(DataType.UINT8, bytes, 0, 2, 2, 3, 2))
            .constant(zero)
            .gives(DataType.INT32));
  }

  static Stream<NodeSpec> resampling() {
    Tensor scales = Tensor.of(new float[] {1, 1, 2, 3}, 4);
    Tensor sizes = Tensor.of(new long[] {1, 2, 5, 3}, 4);
    return Stream.of(
        of("Resize").opset(10).floats(1, 2, 3, 4).constant(scales),
        of("Resize").opset(13).floats(1, 2, 3, 4).absent().constant(scales),
        of("Resize").opset(13).with("mode", "linear").floats(1, 2, 3, 4).absent().constant(scales),
        of("Resize").opset(13).with("mode", "cubic").floats(1, 2, 3, 4).absent().constant(scales),
        of("Resize")
            .opset(13)
            .with("mode", "linear")
            .with("coordinate_transformation_mode", "align_corners")
            .floats(1, 2, 4, 6)
            .absent()
            .absent()
            .constant(sizes),
        of("Resize")
            .opset(13)
            .with("coordinate_transformation_mode", "asymmetric")
            .with("nearest_mode", "floor")
            .floats(1, 2, 4, 6)
            .absent()
            .absent()
            .constant(sizes),
        of("Resize")
            .opset(13)
            .with("mode", "linear")
            .floats(1, 3, 21, 33)
            .absent()
            .constant(scales),
        of("Resize").opset(13).with("mode", "cubic").floats(1, 3, 21, 33).absent().constant(scales),
        of("Resize").opset(13).floats(2, 3, 7, 5).absent().constant(scales),
        of("Resize")
            .opset(13)
            .with("nearest_mode", "floor")
            .floats(1, 1, 4, 5)
            .absent()
            .constant(Tensor.of(new float[] {1, 1, 0.6f, 0.7f}, 4)),
        of("Upsample").opset(9).floats(1, 2, 3, 4).constant(scales));
  }

  static Stream<NodeSpec> recurrent() {
    return Stream.of(
        of("LSTM")
            .with("hidden_size", 5)
            .floats(4, 2, 3)
            .weights(1, 20, 3)
            .weights(1, 20, 5)
            .weights(1, 40)
            .gives(DataType.FLOAT)
            .gives(DataType.FLOAT)
            .gives(DataType.FLOAT),
        of("LSTM")
            .with("hidden_size", 5)
            .with("direction", "bidirectional")
            .floats(4, 2, 3)
            .weights(2, 20, 3)
            .weights(2, 20, 5)
            .weights(2, 40)
            .constant(Tensor.of(new int[] {4, 2}, 2))
            .weights(2, 2, 5)
            .weights(2, 2, 5)
            .weights(2, 15)
            .gives(DataType.FLOAT)
            .gives(DataType.FLOAT)
            .gives(DataType.FLOAT),
        of("GRU")
            .with("hidden_size", 5)
            .floats(4, 2, 3)
            .weights(1, 15, 3)
            .weights(1, 15, 5)
            .weights(1, 30)
            .gives(DataType.FLOAT)
            .gives(DataType.FLOAT),
        of("GRU")
            .with("hidden_size", 5)
            .with("linear_before_reset", 1)
            .with("direction", "reverse")
            .floats(4, 2, 3)
            .weights(1, 15, 3)
            .weights(1, 15, 5)
            .weights(1, 30)
            .gives(DataType.FLOAT)
            .gives(DataType.FLOAT),
        of("RNN")
            .with("hidden_size", 5)
            .floats(4, 2, 3)
            .weights(1, 5, 3)
            .weights(1, 5, 5)
            .weights(1, 10)
            .gives(DataType.FLOAT)
            .gives(DataType.FLOAT));
  }
}
