package dev.vernier.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NodeEvaluationTest {
  @Test
  void reasonsDoNotDependOnWhetherTheCodeWasCompiled() {
    RuntimeException interpreted = new ArrayIndexOutOfBoundsException("Index 5 out of bounds");
    RuntimeException compiled = new ArrayIndexOutOfBoundsException();
    assertThat(NodeEvaluation.reason(interpreted)).isEqualTo(NodeEvaluation.reason(compiled));
    assertThat(NodeEvaluation.reason(new ArithmeticException("/ by zero")))
        .isEqualTo(NodeEvaluation.reason(new ArithmeticException()));
    assertThat(NodeEvaluation.reason(new IllegalArgumentException("rank 3"))).isEqualTo("rank 3");
  }
}
