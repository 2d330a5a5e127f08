package dev.vernier.pipeline.registry;

import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.io.Sha256;
import dev.vernier.pipeline.lease.Lease;
import dev.vernier.pipeline.storage.FolderFiles;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Published models in a folder of any Hadoop file system.
 *
 * <pre>
 * versions/00000012/model.onnx, ..., manifest.json   never changed; the manifest is written last
 * pointers/EPOCH-NUMBER                              one a publication or rollback: the version
 * current                                            the version in force, for readers
 * </pre>
 *
 * <p>The pointer with the largest epoch, then number, is in force. A publisher that has lost its
 * lease has a smaller epoch than its successor, so a pointer it still writes decides nothing.
 */
public final class ModelRegistry {
  private static final String MANIFEST = "manifest.json";
  private static final String CURRENT = "current";
  private static final String VERSION_NAME = "\\d{8}";
  private static final int EPOCH_DIGITS = 12;
  private static final String POINTER_NAME = "\\d{12}-\\d{8}";

  private final Path folder;
  private final Configuration hadoop;
  private final FolderFiles root;
  private final FolderFiles versions;
  private final FolderFiles pointers;

  public ModelRegistry(String folder, Configuration hadoop) {
    this.folder = new Path(folder);
    this.hadoop = hadoop;
    this.root = new FolderFiles(this.folder, hadoop);
    this.versions = new FolderFiles(new Path(this.folder, "versions"), hadoop);
    this.pointers = new FolderFiles(new Path(this.folder, "pointers"), hadoop);
  }

  /** Where the lease of those who publish is kept. */
  public String leaseFolder() {
    return new Path(folder, "lease").toString();
  }

  /** The whole versions, oldest first; one without a manifest was never finished. */
  public List<Manifest> versions() {
    List<Manifest> found = new ArrayList<>();
    for (String name : versions.names()) {
      if (name.matches(VERSION_NAME)) {
        manifest(name).ifPresent(found::add);
      }
    }
    return found;
  }

  /** The version in force; empty if nothing was published yet. */
  public Optional<Manifest> current() {
    return pointerInForce().map(this::pointed);
  }

  private Optional<String> pointerInForce() {
    List<String> history = history();
    return history.isEmpty() ? Optional.empty() : Optional.of(history.get(history.size() - 1));
  }

  /** All pointers, those of later epochs and numbers later. */
  private List<String> history() {
    return pointers.names().stream().filter(name -> name.matches(POINTER_NAME)).toList();
  }

  /** The version that was in force before the current one; empty if there is none any more. */
  public Optional<Manifest> previous() {
    List<String> history = new ArrayList<>(history());
    long current = current().map(Manifest::version).orElse(0L);
    Collections.reverse(history);
    return history.stream()
        .map(this::target)
        .filter(version -> !version.equals(name(current)))
        .flatMap(version -> manifest(version).stream())
        .findFirst();
  }

  private String target(String pointer) {
    return pointers.read(pointer).map(b -> new String(b, StandardCharsets.US_ASCII)).orElse("");
  }

  private Manifest pointed(String pointer) {
    String version = target(pointer);
    Optional<Manifest> manifest =
        version.matches(VERSION_NAME) ? manifest(version) : Optional.empty();
    return manifest.orElseThrow(
        () ->
            new VernierException(
                pointers.path(pointer)
                    + ": points to version '"
                    + version
                    + "', which is not there. Roll back to one that is"));
  }

  private Optional<Manifest> manifest(String version) {
    FolderFiles files = files(version);
    return files
        .read(MANIFEST)
        .map(json -> Manifest.fromJson(json, files.path(MANIFEST).toString()))
        .map(manifest -> requireOf(version, manifest, files));
  }

  /**
   * A manifest copied from another version would have its files deleted or put in force instead.
   */
  private static Manifest requireOf(String version, Manifest manifest, FolderFiles files) {
    if (!name(manifest.version()).equals(version)) {
      throw new VernierException(
          files.path(MANIFEST)
              + ": not a manifest of this folder: expected version "
              + version
              + ", found "
              + manifest.version()
              + ". Restore it, or roll back to another version");
    }
    return manifest;
  }

