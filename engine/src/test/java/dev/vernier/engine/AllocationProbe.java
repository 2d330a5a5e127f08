package dev.vernier.engine;

import com.sun.management.ThreadMXBean;
import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Dim;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.ValueType;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;

/**
 * Prints the bytes that one run allocates in a steady state, observed or not, of a small model and
 * of those named; a program for a JVM of its own.
 */
final class AllocationProbe {
  private static final int RUNS = 200;
  private static final int RUNS_OF_NAMED = 20;

  private AllocationProbe() {}

  public static void main(String[] args) {
    print(
        EngineModel.load(model()), Map.of("x", Tensor.allocate(DataType.FLOAT, 1, 3, 9, 9)), RUNS);
    for (String name : args) {
      EngineModel model = EngineModel.load(Models.read(name));
      print(model, Models.inputs(model, 1, 1, 1f), RUNS_OF_NAMED);
    }
  }

  private static void print(EngineModel model, Map<String, Tensor> inputs, int runs) {
    SessionOptions all =
        SessionOptions.defaults().withObserved(RealModelsTest.floatTensors(model, inputs));
    long plain = bytesARun(model.newSession(), inputs, runs);
    System.out.println(Math.max(plain, bytesARun(model.newSession(all), inputs, runs)));
  }

  private static long bytesARun(InferenceSession session, Map<String, Tensor> inputs, int runs) {
    Map<String, Tensor> outputs = session.run(inputs);
    float[] sink = new float[1];
    RunConsumer consumer = (data, offset, length) -> sink[0] += data[offset];
    TensorObserver observer = (name, view) -> view.forEachRun(0, consumer);
    for (int i = 0; i < runs; i++) {
      session.run(inputs, observer, outputs);
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(id);
    for (int i = 0; i < runs; i++) {
      session.run(inputs, observer, outputs);
    }
    return (threads.getThreadAllocatedBytes(id) - before) / runs;
  }

  /** Channels-last and dense steps, a view, and an output. */
  private static OnnxModel model() {
    ValueInfo x =
        new ValueInfo(
            "x",
            new ValueType(
                DataType.FLOAT, List.of(Dim.symbolic("N"), Dim.of(3), Dim.of(9), Dim.of(9))));
    float[] weights = new float[20 * 27];
    float[] matrix = new float[320 * 4];
    List<Node> nodes =
        List.of(
            Node.of("", "Conv", List.of("x", "w"), List.of("c"))
                .withAttribute("pads", Attribute.ofInts(1, 1, 1, 1)),
            Node.of("", "Relu", List.of("c"), List.of("r")),
            Node.of("", "MaxPool", List.of("r"), List.of("p"))
                .withAttribute("kernel_shape", Attribute.ofInts(2, 2))
                .withAttribute("strides", Attribute.ofInts(2, 2)),
            Node.of("", "Sigmoid", List.of("p"), List.of("s")),
            Node.of("", "Flatten", List.of("s"), List.of("f")),
            Node.of("", "MatMul", List.of("f", "m"), List.of("y")));
    Map<String, TensorData> constants =
        Map.of(
            "w", TensorData.ofFloats("w", new long[] {20, 3, 3, 3}, weights),
            "m", TensorData.ofFloats("m", new long[] {320, 4}, matrix));
    ValueInfo y = new ValueInfo("y", new ValueType(DataType.FLOAT, null));
    return OnnxModel.of(
        13, new Graph("probe", nodes, constants, List.of(x), List.of(y), List.of()));
  }
}
