package dev.vernier.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.onnx.DataType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OperatorPageTest {
  private static final Path PAGE = Path.of("..", "docs", "operators.md");

  @Test
  void theCommittedPageIsCurrent() throws IOException {
    String committed = Files.readString(PAGE);
    assertThat(OperatorPage.page(committed, List.of()))
        .as("run: bin/vernier check --operators docs/operators.md")
        .isEqualTo(committed);
  }

  @Test
  void operatorsShowVersionsAndTolerance() {
    assertThat(OperatorPage.operators())
        .contains("| Neg | 6 | exact |\n")
        .contains("| Gelu | 20 | 2e-06 relative |\n")
        .contains("| QuantizeLinear | 10 | 1 step |\n")
        .contains("| Loop | 1 | that of its graphs |\n")
        .contains("| Bernoulli | its results are random");
  }

  @Test
  void casesAreCountedByFolderAndListedWithReasons() {
    Set<OperatorUse> conv = Set.of(new OperatorUse("", "Conv", DataType.FLOAT));
    String page =
        CasesPage.cases(
            List.of(
                CaseResult.passed(Path.of("node/a")).with(conv),
                CaseResult.failed(Path.of("node/b"), "element 1|2").with(conv),
                CaseResult.excluded(Path.of("simple/c"), "random")));
    assertThat(page)
        .contains("| node | 1 | 1 | 0 | 0 | 50.0 % |\n")
        .contains("| simple | 0 | 0 | 0 | 1 | 100.0 % |\n")
        .contains("| b | element 1\\|2 |\n")
        .contains("| c | random |\n")
        .contains("| Conv | 1 | float |\n");
  }
}
