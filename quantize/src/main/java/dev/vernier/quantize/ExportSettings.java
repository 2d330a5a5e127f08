package dev.vernier.quantize;

import java.util.Objects;

/**
 * The form in which the quantized model is written.
 *
 * @param format name of an output format, see {@code OutputFormats.names()}
 * @param float16 how the format {@code float16} is written
 */
public record ExportSettings(String format, Float16Settings float16) {

  public ExportSettings {
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(float16, "float16");
  }

  public static ExportSettings defaults() {
    return new ExportSettings("qdq", Float16Settings.defaults());
  }

  public ExportSettings withFormat(String name) {
    return new ExportSettings(name, float16);
  }

  public ExportSettings withFloat16(Float16Settings value) {
    return new ExportSettings(format, value);
  }
}
