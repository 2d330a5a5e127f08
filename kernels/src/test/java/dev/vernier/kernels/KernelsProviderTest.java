package dev.vernier.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KernelsProviderTest {
  @Test
  void choosesVectorsExactlyWhereTheModuleIs() {
    boolean present = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    String asked = System.getProperty(KernelsProvider.CHOICE, "auto");
    boolean scalar = KernelsProvider.kernels().name().equals("scalar");
    assertThat(scalar).isEqualTo(!present || asked.equals("scalar"));
  }

  @Test
  void selfCheckMeasuresEveryKernel() {
    SelfCheck.Result result = KernelsProvider.selfCheck();
    assertThat(result.measurements()).hasSizeGreaterThan(8);
    assertThat(result.summary()).contains(KernelsProvider.kernels().name());
    assertThat(result.summary().contains("TOO SLOW")).isEqualTo(!result.slow().isEmpty());
  }

  @Test
  void slowKernelsAreNamedWithTheRemedy() {
    SelfCheck.Result result =
        new SelfCheck.Result(
            "vector-512", java.util.List.of(new SelfCheck.Measurement("exp", 100, 2)));
    assertThat(result.summary()).contains("TOO SLOW: [exp]").contains("-Dvernier.kernels=scalar");
  }

  @Test
  void checksItselfInBackgroundOnceAndOnlyVectors() {
    boolean scalar = KernelsProvider.kernels().name().equals("scalar");
    assertThat(KernelsProvider.selfCheckInBackground()).isEqualTo(!scalar);
    assertThat(KernelsProvider.selfCheckInBackground()).isFalse();
  }
}
