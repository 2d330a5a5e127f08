package dev.vernier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Dim;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.ValueType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What observers are shown while it is computed is what they are shown of the whole. */
class ObservedPiecesTest {
  /** Several portions of 64 Ki floats an image, with and without halo and padded channels. */
  private static final int HEIGHT = 60;

  private static final int WIDTH = 50;

  private final Random random = new Random(4);
  private EngineModel model;

  @BeforeEach
  void makeModel() {
    Map<String, TensorData> weights = new LinkedHashMap<>();
    List<Node> nodes =
        List.of(
            conv(weights, "x", "halo", 3, 24, 3, 1),
            Node.of("", "Relu", List.of("halo"), List.of("rectified")),
            conv(weights, "rectified", "depthwise", 24, 24, 3, 24),
            conv(weights, "depthwise", "wide", 24, 96, 1, 1),
            Node.of("", "Sigmoid", List.of("wide"), List.of("function")),
            conv(weights, "function", "side", 96, 96, 1, 1),
            Node.of("", "Add", List.of("wide", "side"), List.of("sum")),
            Node.of("", "GlobalAveragePool", List.of("sum"), List.of("y")));
    ValueInfo x = new ValueInfo("x", shape());
    ValueInfo y = new ValueInfo("y", new ValueType(DataType.FLOAT, null));
    Graph graph = new Graph("test", nodes, Map.of(), List.of(x), List.of(y), List.of());
    model = EngineModel.load(OnnxModel.of(13, graph.withInitializers(weights)));
  }

  private static ValueType shape() {
    return new ValueType(
        DataType.FLOAT, List.of(Dim.symbolic("n"), Dim.of(3), Dim.of(HEIGHT), Dim.of(WIDTH)));
  }

  private Node conv(
      Map<String, TensorData> weights, String in, String out, int ins, int outs, int k, int group) {
    String name = "w_" + out;
    float[] values = gaussian(outs * ins / group * k * k);
    weights.put(name, TensorData.ofFloats(name, new long[] {outs, ins / group, k, k}, values));
    return Node.of("", "Conv", List.of(in, name), List.of(out))
        .withAttribute("group", Attribute.of((long) group))
        .withAttribute("pads", Attribute.ofInts(k / 2, k / 2, k / 2, k / 2));
  }

  private float[] gaussian(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void piecesHoldWhatTheWholeHolds(int batch) {
    Set<String> names =
        Set.of("x", "halo", "rectified", "depthwise", "wide", "function", "side", "sum", "y");
    Seen whole = observe(names, batch, false);
    Seen pieces = observe(names, batch, true);
    assertThat(whole.pieces).isZero();
    assertThat(pieces.pieces).isGreaterThan(batch * 8);
    assertThat(whole.values.keySet()).hasSize(names.size() * batch);
    assertThat(pieces.values.keySet()).isEqualTo(whole.values.keySet());
    whole.values.forEach(
        (key, values) -> assertThat(pieces.sorted(key)).isEqualTo(whole.sorted(key)));
  }

  private Seen observe(Set<String> names, int batch, boolean takePieces) {
    Seen seen = new Seen(takePieces);
    session(names).run(inputs(batch), seen);
    return seen;
  }

  private InferenceSession session(Set<String> names) {
    return model.newSession(SessionOptions.defaults().withObserved(names));
  }

  private static Map<String, Tensor> inputs(int batch) {
    Random random = new Random(5);
    Tensor x = Tensor.allocate(DataType.FLOAT, batch, 3, HEIGHT, WIDTH);
    for (int i = 0; i < x.size(); i++) {
      x.setDouble(i, random.nextGaussian());
    }
    return Map.of("x", x);
  }

  @Test
  void whatAnObserverThrowsIsNotTheStepsFault() {
    InferenceSession session = session(Set.of("wide"));
    IllegalStateException full = new IllegalStateException("full");
    Seen failing =
        new Seen(true) {
          @Override
          void add(String key, float[] data, int offset, int length) {
            throw full;
          }
        };
    assertThatThrownBy(() -> session.run(inputs(1), failing)).isSameAs(full);
    Seen after = new Seen(true);
    session.run(inputs(1), after);
    assertThat(after.sorted("wide 0"))
        .isEqualTo(observe(Set.of("wide"), 1, false).sorted("wide 0"));
  }

  /** Values by tensor and sample, in the order they came. */
  private static class Seen implements TensorObserver {
    final Map<String, float[]> values = new TreeMap<>();
    private final boolean takePieces;
    int pieces;

    Seen(boolean takePieces) {
      this.takePieces = takePieces;
    }

    @Override
    public void observe(String tensor, TensorView view) {
      for (int s = 0; s < view.samples(); s++) {
        String key = tensor + " " + s;
        view.forEachRun(s, (data, offset, length) -> add(key, data, offset, length));
      }
    }

    @Override
    public TensorPieces pieces(String tensor, int samples) {
      return !takePieces
          ? null
          : new TensorPieces() {
            @Override
            public void accept(int sample, float[] data, int offset, int length) {
              pieces++;
              add(tensor + " " + sample, data, offset, length);
            }

            @Override
            public void close() {
              assertThat(values).containsKey(tensor + " " + (samples - 1));
            }
          };
    }

    void add(String key, float[] data, int offset, int length) {
      float[] before = values.getOrDefault(key, new float[0]);
      float[] joined = Arrays.copyOf(before, before.length + length);
      System.arraycopy(data, offset, joined, before.length, length);
      values.put(key, joined);
    }

    float[] sorted(String key) {
      float[] sorted = values.get(key).clone();
      Arrays.sort(sorted);
      return sorted;
    }
  }
}
