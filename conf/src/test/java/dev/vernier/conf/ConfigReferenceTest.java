package dev.vernier.conf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Run with {@code -Dvernier.docs.update=true} to write the table after changing a setting. */
class ConfigReferenceTest {
  private static final Path DOC = Path.of("..", "docs", "configuration.md");
  private static final String START = "<!-- reference: generated from the settings -->\n";

  @Test
  void documentationHoldsTheReference() throws IOException {
    String text = Files.readString(DOC);
    int start = text.indexOf(START) + START.length();
    assertThat(start).as("marker in %s", DOC).isGreaterThanOrEqualTo(START.length());
    String expected = text.substring(0, start) + ConfigReference.markdown();
    if (Boolean.getBoolean("vernier.docs.update")) {
      Files.writeString(DOC, expected);
    }
    assertThat(Files.readString(DOC)).isEqualTo(expected);
  }
}
