package dev.vernier.engine.ops;

import static dev.vernier.engine.ops.NodeSpec.of;

import dev.vernier.engine.Comparison;
import dev.vernier.engine.InferenceSession;
import dev.vernier.engine.OrtOracle;
import dev.vernier.engine.SessionOptions;
import dev.vernier.engine.Tensor;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.OnnxModel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Operators that few networks use, on random data against ONNX Runtime. */
class RarerOperatorsTest {
  @ParameterizedTest
  @MethodSource({"losses", "sampling", "boxes", "einsum", "distinct", "rotary"})
  void agrees(NodeSpec spec) {
    OnnxModel model = spec.model(false);
    try (OrtOracle oracle = OrtOracle.unoptimised(model)) {
      Comparison.assertAgrees(
          InferenceSession.create(model, SessionOptions.defaults()).run(spec.inputs()),
          oracle.run(spec.inputs()),
          spec.tolerance());
    }
  }

  static Stream<NodeSpec> losses() {
    List<NodeSpec> specs = new ArrayList<>();
    Tensor labels = Tensor.of(new long[] {0, 3, -1, 2, 1, 3, 0, -1}, 2, 4);
    Tensor narrow = Tensor.of(new int[] {1, 0, 2}, 3);
    for (String op : List.of("NegativeLogLikelihoodLoss", "SoftmaxCrossEntropyLoss")) {
      for (String reduction : List.of("none", "sum", "mean")) {
        NodeSpec plain = of(op).opset(13).with("reduction", reduction);
        specs.add(plain.floats(3, 5).constant(narrow));
        NodeSpec ignoring = of(op).opset(13).with("reduction", reduction).with("ignore_index", -1);
        specs.add(ignoring.floats(2, 4, 4).constant(labels));
        NodeSpec weighted = of(op).opset(12).with("reduction", reduction).with("ignore_index", -1);
        specs.add(weighted.floats(2, 4, 4).constant(labels).positiveWeights(4));
      }
    }
    specs.add(
        of("SoftmaxCrossEntropyLoss")
            .floats(3, 5)
            .constant(narrow)
            .gives(DataType.FLOAT)
            .gives(DataType.FLOAT));
    return specs.stream();
  }

  static Stream<NodeSpec> sampling() {
    List<NodeSpec> specs = new ArrayList<>();
    for (String padding : List.of("zeros", "border", "reflection")) {
      for (long aligned : new long[] {0, 1}) {
        for (String mode : List.of("bilinear", "nearest", "bicubic")) {
          specs.add(
              of("GridSample")
                  .opset(16)
                  .with("mode", mode)
                  .with("padding_mode", padding)
                  .with("align_corners", aligned)
                  .floats(2, 3, 5, 4)
                  .floats(2, 6, 3, 2));
        }
        specs.add(
            of("GridSample")
                .opset(20)
                .with("padding_mode", padding)
                .with("align_corners", aligned)
                .floats(2, 2, 3, 5, 4)
                .floats(2, 2, 6, 3, 3));
      }
    }
    return specs.stream();
  }

  static Stream<NodeSpec> boxes() {
    Tensor most = Tensor.of(new long[] {7}, 1);
    Tensor overlap = Tensor.of(new float[] {0.3f}, 1);
    Tensor least = Tensor.of(new float[] {0.4f}, 1);
    return Stream.of(
        of("NonMaxSuppression").positive(2, 30, 4).positive(2, 3, 30).gives(DataType.INT64),
        of("NonMaxSuppression")
            .positive(2, 30, 4)
            .positive(2, 3, 30)
            .constant(most)
            .gives(DataType.INT64),
        of("NonMaxSuppression")
            .positive(2, 30, 4)
            .positive(2, 3, 30)
            .constant(most)
            .constant(overlap)
            .gives(DataType.INT64),
        of("NonMaxSuppression")
            .opset(10)
            .with("center_point_box", 1)
            .positive(2, 30, 4)
            .positive(2, 3, 30)
            .constant(most)
            .constant(overlap)
            .constant(least)
            .gives(DataType.INT64));
  }

  static Stream<NodeSpec> einsum() {
    return Stream.of(
        of("Einsum").with("equation", "bij, bjk -> bik").floats(2, 3, 5).floats(2, 5, 4),
        of("Einsum").with("equation", "bhid,bhjd->bhij").floats(2, 3, 5, 7).floats(2, 3, 4, 7),
        of("Einsum").with("equation", "ij,jk").floats(3, 5).floats(5, 4),
        of("Einsum").with("equation", "ij->").floats(3, 5),
        of("Einsum").with("equation", "ii->i").floats(4, 4),
        of("Einsum").with("equation", "ii").floats(4, 4),
        of("Einsum").with("equation", "ba").floats(3, 5),
        of("Einsum").with("equation", "...ij,...jk->...ik").floats(2, 1, 3, 5).floats(1, 6, 5, 4),
        of("Einsum").with("equation", "...i,...i").floats(2, 3, 5).floats(2, 3, 5),
        of("Einsum").with("equation", "i,j,k->kji").floats(2).floats(3).floats(4),
        of("Einsum").with("equation", "ab,bc,cd->ad").floats(2, 3).floats(3, 4).floats(4, 5),
        of("Einsum").with("equation", "abc,ca->b").floats(2, 3, 4).floats(4, 2),
        of("Einsum")
            .with("equation", "ij,jk->ik")
            .feed(Tensor.of(new int[] {1, -2, 3, 4, 5, 6}, 2, 3))
            .feed(Tensor.of(new int[] {7, 8, 9, 10, 11, -12}, 3, 2))
            .gives(DataType.INT32),
        of("Einsum")
            .with("equation", "ij,ij->j")
            .feed(Tensor.of(new double[] {1, -2, 3, 4}, 2, 2))
            .feed(Tensor.of(new double[] {0.5, 7, 0.25, 9}, 2, 2))
            .gives(DataType.DOUBLE));
  }

  static Stream<NodeSpec> distinct() {
    List<NodeSpec> specs = new ArrayList<>();
    Tensor repeated = Tensor.of(new float[] {2, 1, 1, 3, 2, 2, 1, 1, 2, 1, 1, 3}, 3, 4);
    for (long sorted : new long[] {0, 1}) {
      specs.add(distinct(of("Unique").with("sorted", sorted).feed(repeated)));
      specs.add(distinct(of("Unique").with("sorted", sorted).with("axis", 0).feed(repeated)));
      specs.add(distinct(of("Unique").with("sorted", sorted).with("axis", -1).feed(repeated)));
    }
    specs.add(of("Unique").with("sorted", 0).feed(repeated));
    return specs.stream();
  }

  private static NodeSpec distinct(NodeSpec spec) {
    return spec.gives(DataType.FLOAT)
        .gives(DataType.INT64)
        .gives(DataType.INT64)
        .gives(DataType.INT64);
  }

  static Stream<NodeSpec> rotary() {
    Tensor ids = Tensor.of(new long[] {0, 3, 1, 2, 2, 0}, 2, 3);
    return Stream.of(
        of("RotaryEmbedding").opset(23).floats(2, 4, 3, 8).floats(5, 4).floats(5, 4).constant(ids),
        of("RotaryEmbedding").opset(23).floats(2, 4, 3, 8).floats(2, 3, 4).floats(2, 3, 4),
        of("RotaryEmbedding")
            .opset(23)
            .with("interleaved", 1)
            .with("num_heads", 4)
            .with("rotary_embedding_dim", 4)
            .floats(2, 3, 32)
            .floats(5, 2)
            .floats(5, 2)
            .constant(ids));
  }
}
