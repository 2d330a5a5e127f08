package dev.vernier.conf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Rules between keys, checked once every key by itself is right. */
final class Consistency {
  private final List<Problem> problems = new ArrayList<>();
  private final String source;

  private Consistency(String source) {
    this.source = source;
  }

  static List<Problem> problems(JobConfig job, String source) {
    Consistency check = new Consistency(source);
    for (Map.Entry<String, InputConfig> input : job.inputs().entrySet()) {
      check.input("inputs." + input.getKey(), input.getValue());
    }
    check.rows("calibration.rows", job.calibration().rows());
    check.rows("validation.rows", job.validation().rows());
    check.data("calibration.data", job.calibration().data());
    check.data("validation.data", job.validation().data());
    check.place("run.work-dir", job.run().workDir().orElse(""));
    check.place("nightly.registry", job.nightly().registry().orElse(""));
    return check.problems;
  }

  private void input(String path, InputConfig input) {
    if (input.kind() == InputKind.IMAGE) {
      image(path + ".image", input.image());
      perChannel(path + ".mean", input.mean(), input.image().channels());
      perChannel(path + ".std", input.std(), input.image().channels());
    }
    if (input.std().stream().anyMatch(s -> s == 0)) {
      add(path + ".std", input.std(), "no element may be 0, as it divides");
    }
    if (input.dims().stream().filter(d -> d == -1).count() > 1) {
      add(path + ".dims", input.dims(), "expected at most one -1");
    }
    if (input.dims().contains(0)) {
      add(path + ".dims", input.dims(), "no dimension may be 0");
    }
  }

  private void data(String path, List<String> places) {
    places.forEach(place -> place(path, place));
  }

  /** A path is written into plans and manifests as it is, so it may hold no password. */
  private void place(String path, String place) {
    if (Redaction.holdsPassword(place)) {
      add(
          path,
          Redaction.hide(place),
          "expected no password in a URL: give credentials to the file system instead, as a"
              + " setting spark.hadoop.fs... or through hadoop.security.credential.provider.path");
    }
  }

  private void image(String path, ImageConfig image) {
    boolean resizes = image.resize() != ResizeMode.NONE;
    if (resizes && image.size().isEmpty()) {
      add(path + ".size", image.size(), "expected a size, as the image is resized");
    }
    if (!resizes && !image.size().isEmpty()) {
      add(path + ".resize", "none", "expected shorter-side or exact, as a size is given");
    }
    boolean pair = image.size().size() > 2;
    if (pair || (image.resize() == ResizeMode.SHORTER_SIDE && image.size().size() > 1)) {
      add(path + ".size", image.size(), "expected one number, or [height, width] with exact");
    }
    if (image.crop().size() > 2) {
      add(path + ".crop", image.crop(), "expected one number or [height, width]");
    }
  }

  private void perChannel(String path, List<Double> values, Channels channels) {
    if (values.size() > 1 && values.size() != channels.count()) {
      add(path, values, "expected one number or " + channels.count() + ", one a channel");
    }
  }

  private void rows(String path, RowSelection rows) {
    for (int remainder : rows.hashRemainders()) {
      if (remainder >= rows.hashModulo()) {
        String expected = "expected numbers below hash-modulo = " + rows.hashModulo();
        add(path + ".hash-remainders", rows.hashRemainders(), expected);
        return;
      }
    }
  }

  private void add(String key, Object value, String expected) {
    problems.add(new Problem(source, key, String.valueOf(value), expected));
  }
}
