package dev.vernier.jobs.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.onnx.VernierException;
import org.junit.jupiter.api.Test;

class JobTextTest {
  @Test
  void anExecutorThatComputesOtherwiseIsRefused() {
    JobText other = new JobText("", false);
    assertThatThrownBy(other::parse)
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("vernier.winograd is true, the driver's is false")
        .hasMessageContaining("spark.executor.extraJavaOptions");
  }

  @Test
  void theArithmeticBelongsToTheDigest() {
    assertThat(new JobText("a", true).digest()).isNotEqualTo(new JobText("a", false).digest());
    assertThat(new JobText("a", true).arithmetic()).isEmpty();
  }
}
