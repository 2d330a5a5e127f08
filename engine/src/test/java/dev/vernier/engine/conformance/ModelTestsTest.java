package dev.vernier.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** ONNX's recorded small models: all pass but those that need what is left out on purpose. */
class ModelTestsTest {
  @Test
  void allPassThatAreNotLeftOut() throws IOException, InterruptedException {
    List<String> others = new ArrayList<>();
    int passed = 0;
    for (var path : ConformanceRunner.find(SharedCases.modelTests())) {
      CaseResult result = new ConformanceRunner().run(path);
      switch (result.outcome()) {
        case PASSED -> passed++;
        case EXCLUDED -> {}
        default -> others.add(result.toString());
      }
    }
    assertThat(others).isEmpty();
    assertThat(passed).isGreaterThan(100);
  }
}
