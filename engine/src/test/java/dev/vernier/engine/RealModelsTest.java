package dev.vernier.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.onnx.OnnxModel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real models against ONNX Runtime, and the laws of batches, layouts and observers on them. */
class RealModelsTest {
  /** Of the output range: what rounding in another order may do over fifty layers. */
  private static final Tolerance TOLERANCE = Tolerance.relative(1e-4f);

  @ParameterizedTest
  @CsvSource({
    "mobilenetv2_torchvision, 1",
    "squeezenet1.1, 1",
    "mobilenet_v1_0.25_224, 0.5",
    "tiny_darknet_224, 0.3",
    "cifar10_resnet20, 1",
    "cifar10_resnet56, 1",
    "mlperf_tiny_resnet8_cifar10, 60",
    "mnist-8, 60",
    "sst2_encoder_small, 1",
    "kwt1_keyword_transformer, 0.1"
  })
  void agreesWithOnnxRuntime(String name, float scale) {
    OnnxModel onnx = Models.read(name);
    EngineModel model = EngineModel.load(onnx);
    InferenceSession session = model.newSession();
    try (OrtOracle oracle = OrtOracle.of(onnx)) {
      for (int seed = 0; seed < 2; seed++) {
        Map<String, Tensor> inputs = Models.inputs(model, 1, seed, scale);
        Comparison.assertAgrees(session.run(inputs), oracle.run(inputs), TOLERANCE);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "mobilenetv2_torchvision, 1",
    "squeezenet1.1, 1",
    "cifar10_resnet20, 1",
    "mobilenet_v1_0.25_224, 0.5",
    "sst2_encoder_small, 1"
  })
  void batchEqualsSingles(String name, float scale) {
    EngineModel model = EngineModel.load(Models.read(name));
    InferenceSession session = model.newSession();
    assertThat(session.sampleAxis().batchable()).isTrue();
    int batch = 3;
    Map<String, Tensor> inputs = Models.inputs(model, batch, 7, scale);
    Map<String, Tensor> together = session.run(inputs);
    for (int s = 0; s < batch; s++) {
      Map<String, Tensor> alone = session.run(slices(inputs, s));
      for (String output : together.keySet()) {
        Comparison.assertSameBits(output, slice(together.get(output), s), alone.get(output));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "mobilenetv2_torchvision, 1",
    "squeezenet1.1, 1",
    "mobilenet_v1_0.25_224, 0.5",
    "tiny_darknet_224, 0.3",
    "cifar10_resnet20, 1",
    "mlperf_tiny_resnet8_cifar10, 60",
    "mnist-8, 60"
  })
  void layoutAndObserversChangeNoBit(String name, float scale) {
    EngineModel model = EngineModel.load(Models.read(name));
    Map<String, Tensor> inputs = Models.inputs(model, 1, 3, scale);
    Set<String> all = floatTensors(model, inputs);
    SessionOptions options = SessionOptions.defaults();
    Map<String, Tensor> plain = model.newSession(options).run(inputs);
    Map<String, Tensor> seen = new LinkedHashMap<>();
    Map<String, Tensor> observed =
        model.newSession(options.withObserved(all)).run(inputs, (t, v) -> seen.put(t, copy(v)));
    Map<String, Tensor> seenDense = new LinkedHashMap<>();
    Map<String, Tensor> dense =
        model
            .newSession(options.withObserved(all).withChannelsLast(false))
            .run(inputs, (t, v) -> seenDense.put(t, copy(v)));
    assertThat(seen.keySet()).isEqualTo(all);
    assertThat(seenDense.keySet()).isEqualTo(all);
    seen.forEach((t, value) -> Comparison.assertSameBits(t, value, seenDense.get(t)));
    plain.forEach((t, value) -> Comparison.assertSameBits(t, observed.get(t), value));
    plain.forEach((t, value) -> Comparison.assertSameBits(t, dense.get(t), value));
  }

  static Set<String> floatTensors(EngineModel model, Map<String, Tensor> inputs) {
    Map<String, int[]> dims = new LinkedHashMap<>();
    inputs.forEach((name, t) -> dims.put(name, t.dims()));
    Map<String, TensorFact> facts = model.newSession().facts(dims);
    Set<String> names = new TreeSet<>();
    model
        .model()
        .graph()
        .nodes()
        .forEach(
            n ->
                n.outputs().stream()
                    .filter(o -> facts.containsKey(o) && !facts.get(o).isConstant())
                    .filter(o -> facts.get(o).type() == dev.vernier.onnx.DataType.FLOAT)
                    .forEach(names::add));
    return names;
  }

  private static Tensor copy(TensorView view) {
    Tensor copy = Tensor.allocate(dev.vernier.onnx.DataType.FLOAT, view.dims());
    for (int s = 0; s < view.samples(); s++) {
      view.copyTo(s, copy.floats(), s * view.sampleSize());
    }
    return copy;
  }

  private static Map<String, Tensor> slices(Map<String, Tensor> batch, int sample) {
    Map<String, Tensor> result = new LinkedHashMap<>();
    batch.forEach((name, t) -> result.put(name, slice(t, sample)));
    return result;
  }

  private static Tensor slice(Tensor batch, int sample) {
    int[] dims = batch.dims();
    int rows = dims[0];
    dims[0] = 1;
    int size = batch.size() / rows;
    return Tensor.wrap(batch.type(), batch.array(), batch.offset() + sample * size, dims).copy();
  }
}
