package dev.vernier.quantize;

import java.util.Objects;

/**
 * The form in which the quantized model is written.
 *
 * @param format name of an output format, see {@code OutputFormats.names()}
 */
public record ExportSettings(String format) {

  public ExportSettings {
    Objects.requireNonNull(format, "format");
  }

  public static ExportSettings defaults() {
    return new ExportSettings("qdq");
  }

  public ExportSettings withFormat(String name) {
    return new ExportSettings(name);
  }
}
