package dev.vernier.engine.ops;

import static dev.vernier.engine.ops.NodeSpec.of;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.Comparison;
import dev.vernier.engine.EngineModel;
import dev.vernier.engine.InferenceSession;
import dev.vernier.engine.SampleAxis;
import dev.vernier.engine.Tensor;
import dev.vernier.onnx.DataType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What operators claim about the sample axis: true claims hold to the bit, the others are refused.
 */
class SampleAxisProofTest {
  private static final int BATCH = 3;

  @ParameterizedTest
  @MethodSource("keepsSamplesApart")
  void batchEqualsSingles(NodeSpec spec) {
    InferenceSession session = EngineModel.load(spec.model(true)).newSession();
    SampleAxis proof = proof(session, spec);
    assertThat(proof.of("out0")).isEqualTo(SampleAxis.Status.PROVEN);
    assertThat(proof.batchable()).isTrue();
    Map<String, Tensor> together = session.run(spec.inputs());
    for (int s = 0; s < BATCH; s++) {
      int sample = s;
      Map<String, Tensor> one = new LinkedHashMap<>();
      spec.inputs().forEach((name, t) -> one.put(name, slice(t, sample)));
      Map<String, Tensor> alone = session.run(one);
      together.forEach((n, t) -> Comparison.assertSameBits(n, alone.get(n), slice(t, sample)));
    }
  }

  @ParameterizedTest
  @MethodSource("mixesSamples")
  void refusesToClaim(NodeSpec spec) {
    InferenceSession session = EngineModel.load(spec.model(true)).newSession();
    assertThat(proof(session, spec).batchable()).isFalse();
  }

  private static SampleAxis proof(InferenceSession session, NodeSpec spec) {
    Map<String, int[]> dims = new LinkedHashMap<>();
    spec.inputs().forEach((name, t) -> dims.put(name, slice(t, 0).dims()));
    return session.sampleAxis(dims);
  }

  private static Tensor slice(Tensor batch, int sample) {
    int[] dims = batch.dims();
    dims[0] = 1;
    int size = batch.size() / BATCH;
    return Tensor.wrap(batch.type(), batch.array(), batch.offset() + sample * size, dims).copy();
  }

  static Stream<NodeSpec> keepsSamplesApart() {
    return Stream.of(
        of("Relu").floats(3, 33),
        of("Add").floats(3, 5, 7).floats(3, 5, 7),
        of("Mul").floats(3, 5, 7).weights(7),
        of("Div").floats(3, 5, 7).floats(3, 1, 7),
        of("Sub").weights(1, 5, 7).floats(3, 5, 7),
        of("Max").floats(3, 5).weights().floats(3, 1),
        of("Pow").positive(3, 5).constant(Tensor.scalar(1.7f)),
        of("Clip").floats(3, 5).constant(Tensor.scalar(-0.5f)),
        of("PRelu").floats(3, 4, 2).weights(4, 1),
        of("Where").constant(Tensor.of(new boolean[] {true, false}, 2)).floats(3, 2).floats(3, 2),
        of("Greater").floats(3, 5).weights(5).gives(DataType.BOOL),
        of("CumSum").floats(3, 5).constant(Tensor.scalar(1L)),
        of("MatMul").floats(3, 33).weights(33, 40),
        of("MatMul").floats(3, 5, 33).weights(33, 40),
        of("MatMul").floats(3, 5, 9).floats(3, 9, 7),
        of("MatMul").floats(3, 2, 5, 9).weights(2, 9, 7),
        of("MatMul").weights(5, 9).floats(3, 9, 7),
        of("Einsum").with("equation", "bij,jk->bik").floats(3, 5, 9).weights(9, 7),
        of("Einsum").with("equation", "bij,bjk->bik").floats(3, 5, 9).floats(3, 9, 7),
        of("GridSample").opset(16).floats(3, 2, 5, 4).floats(3, 6, 3, 2),
        of("Gemm").floats(3, 33).weights(33, 40).weights(40),
        of("Gemm").with("alpha", 0.3f).floats(3, 33).weights(33, 40).weights(1, 40),
        of("Conv").ints("pads", 1, 1, 1, 1).floats(3, 5, 9, 8).weights(7, 5, 3, 3).weights(7),
        of("ConvTranspose").floats(3, 5, 4, 4).weights(5, 2, 3, 3),
        of("MaxPool").ints("kernel_shape", 2, 2).floats(3, 2, 6, 6),
        of("AveragePool").ints("kernel_shape", 2, 2).floats(3, 2, 6, 6),
        of("GlobalAveragePool").floats(3, 2, 6, 6),
        of("Softmax").floats(3, 5, 7),
        of("Softmax").opset(11).floats(3, 5, 7),
        of("LayerNormalization").floats(3, 5, 33).weights(33).weights(33),
        of("InstanceNormalization").floats(3, 4, 33).weights(4).weights(4),
        of("BatchNormalization")
            .opset(15)
            .floats(3, 2, 5)
            .weights(2)
            .weights(2)
            .weights(2)
            .positiveWeights(2),
        of("LpNormalization").floats(3, 5),
        of("LRN").with("size", 3).floats(3, 5, 2, 2),
        of("ReduceMean").ints("axes", 1, 2).floats(3, 5, 7),
        of("ReduceSum").floats(3, 5, 7).longs(-1),
        of("ArgMax").with("axis", 1).floats(3, 5).gives(DataType.INT64),
        of("Transpose").ints("perm", 0, 2, 1).floats(3, 20, 18),
        of("Reshape").floats(3, 4, 5).longs(0, -1),
        of("Reshape").floats(3, 4, 5).longs(-1, 20),
        of("Flatten").floats(3, 4, 5),
        of("Squeeze").floats(3, 1, 5).longs(1),
        of("Unsqueeze").floats(3, 5).longs(1),
        of("Concat").with("axis", 1).floats(3, 4).floats(3, 2),
        of("Split").with("axis", 1).floats(3, 4).gives(DataType.FLOAT).gives(DataType.FLOAT),
        of("Slice").floats(3, 6).longs(1).longs(4).longs(1),
        of("Expand").floats(3, 1, 5).longs(1, 4, 1),
        of("Tile").floats(3, 5).longs(1, 2),
        of("Pad").floats(3, 5).longs(0, 1, 0, 1),
        of("Gather").with("axis", 1).floats(3, 5).longs(4, 0),
        of("Gather").weights(9, 5).feed(Tensor.of(new long[] {1, 7, 0, 3, 3, 8}, 3, 2)),
        of("GatherElements")
            .with("axis", 1)
            .floats(3, 2)
            .feed(Tensor.of(new long[] {0, 1, 1, 0, 1, 1}, 3, 2)),
        of("TopK").floats(3, 9).longs(4).gives(DataType.FLOAT).gives(DataType.INT64),
        of("OneHot")
            .feed(Tensor.of(new long[] {1, 2, 0}, 3))
            .longs(4)
            .constant(Tensor.of(new float[] {0, 1}, 2)),
        of("Cast").with("to", 7L).floats(3, 5).gives(DataType.INT64),
        of("DepthToSpace").with("blocksize", 2).floats(3, 4, 2, 2),
        of("Trilu").floats(3, 4, 4),
        of("QuantizeLinear").floats(3, 5).constant(Tensor.scalar(0.1f)).gives(DataType.UINT8));
  }

