package dev.vernier.engine.ops;

import static dev.vernier.engine.ops.NodeSpec.of;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Comparison;
import dev.vernier.engine.InferenceSession;
import dev.vernier.engine.OrtOracle;
import dev.vernier.engine.SessionOptions;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.Tolerance;
import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.VernierException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Operators that few networks use, on random data against ONNX Runtime. */
class RarerOperatorsTest {
  @ParameterizedTest
  @MethodSource({
    "losses",
    "sampling",
    "boxes",
    "einsum",
    "distinct",
    "rotary",
    "signals",
    "regions",
    "deformed",
    "moved",
    "counts",
    "olderRules"
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

  private static final Tolerance SINGLE_PRECISION = new Tolerance(1e-5f, 1e-5f);

  static Stream<NodeSpec> signals() {
    List<NodeSpec> specs = new ArrayList<>();
    for (String op : List.of("HannWindow", "HammingWindow", "BlackmanWindow")) {
      for (long periodic : new long[] {0, 1}) {
        specs.add(
            of(op)
                .with("periodic", periodic)
                .within(SINGLE_PRECISION)
                .constant(Tensor.scalar(10L)));
        specs.add(
            of(op)
                .with("periodic", periodic)
                .with("output_datatype", 11)
                .within(SINGLE_PRECISION)
                .gives(DataType.DOUBLE)
                .constant(Tensor.scalar(7L)));
      }
    }
    Tensor length = Tensor.scalar(12L);
    specs.add(
        of("MelWeightMatrix")
            .constant(Tensor.scalar(8L))
            .constant(Tensor.scalar(64L))
            .constant(Tensor.scalar(8192L))
            .constant(Tensor.scalar(0f))
            .constant(Tensor.scalar(4096f)));
    for (NodeSpec spec :
        List.of(
            of("DFT").floats(2, 15, 1),
            of("DFT").floats(2, 8, 2),
            of("DFT").with("axis", 2).floats(2, 3, 7, 1),
            of("DFT").with("onesided", 1).floats(2, 9, 1),
            of("DFT").with("inverse", 1).floats(2, 10, 2),
            of("DFT").floats(2, 15, 1).constant(length),
            of("DFT").floats(2, 5, 2).constant(length),
            of("DFT").opset(20).floats(2, 15, 1),
            of("DFT").opset(20).floats(2, 3, 15, 2).absent().constant(Tensor.scalar(1L)),
            of("STFT").floats(2, 30, 1).constant(Tensor.scalar(4L)).floats(10),
            of("STFT")
                .with("onesided", 0)
                .floats(2, 30, 1)
                .constant(Tensor.scalar(3L))
                .absent()
                .constant(length))) {
      specs.add(spec.within(SINGLE_PRECISION));
    }
    return specs.stream();
  }

  static Stream<NodeSpec> regions() {
    Tensor images = Tensor.of(new long[] {1, 0, 1}, 3);
    Tensor boxes = Tensor.of(new float[] {1, 2, 9, 11, -3, 0, 4.5f, 20, 6, 5, 6.5f, 5.25f}, 3, 4);
    Tensor named =
        Tensor.of(new float[] {1, 1, 2, 9, 11, 0, -3, 0, 4.5f, 20, 1, 6, 5, 6.5f, 5}, 3, 5);
    List<NodeSpec> specs = new ArrayList<>();
    for (String mode : List.of("avg", "max")) {
      for (long ratio : new long[] {0, 2}) {
        specs.add(roiAlign(10, mode, ratio).constant(boxes).constant(images));
        specs.add(roiAlign(16, mode, ratio).constant(boxes).constant(images));
        specs.add(
            roiAlign(16, mode, ratio)
                .with("coordinate_transformation_mode", "output_half_pixel")
                .constant(boxes)
                .constant(images));
      }
    }
    specs.add(
        of("MaxRoiPool")
            .ints("pooled_shape", 3, 2)
            .with("spatial_scale", 0.7f)
            .floats(2, 3, 8, 9)
            .constant(named));
    for (long aligned : new long[] {0, 1}) {
      specs.add(
          of("AffineGrid")
              .opset(20)
              .with("align_corners", aligned)
              .floats(2, 2, 3)
              .longs(2, 3, 5, 4));
      specs.add(
          of("AffineGrid")
              .opset(20)
              .with("align_corners", aligned)
              .floats(2, 3, 4)
              .longs(2, 3, 2, 5, 4));
    }
    return specs.stream();
  }

  private static NodeSpec roiAlign(long opset, String mode, long ratio) {
    return of("RoiAlign")
        .opset(opset)
        .with("mode", mode)
        .with("sampling_ratio", ratio)
        .with("output_height", 3)
        .with("output_width", 2)
        .with("spatial_scale", 0.75f)
        .floats(2, 3, 8, 9);
  }

  static Stream<NodeSpec> deformed() {
    return Stream.of(
        of("DeformConv").opset(19).floats(1, 4, 5, 6).weights(3, 4, 2, 2).floats(1, 8, 4, 5),
        of("DeformConv")
            .opset(19)
            .with("group", 2)
            .with("offset_group", 2)
            .ints("pads", 1, 1, 1, 1)
            .ints("strides", 2, 1)
            .ints("dilations", 1, 2)
            .floats(2, 4, 5, 6)
            .weights(6, 2, 3, 2)
            .floats(2, 24, 3, 6)
            .weights(6)
            .floats(2, 12, 3, 6));
  }

  static Stream<NodeSpec> moved() {
    return Stream.of(
        of("Col2Im").opset(18).floats(2, 12, 20).longs(5, 6).longs(2, 2),
        of("Col2Im")
            .opset(18)
            .ints("pads", 1, 0, 1, 2)
            .ints("strides", 2, 1)
            .ints("dilations", 1, 2)
            .floats(1, 6, 12)
            .longs(5, 6)
            .longs(2, 3),
        of("Col2Im").opset(18).floats(1, 8, 12).longs(3, 3, 4).longs(2, 2, 2),
        of("CenterCropPad").opset(18).floats(7, 4).longs(4, 7),
        of("CenterCropPad").opset(18).ints("axes", -1).floats(2, 3, 5).longs(8),
        of("MaxUnpool")
            .ints("kernel_shape", 2, 2)
            .ints("strides", 2, 2)
            .floats(1, 1, 2, 2)
            .constant(Tensor.of(new long[] {5, 7, 13, 15}, 1, 1, 2, 2)),
        of("Det").floats(3, 3, 3),
        of("Det").floats(5, 5));
  }

  static Stream<NodeSpec> counts() {
    return Stream.of(
        tfIdf("TF", 1, 2, 0, 2),
        tfIdf("TF", 2, 2, 5, 2),
        tfIdf("TFIDF", 1, 2, 1, 1),
        tfIdf("IDF", 1, 2, 2, 2));
  }

  private static NodeSpec tfIdf(String mode, long shortest, long longest, long skips, int rank) {
    int[] tokens = {1, 1, 3, 3, 3, 7, 8, 6, 7, 5, 6, 8};
    return of("TfIdfVectorizer")
        .with("mode", mode)
        .with("min_gram_length", shortest)
        .with("max_gram_length", longest)
        .with("max_skip_count", skips)
        .ints("ngram_counts", 0, 4)
        .ints("ngram_indexes", 3, 1, 2, 0, 6, 5, 4)
        .ints("pool_int64s", 2, 3, 5, 4, 5, 6, 7, 8, 6, 7)
        .with("weights", Attribute.ofFloats(1, 2, 3, 4, 5, 6, 7))
        .feed(rank == 1 ? Tensor.of(tokens, 12) : Tensor.of(tokens, 2, 6));
  }

  static Stream<NodeSpec> olderRules() {
    Tensor region = Tensor.of(new float[] {0, 0, 0.1f, 0.2f, 1, 1, 0.8f, 1.2f}, 8);
    return Stream.of(
        of("BatchNormalization")
            .opset(7)
            .with("spatial", 0)
            .floats(2, 3, 2, 2)
            .weights(3, 2, 2)
            .weights(3, 2, 2)
            .weights(3, 2, 2)
            .positiveWeights(3, 2, 2),
        of("Resize")
            .opset(10)
            .floats(1, 1, 4, 4)
            .constant(Tensor.of(new float[] {1, 1, 0.6f, 2}, 4)),
        of("Resize")
            .opset(13)
            .with("coordinate_transformation_mode", "tf_crop_and_resize")
            .floats(1, 1, 6, 4)
            .constant(region)
            .absent()
            .longs(1, 1, 4, 7),
        of("LSTM")
            .with("hidden_size", 3)
            .with("direction", "bidirectional")
            .with(
                "activations",
                Attribute.ofStrings(
                    List.of("HardSigmoid", "Affine", "Elu", "HardSigmoid", "Affine", "Elu")))
            .with("activation_alpha", Attribute.ofFloats(0.3f, 1.2f, 0.9f, 0.25f, 1.1f, 1f))
            .with("activation_beta", Attribute.ofFloats(0.4f, 0.1f, 0.45f, -0.1f))
            .floats(4, 2, 3)
            .weights(2, 12, 3)
            .weights(2, 12, 3));
  }

  @ParameterizedTest
  @MethodSource("floatingPoint")
  void doublesAgreeWithFloats(NodeSpec spec) {
    NodeSpec wide = spec.inDoublePrecision();
    Tensor single = run(spec);
    Tensor result = run(wide);
    Tensor rounded = Tensor.of(result.toFloats(), result.dims());
    Comparison.assertAgrees("out0", rounded, single, Tolerance.relative(1e-5f));
  }

  private static Tensor run(NodeSpec spec) {
    return InferenceSession.create(spec.model(false), SessionOptions.defaults())
        .run(spec.inputs())
        .get("out0");
  }

  static Stream<NodeSpec> floatingPoint() {
    return Stream.of(
        of("Erf").floats(5, 30),
        of("Gelu").opset(20).floats(5, 30),
        of("Gelu").opset(20).with("approximate", "tanh").floats(5, 30),
        of("Conv")
            .with("group", 2)
            .ints("pads", 1, 0, 2, 1)
            .ints("strides", 2, 1)
            .ints("dilations", 1, 2)
            .floats(2, 4, 7, 6)
            .weights(6, 2, 3, 2)
            .weights(6),
        of("Conv").floats(1, 2, 4, 5, 6).weights(3, 2, 2, 2, 3),
        of("ConvTranspose")
            .with("group", 2)
            .ints("strides", 2, 1)
            .floats(2, 4, 5, 4)
            .weights(4, 3, 3, 2)
            .weights(6),
        of("InstanceNormalization").floats(2, 3, 4, 2).weights(3).weights(3),
        of("GroupNormalization")
            .opset(21)
            .with("num_groups", 3)
            .floats(2, 6, 3, 2)
            .weights(6)
            .weights(6),
        of("LayerNormalization").with("axis", 1).floats(2, 3, 4).weights(3, 4).weights(4),
        of("LayerNormalization").floats(2, 3, 4).weights(4),
        of("RMSNormalization").opset(23).floats(2, 3, 4).weights(4),
        of("SwiGLU").opset(28).floats(3, 5).floats(3, 5),
        of("Einsum").with("equation", "bij,bjk->bik").floats(2, 3, 4).floats(2, 4, 5),
        of("DeformConv").opset(19).floats(1, 4, 5, 6).weights(3, 4, 2, 2).floats(1, 8, 4, 5),
        of("GridSample").opset(20).floats(2, 3, 5, 4).floats(2, 6, 3, 2),
        of("Det").floats(3, 3, 3));
  }

  @ParameterizedTest
  @MethodSource("singlePrecision")
  void whatComputesInSinglePrecisionRefusesDoubles(NodeSpec spec) {
    NodeSpec wide = spec.inDoublePrecision();
    assertThatThrownBy(() -> run(wide))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("input 0 is of type DOUBLE")
        .hasMessageContaining("cast to FLOAT");
  }

  static Stream<NodeSpec> singlePrecision() {
    return Stream.of(
        of("GRU").with("hidden_size", 3).floats(4, 2, 3).weights(1, 9, 3).weights(1, 9, 3),
        of("LSTM").with("hidden_size", 3).floats(4, 2, 3).weights(1, 12, 3).weights(1, 12, 3),
        of("RNN").with("hidden_size", 3).floats(4, 2, 3).weights(1, 3, 3).weights(1, 3, 3),
        of("Attention").opset(23).floats(2, 4, 3, 8).floats(2, 2, 5, 8).floats(2, 2, 5, 6));
  }
}
