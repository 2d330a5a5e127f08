package dev.vernier.jobs.guess;

import com.typesafe.config.ConfigUtil;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.ValueInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** Guesses a whole configuration from a model and Parquet data. */
public final class ConfigGuess {
  /** One part in this many of a single data set calibrates, the others validate. */
  private static final int PARTS = 5;

  /** Calibration gains little from more samples than this. */
  private static final int ENOUGH_SAMPLES = 512;

  private final StringBuilder hocon = new StringBuilder();
  private final List<String> notes = new ArrayList<>();

  private ConfigGuess() {}

  /**
   * Guesses settings.
   *
   * @param model as it was read
   * @param modelPath its file
   * @param data calibration data, and validation data too if there is no other
   * @param validation validation data of its own
   */
  public static Guess of(
      OnnxModel model,
      String modelPath,
      String data,
      Optional<String> validation,
      Configuration hadoop) {
    ConfigGuess guess = new ConfigGuess();
    DataShape shape = DataShape.of(List.of(data), hadoop);
    guess.set("model.path", ConfigUtil.quoteString(modelPath));
    guess.inputs(model, shape);
    guess.data(data, validation, shape);
    return new Guess(guess.hocon.toString(), guess.notes);
  }

  private void inputs(OnnxModel model, DataShape shape) {
    List<ValueInfo> inputs = model.graph().realInputs();
    for (ValueInfo input : inputs) {
      Guess guess = InputGuess.of(input, shape, inputs.size() == 1);
      hocon.append(guess.hocon());
      notes.addAll(guess.notes());
    }
  }

  private void data(String data, Optional<String> validation, DataShape shape) {
    String quoted = "[" + ConfigUtil.quoteString(data) + "]";
    set("calibration.data", quoted);
    set(
        "validation.data",
        validation.map(v -> "[" + ConfigUtil.quoteString(v) + "]").orElse(quoted));
    if (validation.isEmpty()) {
      split(shape);
    } else if (shape.rows() > ENOUGH_SAMPLES) {
      limit();
    }
    shape.label().ifPresentOrElse(this::label, () -> notes.add("no label column: no accuracy"));
  }

  private void split(DataShape shape) {
    set("calibration.rows.hash-modulo", Integer.toString(PARTS));
    set("calibration.rows.hash-remainders", "[0]");
    set("validation.rows.hash-modulo", Integer.toString(PARTS));
    set("validation.rows.hash-remainders", "[1, 2, 3, 4]");
    notes.add(
        "one data set of "
            + shape.rows()
            + " rows: every fifth, by hash of its content, calibrates; the others validate");
    if (shape.rows() / PARTS > ENOUGH_SAMPLES) {
      limit();
    }
  }

  private void limit() {
    set("calibration.samples", Integer.toString(ENOUGH_SAMPLES));
    notes.add("calibration: the " + ENOUGH_SAMPLES + " rows of the smallest hashes");
  }

  private void label(String column) {
    set("validation.label-column", ConfigUtil.quoteString(column));
    notes.add("labels: column '" + column + "'");
  }

  private void set(String key, String value) {
    hocon.append(key).append(" = ").append(value).append('\n');
  }
}
