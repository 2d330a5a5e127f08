package dev.vernier.engine.conformance;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.OperatorRegistry.Implementation;
import dev.vernier.engine.Signature;
import dev.vernier.engine.Signatures;
import dev.vernier.engine.Subgraph;
import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.VernierException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The smallest node of each operator, to ask an operator what it declares. */
final class SampleNodes {
  private static final long NEWEST = 1000;
  private static final Set<String> WITH_SUBGRAPHS = Set.of("If", "Loop", "Scan", "SequenceMap");

  /** What an operator needs that its signature does not say. */
  private static final Map<String, Map<String, Attribute>> NEEDED =
      Map.of(
          "BitShift", Map.of("direction", Attribute.of("LEFT")),
          "Constant", Map.of("value_float", Attribute.of(1f)),
          "Crop", Map.of("border", Attribute.ofInts(0, 0, 0, 0)),
          "Einsum", Map.of("equation", Attribute.of("i->i")),
          "LinearAttention",
              Map.of("q_num_heads", Attribute.of(1L), "kv_num_heads", Attribute.of(1L)),
          "MaxRoiPool", Map.of("pooled_shape", Attribute.ofInts(1, 1)),
          "TfIdfVectorizer",
              Map.of(
                  "mode", Attribute.of("TF"),
                  "ngram_counts", Attribute.ofInts(0),
                  "ngram_indexes", Attribute.ofInts(0),
                  "pool_int64s", Attribute.ofInts(1)));

  private SampleNodes() {}

  /** Whether an operator's results are those of graphs it is given. */
  static boolean hasSubgraphs(String opType) {
    return WITH_SUBGRAPHS.contains(opType);
  }

  /** An operator of its least attributes; empty if that is not enough to make one. */
  static Optional<Operator> operator(Implementation implementation) {
    Map<String, Attribute> attributes = new HashMap<>();
    Signatures.find(implementation.domain(), implementation.opType(), NEWEST)
        .ifPresent(signature -> required(signature, attributes));
    attributes.putAll(NEEDED.getOrDefault(implementation.opType(), Map.of()));
    Node node =
        new Node(
            "sample",
            implementation.opType(),
            implementation.domain(),
            List.of("a", "b", "c", "d", "e", "f"),
            List.of("y"),
            attributes,
            "");
    try {
      return Optional.of(implementation.factory().create(new Sample(node)));
    } catch (IllegalArgumentException | VernierException e) {
      return Optional.empty();
    }
  }

  private static void required(Signature signature, Map<String, Attribute> attributes) {
    for (String name : signature.required()) {
      value(signature.attributes().get(name)).ifPresent(value -> attributes.put(name, value));
    }
  }

  private static Optional<Attribute> value(char kind) {
    return switch (kind) {
      case 'i' -> Optional.of(Attribute.of(1L));
      case 'f' -> Optional.of(Attribute.of(1f));
      case 's' -> Optional.of(Attribute.of(""));
      case 't' -> Optional.of(Attribute.of(TensorData.ofFloats("", new long[0], 1)));
      case 'I' -> Optional.of(Attribute.ofInts(1));
      case 'F' -> Optional.of(Attribute.ofFloats(1));
      default -> Optional.empty();
    };
  }

  private record Sample(Node node) implements NodeContext {
    @Override
    public long opset() {
      return NEWEST;
    }

    @Override
    public Subgraph subgraph(String name) {
      throw new IllegalArgumentException("a sample has no graph '" + name + "'");
    }
  }
}
