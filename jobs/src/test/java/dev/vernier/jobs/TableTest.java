package dev.vernier.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void namesAreLeftAndNumbersRight() {
    Table table = new Table().line("method", "size").line("mse", 7).line("minmax", 12345);
    assertThat(table.toString().lines())
        .containsExactly("method   size", "mse         7", "minmax  12345");
  }
}
