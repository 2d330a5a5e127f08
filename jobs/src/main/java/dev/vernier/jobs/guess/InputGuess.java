package dev.vernier.jobs.guess;

import com.typesafe.config.ConfigUtil;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.VernierException;
import dev.vernier.pipeline.data.ParquetColumn;
import dev.vernier.pipeline.data.ParquetColumn.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Guesses which column feeds a model input, and how. */
final class InputGuess {
  private final DataShape data;
  private final boolean onlyInput;
  private final StringBuilder hocon = new StringBuilder();
  private final List<String> notes = new ArrayList<>();

  private InputGuess(DataShape data, boolean onlyInput) {
    this.data = data;
    this.onlyInput = onlyInput;
  }

  static Guess of(ValueInfo input, DataShape data, boolean onlyInput) {
    InputGuess guess = new InputGuess(data, onlyInput);
    ParquetColumn column = guess.column(input);
    guess.note(input, "read from column '" + column.name() + "'");
    guess.set(input, "column", ConfigUtil.quoteString(column.name()));
    if (data.isImage(column)) {
      guess.image(input);
    } else {
      guess.set(input, "kind", kind(column));
    }
    return new Guess(guess.hocon.toString(), guess.notes);
  }

  private ParquetColumn column(ValueInfo input) {
    return data.column(input.name())
        .or(this::onlyCandidate)
        .orElseThrow(
            () ->
                new VernierException(
                    "cannot guess the column of model input '"
                        + input.name()
                        + "' ("
                        + input.type()
                        + "): the data has "
                        + data.columns()
                        + ". Write a configuration file with inputs.\""
                        + input.name()
                        + "\".column and use --config."));
  }

  private Optional<ParquetColumn> onlyCandidate() {
    if (!onlyInput) {
      return Optional.empty();
    }
    Optional<ParquetColumn> image = data.columns().stream().filter(data::isImage).findFirst();
    List<ParquetColumn> tensors = data.ofKind(Kind.BINARY, Kind.FLOATING_LIST, Kind.INTEGER_LIST);
    return image.or(() -> tensors.size() == 1 ? Optional.of(tensors.get(0)) : Optional.empty());
  }

  private static String kind(ParquetColumn column) {
    return switch (column.kind()) {
      case BINARY -> "binary";
      case INTEGER, FLOATING -> "scalar";
      default -> "array";
    };
  }

  private void image(ValueInfo input) {
    ImageGuess shape = ImageGuess.of(input);
    set(input, "kind", "image");
    set(input, "image.layout", shape.nchw() ? "NCHW" : "NHWC");
    set(input, "image.channels", shape.channels() == 1 ? "GRAY" : "RGB");
    size(input, shape);
    normalization(input, shape);
  }

  private void size(ValueInfo input, ImageGuess shape) {
    if (shape.cropsLikeImageNet()) {
      set(input, "image.resize", "shorter-side");
      set(input, "image.size", "[" + shape.shorterSide() + "]");
      set(input, "image.crop", "[" + shape.height() + "]");
      note(
          input,
          "images: shorter side to " + shape.shorterSide() + ", centre crop " + shape.height());
    } else {
      set(input, "image.resize", "exact");
      set(input, "image.size", "[" + shape.height() + ", " + shape.width() + "]");
      note(input, "images: resized to " + shape.height() + " x " + shape.width());
    }
  }

  private void normalization(ValueInfo input, ImageGuess shape) {
    NormalizationGuess guess = shape.normalization();
    set(input, "scale", guess.scale());
    set(input, "mean", guess.mean());
    set(input, "std", guess.std());
    note(input, "pixel values: " + guess.words() + "; compare with how the model was trained");
  }

  private void set(ValueInfo input, String key, String value) {
    String path = "inputs." + ConfigUtil.quoteString(input.name()) + "." + key;
    hocon.append(path).append(" = ").append(value).append('\n');
  }

  private void note(ValueInfo input, String text) {
    notes.add(String.format(Locale.ROOT, "input '%s': %s", input.name(), text));
  }
}
