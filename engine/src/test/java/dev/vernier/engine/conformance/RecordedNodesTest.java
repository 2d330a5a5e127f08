package dev.vernier.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.EngineModel;
import dev.vernier.engine.Tensor;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The project's own conformance cases, each with fed and with constant inputs. */
class RecordedNodesTest {
  private static final int FEWEST_OPERATORS = 150;

  @ParameterizedTest
  @MethodSource("nodes")
  void givesWhatIsRecorded(RecordedNode node) {
    EngineModel fed = EngineModel.load(node.fed());
    assertThat(fed.unsupported()).isEmpty();
    TensorComparison comparison = new TensorComparison(fed.tolerance());
    compare(node, comparison, fed.newSession().run(node.inputs()));
    compare(node, comparison, EngineModel.load(node.constant()).newSession().run(Map.of()));
  }

  private static void compare(
      RecordedNode node, TensorComparison comparison, Map<String, Tensor> results) {
    for (int i = 0; i < node.outputs().size(); i++) {
      assertThat(comparison.difference(node.outputs().get(i), results.get("y" + i)))
          .as("output %d", i)
          .isNull();
    }
  }

  static List<RecordedNode> nodes() throws IOException {
    return RecordedNode.readAll();
  }

  @Test
  void theyCoverMostOperators() throws IOException {
    assertThat(nodes().stream().map(RecordedNode::opType).distinct().count())
        .isGreaterThanOrEqualTo(FEWEST_OPERATORS);
  }
}
