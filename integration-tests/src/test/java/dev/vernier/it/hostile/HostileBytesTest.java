package dev.vernier.it.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.vernier.onnx.VernierException;
import dev.vernier.stats.StateFormatException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Everything that a run keeps in files, damaged: each is read, or refused by an exception of the
 * project's own, and neither takes much memory. A fixed number of inputs a format in every build;
 * more with {@code -Dvernier.fuzz.bytes=N}, others from {@code -Dvernier.fuzz.first=SEED}.
 */
class HostileBytesTest {
  /** The most memory that reading may take: what libraries need, and a multiple of the input. */
  private static final long BASE_BYTES = 16L << 20;

  private static final long TIMES_INPUT = 8000;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir Path folder;

  @Test
  void damagedFilesAreReadOrRefused() throws IOException {
    List<String> violations = new ArrayList<>();
    Map<String, Integer> refused = new TreeMap<>();
    for (StoredFormat format : StoredFormat.all(folder)) {
      assertThat(attempt(format, format.valid())).as(format.name()).isEqualTo("read");
      int count = damage(format, violations);
      refused.put(format.name(), count);
      assertThat(count == 0).as(format.name()).isEqualTo(format.tolerant());
    }
    LoggerFactory.getLogger(HostileBytesTest.class).info("refused: {}", refused);
    assertThat(violations).isEmpty();
  }

  private static int damage(StoredFormat format, List<String> violations) {
    long first = Long.getLong("vernier.fuzz.first", 1);
    long count = Long.getLong("vernier.fuzz.bytes", format.inputs());
    int refused = 0;
    for (long seed = first; seed < first + count && violations.size() < 10; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] damaged = new ByteMutator(random).mutate(format.valid());
      // Half of the inputs get a right checksum again, so that what it protects is tried, too.
      byte[] bytes = random.nextBoolean() ? format.repair().apply(damaged) : damaged;
      String outcome = attempt(format, bytes);
      if (outcome.equals("refused")) {
        refused++;
      } else if (!outcome.equals("read")) {
        violations.add(format.name() + ", seed " + seed + ": " + outcome);
      }
    }
    return refused;
  }

  private static String attempt(StoredFormat format, byte[] bytes) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    String outcome = outcome(format, bytes);
    long taken = THREADS.getCurrentThreadAllocatedBytes() - before;
    return taken > BASE_BYTES + TIMES_INPUT * bytes.length
        ? outcome + " with " + taken + " bytes for " + bytes.length
        : outcome;
  }

  private static String outcome(StoredFormat format, byte[] bytes) {
    try {
      format.reader().read(bytes);
      return "read";
    } catch (VernierException | StateFormatException e) {
      return e.getMessage() == null ? "refused without words" : "refused";
    } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
      return e + (e.getStackTrace().length == 0 ? "" : " at " + e.getStackTrace()[0]);
    }
  }
}
