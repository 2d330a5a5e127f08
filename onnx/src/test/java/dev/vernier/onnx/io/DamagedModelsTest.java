package dev.vernier.onnx.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Models;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.VernierException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagedModelsTest {
  @TempDir Path temp;

  private static OnnxModel sample() {
    OnnxModel model =
        Models.holding(
            TensorData.ofFloats("w", new long[] {2, 2}, 1, 2, 3, 4),
            TensorData.ofInt64s("shape", new long[] {2}, -1, 4),
            TensorData.ofStrings("labels", new long[] {2}, List.of("cat", "dog")));
    Node branch =
        Node.of(
            "if",
            "If",
            List.of("w"),
            List.of("z"),
            Map.of(
                "then_branch",
                Attribute.of(Models.graph(List.of(), List.of("a"), "Relu w a")),
                "scales",
                Attribute.ofFloats(1, 2),
                "value",
                Attribute.of(TensorData.ofInt8s("v", new long[] {1}, (byte) 1))));
    List<Node> nodes = List.of(model.graph().nodes().get(0), branch);
    return model.withGraph(model.graph().withNodes(nodes)).withMetadata(Map.of("k", "v"));
  }

  /** Either a valid model or a message that names the source; nothing else, and soon. */
  private static boolean isRefused(byte[] bytes) {
    try {
      OnnxReader.read(bytes);
      return false;
    } catch (VernierException e) {
      assertThat(e.getMessage()).startsWith("model in memory: ").doesNotContain("protobuf");
      assertThat(e.getMessage().length()).isLessThan(4000);
      return true;
    }
  }

  @Test
  void everyTruncationIsRefusedOrValid() {
    byte[] bytes = OnnxWriter.toBytes(sample());
    int refused = 0;
    for (int length = 0; length < bytes.length; length++) {
      refused += isRefused(Arrays.copyOf(bytes, length)) ? 1 : 0;
    }
    assertThat(refused).isGreaterThan(bytes.length * 9 / 10);
    assertThat(isRefused(bytes)).isFalse();
  }

  @Test
  void mutatedAndRandomBytesAreRefusedOrValid() {
    byte[] bytes = OnnxWriter.toBytes(sample());
    Assertions.assertTimeout(
        Duration.ofMinutes(1),
        () -> {
          int refused = 0;
          for (int seed = 0; seed < 10_000; seed++) {
            refused += isRefused(mutated(bytes, new Random(seed))) ? 1 : 0;
          }
          assertThat(refused).isBetween(1000, 9_999);
        });
  }

  private static byte[] mutated(byte[] bytes, Random random) {
    if (random.nextInt(10) == 0) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      return noise;
    }
    byte[] copy = bytes.clone();
    for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
      copy[random.nextInt(copy.length)] =
          (byte) (random.nextBoolean() ? random.nextInt() : copy[0] ^ 1 << random.nextInt(8));
    }
    return copy;
  }

  @Test
  void messagesNameTheFileAndTheRemedy() throws IOException {
    Path file = temp.resolve("broken.onnx");
    Files.write(file, Arrays.copyOf(OnnxWriter.toBytes(sample()), 100));
    assertThatThrownBy(() -> OnnxReader.read(file))
        .isInstanceOf(VernierException.class)
        .hasMessageStartingWith(file + ": its 100 bytes are not an ONNX model")
        .hasNoCause();
    Path missing = temp.resolve("missing.onnx");
    assertThatThrownBy(() -> OnnxReader.read(missing))
        .hasMessage(missing + ": cannot be read: no such file or folder; expected an ONNX model");
    assertThatThrownBy(() -> OnnxReader.read(temp)).hasMessageContaining("it is a folder");
    Path empty = Files.createFile(temp.resolve("empty.onnx"));
    assertThatThrownBy(() -> OnnxReader.read(empty)).isInstanceOf(VernierException.class);
  }

  private static void invalid(String expected, Graph graph) {
    byte[] bytes = OnnxWriter.toBytes(OnnxModel.of(13, graph));
    assertThatThrownBy(() -> OnnxReader.read(bytes))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining(expected);
  }

  @Test
  void brokenStructureIsReported() {
    List<String> x = List.of("x");
    List<String> y = List.of("y");
    invalid("Add 'y': input 'q': nothing produces it", Models.graph(x, y, "Add x,q y"));
    invalid("graph output 'z': nothing produces it", Models.graph(x, List.of("z"), "Relu x y"));
    invalid("'y' is defined twice", Models.graph(x, y, "Relu x y", "Abs x y"));
    invalid(
        "the graph has a cycle: Add 'y' <- Abs 'c'", Models.graph(x, y, "Add x,c y", "Abs y c"));
    invalid("cycle", Models.graph(x, y, "Add x,y y"));
    byte[] noOpset =
        OnnxWriter.toBytes(
            OnnxModel.of(13, Models.graph(x, y, "Relu x y")).withOpsets(8, List.of()));
    assertThatThrownBy(() -> OnnxReader.read(noOpset))
        .hasMessageContaining("does not import its operator set");
  }

  @Test
  void nodesOutOfOrderAreSorted() {
    Graph graph = Models.graph(List.of("x"), List.of("z"), "Abs y z", "Relu x y");
    Graph read = OnnxReader.read(OnnxWriter.toBytes(OnnxModel.of(13, graph))).graph();
    assertThat(read.nodes()).extracting(Node::opType).containsExactly("Relu", "Abs");
  }

  @Test
  void unknownOperatorsCanBeRead() {
    Graph graph = Models.graph(List.of("x"), List.of("z"), "NoSuchOperator x z");
    OnnxModel read = OnnxReader.read(OnnxWriter.toBytes(OnnxModel.of(13, graph)));
    assertThat(read.graph().nodes().get(0).opType()).isEqualTo("NoSuchOperator");
    assertThat(read.graph().inputs().get(0).type().elementType()).isEqualTo(DataType.FLOAT);
  }
}