  static Stream<NodeSpec> mixesSamples() {
    return Stream.of(
        of("Add").floats(3, 5).floats(3, 1, 5),
        of("Add").floats(3).floats(3, 3),
        of("MatMul").floats(3, 33).floats(3, 33, 4),
        of("MatMul").weights(4, 1).floats(3, 7),
        of("Einsum").with("equation", "bi,ij->j").floats(3, 5).weights(5, 7),
        of("Einsum").with("equation", "bi,cj->bc").floats(3, 5).floats(3, 7),
        of("Gemm").with("transA", 1).floats(3, 2).weights(1, 4),
        of("Softmax").with("axis", 0).floats(3, 5),
        of("Softmax").opset(11).with("axis", 0).floats(3, 5),
        of("LayerNormalization").with("axis", 0).floats(3, 5).weights(5).weights(5),
        of("ReduceSum").floats(3, 5).longs(0),
        of("ReduceMean").floats(3, 5),
        of("ArgMax").floats(3, 5).gives(DataType.INT64),
        of("Transpose").floats(3, 5),
        of("Reshape").floats(3, 4).longs(4, -1),
        of("Reshape").floats(3, 4).longs(-1),
        of("Flatten").with("axis", 0).floats(3, 4),
        of("Flatten").with("axis", 2).floats(3, 4, 5),
        of("Squeeze").floats(3, 1, 5),
        of("Unsqueeze").floats(3, 5).longs(0),
        of("Concat").with("axis", 0).floats(3, 4).floats(3, 4),
        of("Slice").floats(3, 6).longs(0).longs(2).longs(0),
        of("Tile").floats(3, 5).longs(2, 1),
        of("Pad").floats(3, 5).longs(1, 0, 0, 0),
        of("Gather").floats(3, 5).longs(0, 0, 0),
        of("CumSum").floats(3, 5).constant(Tensor.scalar(0L)),
        of("TopK")
            .with("axis", 0)
            .floats(3, 5)
            .longs(2)
            .gives(DataType.FLOAT)
            .gives(DataType.INT64),
        of("LpNormalization").with("axis", 0).floats(3, 5),
        of("Trilu").floats(3, 5),
        of("DynamicQuantizeLinear")
            .floats(3, 5)
            .gives(DataType.UINT8)
            .gives(DataType.FLOAT)
            .gives(DataType.UINT8));
  }
}