  /** The folder of a version. */
  public Path folder(long version) {
    return versions.path(name(version));
  }

  /** A file of a version; fails if it is not there or not what was published. */
  public byte[] read(Manifest version, String file) {
    FolderFiles files = files(name(version.version()));
    byte[] content =
        files
            .read(file)
            .orElseThrow(() -> new VernierException(files.path(file) + ": is not there"));
    String expected = version.files().get(file);
    String found = Sha256.hex(Sha256.digest().digest(content));
    if (!found.equals(expected)) {
      throw new VernierException(
          files.path(file)
              + ": is not what was published: expected digest "
              + expected
              + ", found "
              + found
              + ". Restore it, or roll back to another version");
    }
    return content;
  }

  /**
   * Publishes files as a new version and puts it in force. Until the end the version in force stays
   * the old one; what a crash leaves is in nobody's way.
   *
   * @param provenance facts about their making
   * @param lease the lease of this registry
   */
  public Manifest publish(
      Map<String, byte[]> contents, Map<String, String> provenance, Lease lease) {
    lease.requireHeld();
    long version = newest() + 1;
    FolderFiles files = files(name(version));
    Map<String, String> digests = new LinkedHashMap<>();
    contents.forEach(
        (name, content) -> {
          files.replace(name, content);
          digests.put(name, Sha256.hex(Sha256.digest().digest(content)));
        });
    Manifest manifest = new Manifest(version, digests, provenance);
    files.replace(MANIFEST, manifest.toJson());
    point(version, lease);
    return manifest;
  }

  /** The largest number that any version has, finished or not. */
  private long newest() {
    return versions.names().stream()
        .filter(name -> name.matches(VERSION_NAME))
        .mapToLong(Long::parseLong)
        .max()
        .orElse(0);
  }

  /** Puts an older or a newer version in force. */
  public Manifest use(long version, Lease lease) {
    Manifest manifest =
        manifest(name(version))
            .orElseThrow(
                () ->
                    new VernierException(
                        folder
                            + ": has no version "
                            + version
                            + ": expected one of "
                            + versions().stream().map(Manifest::version).toList()));
    manifest.files().keySet().forEach(file -> read(manifest, file));
    point(version, lease);
    return manifest;
  }

  private void point(long version, Lease lease) {
    byte[] target = name(version).getBytes(StandardCharsets.US_ASCII);
    lease.requireHeld();
    String pointer = String.format(Locale.ROOT, "%012d-%08d", lease.epoch(), nextNumber());
    if (!pointers.createNew(pointer, target)) {
      throw new VernierException(
          pointers.path(pointer) + ": written by another run with this one's epoch");
    }
    lease.requireHeld();
    root.replace(CURRENT, target);
  }

  private long nextNumber() {
    return history().stream()
            .mapToLong(pointer -> Long.parseLong(pointer.substring(EPOCH_DIGITS + 1)))
            .max()
            .orElse(0)
        + 1;
  }

  /**
   * Deletes the oldest versions but for {@code keep} of them and the one in force, and the pointers
   * to them.
   */
  public void retain(int keep, Lease lease) {
    lease.requireHeld();
    long inForce = current().map(Manifest::version).orElse(0L);
    List<Manifest> all = versions();
    for (Manifest old : all.subList(0, Math.max(0, all.size() - keep))) {
      if (old.version() != inForce) {
        versions.delete(name(old.version()));
      }
    }
    List<String> kept = versions.names();
    for (String pointer : history()) {
      if (!kept.contains(target(pointer))) {
        pointers.delete(pointer);
      }
    }
  }

  private FolderFiles files(String version) {
    return new FolderFiles(versions.path(version), hadoop);
  }

  private static String name(long version) {
    return String.format(Locale.ROOT, "%08d", version);
  }
}
