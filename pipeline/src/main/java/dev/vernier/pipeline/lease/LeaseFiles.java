package dev.vernier.pipeline.lease;

import dev.vernier.pipeline.storage.FolderFiles;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The files of a lease: {@code epoch-N} with its holder, created once and never replaced, and
 * {@code beat-N}, which the holder writes anew while it lives and ends when it lets go.
 */
final class LeaseFiles {
  private static final String EPOCH = "epoch-";
  private static final String BEAT = "beat-";

  private final FolderFiles files;

  LeaseFiles(String folder, Configuration hadoop) {
    this.files = new FolderFiles(new Path(folder), hadoop);
  }

  /** The newest epoch; 0 if there was none yet. */
  long newest() {
    return epochs().stream().reduce(0L, Math::max);
  }

  private List<Long> epochs() {
    return files.names().stream()
        .filter(name -> name.matches(EPOCH + "\\d{12}"))
        .map(name -> Long.valueOf(name.substring(EPOCH.length())))
        .toList();
  }

  Optional<Holder> holder(long epoch) {
    return files.read(name(EPOCH, epoch)).flatMap(Holder::fromBytes);
  }

  /** What the holder wrote last; empty if it has not written yet. */
  Optional<String> beat(long epoch) {
    return files.read(name(BEAT, epoch)).map(bytes -> new String(bytes, StandardCharsets.US_ASCII));
  }

  /** Claims an epoch; false if another process was faster. */
  boolean claim(long epoch, Holder holder) {
    return files.createNew(name(EPOCH, epoch), holder.toBytes());
  }

  void writeBeat(long epoch, String sign) {
    files.replace(name(BEAT, epoch), sign.getBytes(StandardCharsets.US_ASCII));
  }

  /** Removes what epochs before this one have left. */
  void deleteBefore(long epoch) {
    for (long old : epochs()) {
      if (old < epoch) {
        files.delete(name(BEAT, old));
        files.delete(name(EPOCH, old));
        files.deleteUnfinished(name(BEAT, old));
      }
    }
  }

  private static String name(String kind, long epoch) {
    return String.format(Locale.ROOT, "%s%012d", kind, epoch);
  }

  @Override
  public String toString() {
    return files.toString();
  }
}
