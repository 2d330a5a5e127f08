package dev.vernier.quantize.rewrite;

import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.edit.GraphEditor;
import java.util.List;
import java.util.Optional;

/**
 * Moves an explicit Pad with zeros into the convolution or average pooling that alone reads it,
 * where that is exactly the same.
 */
final class PadMerging implements GraphRewrite {

  @Override
  public String name() {
    return "merge Pad into convolutions and pooling";
  }

  @Override
  public void apply(GraphEditor graph, Context context) {
    Nodes.visit(graph, node -> node.is("Pad") && merge(graph, node));
  }

  private static boolean merge(GraphEditor graph, Node pad) {
    List<Node> readers = graph.consumers(pad.output(0));
    Optional<long[]> pads = spatialPads(graph, pad);
    if (readers.size() != 1 || graph.isGraphOutput(pad.output(0)) || pads.isEmpty()) {
      return false;
    }
    Node reader = readers.get(0);
    boolean readsData =
        reader.input(0).equals(pad.output(0))
            && reader.inputs().stream().filter(pad.output(0)::equals).count() == 1;
    boolean merges = readsData && accepts(reader, pads.get().length);
    if (merges) {
      Node merged = reader.withInputs(withFirst(reader.inputs(), pad.input(0)));
      graph.removeNode(pad);
      graph.replaceNode(reader, padded(merged, pads.get()));
    }
    return merges;
  }

  private static Node padded(Node reader, long[] pads) {
    long[] sum = reader.intsAttribute("pads", new long[pads.length]).clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += pads[i];
    }
    Node node = reader.withoutAttributes("auto_pad").withAttribute("pads", Attribute.ofInts(sum));
    return reader.is("AveragePool")
        ? node.withAttribute("count_include_pad", Attribute.of(1L))
        : node;
  }

  private static List<String> withFirst(List<String> inputs, String first) {
    List<String> changed = new java.util.ArrayList<>(inputs);
    changed.set(0, first);
    return changed;
  }

  private static boolean accepts(Node reader, int count) {
    String auto = reader.stringAttribute("auto_pad", "NOTSET");
    long[] own = reader.intsAttribute("pads", new long[count]);
    if (!(auto.equals("NOTSET") || auto.equals("VALID")) || own.length != count) {
      return false;
    }
    if (reader.is("Conv")) {
      return auto.equals("NOTSET") || isZero(own);
    }
    // Zeros from the Pad are part of every mean; padding of the pool itself might not be.
    boolean countsZeros = isZero(own) || reader.intAttribute("count_include_pad", 0) != 0;
    long[] kernel = reader.intsAttribute("kernel_shape", new long[0]);
    return reader.is("AveragePool")
        && countsZeros
        && reader.intAttribute("ceil_mode", 0) == 0
        && kernel.length * 2 == count;
  }

  private static boolean isZero(long[] values) {
    return java.util.Arrays.stream(values).allMatch(value -> value == 0);
  }

  /** Non-negative zero padding of the axes after batch and channel, as a convolution spells it. */
  private static Optional<long[]> spatialPads(GraphEditor graph, Node pad) {
    Optional<TensorData> amounts = graph.initializer(pad.input(1));
    boolean zeros =
        !pad.hasInput(2)
            || graph
                .initializer(pad.input(2))
                .filter(value -> value.type().isFloatingPoint() && value.floats()[0] == 0f)
                .isPresent();
    if (amounts.isEmpty()
        || !zeros
        || pad.hasInput(3)
        || !pad.stringAttribute("mode", "constant").equals("constant")) {
      return Optional.empty();
    }
    return spatial(amounts.get().longs());
  }

  private static Optional<long[]> spatial(long[] all) {
    int rank = all.length / 2;
    if (rank < 3 || all[0] != 0 || all[1] != 0 || all[rank] != 0 || all[rank + 1] != 0) {
      return Optional.empty();
    }
    long[] pads = new long[2 * (rank - 2)];
    System.arraycopy(all, 2, pads, 0, rank - 2);
    System.arraycopy(all, rank + 2, pads, rank - 2, rank - 2);
    boolean crops = java.util.Arrays.stream(pads).anyMatch(value -> value < 0);
    return crops ? Optional.empty() : Optional.of(pads);
  }
}
