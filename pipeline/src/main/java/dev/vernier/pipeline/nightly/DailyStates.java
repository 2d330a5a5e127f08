package dev.vernier.pipeline.nightly;

import dev.vernier.pipeline.repository.FileSystemStateRepository;
import dev.vernier.pipeline.repository.MergedStates;
import dev.vernier.pipeline.repository.SavedStates;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The states of single days: {@code states/MODEL-SETTINGS/DATE/states.parquet}, MODEL and SETTINGS
 * the first digits of their digests, so that a changed model or preprocessing starts a new window.
 */
final class DailyStates {
  private static final int DIGITS = 16;

  private final Path folder;
  private final Configuration hadoop;

  DailyStates(Path root, String modelDigest, String settingsDigest, Configuration hadoop) {
    String key = modelDigest.substring(0, DIGITS) + "-" + settingsDigest.substring(0, DIGITS);
    this.folder = new Path(new Path(root, "states"), key);
    this.hadoop = hadoop;
  }

  private FileSystemStateRepository repository(LocalDate date) {
    return new FileSystemStateRepository(path(date), hadoop);
  }

  Path path(LocalDate date) {
    return new Path(folder, date.toString());
  }

  /** The day's states, computed and kept if they are not there yet. */
  void ensure(LocalDate date, Supplier<SavedStates> calibration) {
    FileSystemStateRepository repository = repository(date);
    if (!repository.exists()) {
      repository.save(calibration.get());
    }
  }

  /** The days of the window that are there, merged with their weights. */
  MergedStates window(LocalDate newest, NightlyRules rules) {
    MergedStates merged = new MergedStates();
    for (int age = rules.window() - 1; age >= 0; age--) {
      LocalDate date = newest.minusDays(age);
      FileSystemStateRepository repository = repository(date);
      if (repository.exists()) {
        merged.add(date.toString(), repository.load(), List.of(), rules.doublings(age));
      }
    }
    return merged;
  }

  /** States kept in a folder beside a published model. */
  static Optional<SavedStates> published(Path version, Configuration hadoop) {
    FileSystemStateRepository repository = new FileSystemStateRepository(version, hadoop);
    return repository.exists() ? Optional.of(repository.load()) : Optional.empty();
  }
}
