package dev.vernier.jobs.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.conf.Redaction;
import dev.vernier.onnx.VernierException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HiddenFailureTest {
  private static final String SECRET = "Jk3-SENTINEL-x8";

  @Test
  void whatSparkLogsOfAFailureHoldsNoCredential() {
    Redaction.remember(Map.of("fs.s3a.secret.key", SECRET));
    RuntimeException failure =
        new VernierException(
            "s3a://b/part-0: cannot be read: signed with " + SECRET,
            new IOException(
                "GET https://b/part-0?X-Amz-Signature=abcdef0123",
                new IllegalStateException(SECRET)));
    RuntimeException hidden = HiddenFailure.of(failure);
    StringWriter log = new StringWriter();
    hidden.printStackTrace(new PrintWriter(log, true));
    assertThat(log.toString())
        .doesNotContain(SECRET, "abcdef0123")
        .contains("s3a://b/part-0: cannot be read: signed with *****")
        .contains("java.io.IOException: GET https://b/part-0")
        .contains("at dev.vernier.jobs.spark.HiddenFailureTest");
    assertThat(hidden.getStackTrace()).isEqualTo(failure.getStackTrace());
  }

  @Test
  void aFailureWithoutCredentialsStaysAsItIs() {
    RuntimeException failure = new IllegalStateException("no column x", new IOException("disk"));
    assertThat(HiddenFailure.of(failure)).isSameAs(failure);
  }
}
