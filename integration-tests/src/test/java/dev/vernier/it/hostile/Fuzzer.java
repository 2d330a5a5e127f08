package dev.vernier.it.hostile;

import dev.vernier.engine.Limits;
import dev.vernier.onnx.proto.OnnxProto.ModelProto;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Tries inputs made from consecutive seeds. An input depends on its seed and the seed models alone,
 * so a failure is repeated by its number.
 */
final class Fuzzer {
  /** Small, so that little heap shows what is taken without being measured. */
  private static final Limits LIMITS = new Limits(32L << 20, 500);

  private static final Duration LONGEST = Duration.ofSeconds(20);

  private final List<Seed> seeds;
  private final Map<String, EnumMap<Law.Outcome, Integer>> counts = new TreeMap<>();
  private final Map<String, String> violations = new LinkedHashMap<>();
  private final Map<String, Long> examples = new TreeMap<>();
  private final Map<String, Integer> wordless = new TreeMap<>();
  private ExecutorService worker = Executors.newSingleThreadExecutor(this::daemon);
  private Thread thread;
  private long slowest;
  private long tried;

  Fuzzer(List<Seed> seeds) {
    this.seeds = seeds;
  }

  private Thread daemon(Runnable task) {
    thread = new Thread(null, task, "fuzzer", 1 << 20);
    thread.setDaemon(true);
    return thread;
  }

  /** One input and what became of it. */
  private record Case(String kind, byte[] bytes, Seed seed) {}

  /** Tries the inputs of {@code count} seeds from {@code first} on, or until the time is over. */
  void run(long first, long count, Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long n = first; n < first + count && System.nanoTime() < end; n++) {
      tryOne(n);
    }
  }

  private void tryOne(long number) {
    SplittableRandom random = new SplittableRandom(number);
    Case made = make(random);
    Law law = new Law(LIMITS, random);
    long start = System.nanoTime();
    Future<Law.Outcome> future = worker.submit(() -> law.check(made.bytes(), made.seed().inputs()));
    tried++;
    try {
      Law.Outcome outcome = future.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
      counts
          .computeIfAbsent(made.kind(), k -> new EnumMap<>(Law.Outcome.class))
          .merge(outcome, 1, Integer::sum);
      if (outcome == Law.Outcome.REFUSED_WITHOUT_WORDS) {
        wordless.merge(law.wordless(), 1, Integer::sum);
        examples.putIfAbsent(law.wordless(), number);
      }
    } catch (ExecutionException e) {
      violated(number, made, law.stage(), e.getCause());
    } catch (TimeoutException e) {
      violated(number, made, law.stage(), hanging());
      worker = Executors.newSingleThreadExecutor(this::daemon);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    slowest = Math.max(slowest, System.nanoTime() - start);
  }

  /** Where the worker is that does not end; it is left behind. */
  private Throwable hanging() {
    TimeoutException hang = new TimeoutException("more than " + LONGEST);
    hang.setStackTrace(thread.getStackTrace());
    return hang;
  }

  private void violated(long number, Case made, String stage, Throwable thrown) {
    StackTraceElement[] frames = thrown.getStackTrace();
    StringBuilder trace = new StringBuilder();
    for (int i = 0; i < Math.min(10, frames.length); i++) {
      trace.append("\n    at ").append(frames[i]);
    }
    String where = frames.length == 0 ? "" : frames[0].toString();
    String message = String.valueOf(thrown.getMessage());
    violations.putIfAbsent(
        thrown.getClass().getSimpleName() + " " + where,
        String.format(
            "input %d (%s of %s, %s): %s: %s%s",
            number,
            made.kind(),
            made.seed().name(),
            stage,
            thrown.getClass().getName(),
            message.substring(0, Math.min(600, message.length())),
            trace));
  }

  private Case make(SplittableRandom random) {
    int kind = random.nextInt(10);
    if (kind < 4) {
      Seed seed = RandomNodes.make(random);
      return new Case("random nodes", seed.model().toByteArray(), seed);
    }
    Seed seed = kind < 6 ? RandomNodes.make(random) : seeds.get(random.nextInt(seeds.size()));
    if (kind == 9) {
      byte[] damaged = new ByteMutator(random).mutate(seed.model().toByteArray());
      return new Case("damaged bytes", damaged, seed);
    }
    ModelProto changed = new GraphMutator(random).mutate(seed.model());
    return new Case("changed graphs", changed.toByteArray(), seed);
  }

  List<String> violations() {
    return new ArrayList<>(violations.values());
  }

  long tried() {
    return tried;
  }

  /** Outcomes by class of input, for people. */
  String summary() {
    StringBuilder text = new StringBuilder();
    counts.forEach((kind, outcomes) -> text.append(kind).append(' ').append(outcomes).append('\n'));
    wordless.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .forEach(
            e ->
                text.append(e.getValue())
                    .append(' ')
                    .append(e.getKey())
                    .append(" e.g. input ")
                    .append(examples.get(e.getKey()))
                    .append('\n'));
    return text.append(tried)
        .append(" inputs, slowest ")
        .append(TimeUnit.NANOSECONDS.toMillis(slowest))
        .append(" ms, violations ")
        .append(violations.size())
        .toString();
  }
}
