package dev.vernier.kernels;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the kernels of this JVM, once. System property {@code vernier.kernels}: {@code auto} (the
 * default: vector where possible, else scalar), {@code scalar}, or {@code vector} (fail if
 * impossible). {@code vernier.vector.bits}: 512, 256 or 128, default what the processor prefers.
 */
public final class KernelsProvider {
  /** System property that chooses the implementation. */
  public static final String CHOICE = "vernier.kernels";

  /** System property that fixes the vector width. */
  public static final String BITS = "vernier.vector.bits";

  /** What a JVM needs on its command line for the vector kernels. */
  public static final String MODULE_FLAG = "--add-modules=jdk.incubator.vector";

  private static final Logger LOG = LoggerFactory.getLogger(KernelsProvider.class);
  private static final String MODULE = "jdk.incubator.vector";
  private static final String VECTOR_KERNELS = "dev.vernier.kernels.vector.VectorKernels";

  private static final String SCALAR = "scalar";
  private static final AtomicBoolean CHECKED = new AtomicBoolean();

  private KernelsProvider() {}

  private static final class Holder {
    static final Kernels CHOSEN = choose(System.getProperty(CHOICE, "auto"));
  }

  /** The kernels of this JVM. */
  public static Kernels kernels() {
    return Holder.CHOSEN;
  }

  /** The specification, whatever was chosen. */
  public static Kernels scalar() {
    return new ScalarKernels();
  }

  /**
   * Times every kernel until it is as fast as it should be, or five seconds have passed, and logs
   * one line: an information if all are fast, a warning naming those that run 30 or more times
   * slower. Takes a few seconds.
   */
  public static SelfCheck.Result selfCheck() {
    SelfCheck.Result result = SelfCheck.run(kernels());
    if (result.slow().isEmpty()) {
      LOG.info("{}", result.summary());
    } else {
      LOG.warn("{}", result.summary());
    }
    return result;
  }

  /**
   * Starts {@link #selfCheck} on a thread of its own, once a JVM; not for scalar kernels, whose
   * reason is logged when they are chosen.
   *
   * @return whether it was started
   */
  public static boolean selfCheckInBackground() {
    if (kernels().name().equals(SCALAR) || !CHECKED.compareAndSet(false, true)) {
      return false;
    }
    Thread thread = new Thread(KernelsProvider::selfCheck, "vernier-kernel-check");
    thread.setDaemon(true);
    thread.setPriority(Thread.MIN_PRIORITY);
    thread.start();
    return true;
  }

  private static Kernels choose(String choice) {
    switch (choice) {
      case "scalar":
        LOG.info("Kernels: scalar, as {}=scalar asks", CHOICE);
        return new ScalarKernels();
      case "auto":
      case "vector":
        return vectorOrScalar(choice.equals("vector"));
      default:
        throw new IllegalArgumentException(
            "system property " + CHOICE + " = \"" + choice + "\": expected auto, scalar or vector");
    }
  }

  private static Kernels vectorOrScalar(boolean required) {
    Optional<String> obstacle = obstacle();
    if (obstacle.isEmpty()) {
      try {
        Kernels kernels = load();
        LOG.info("Kernels: {}", kernels.name());
        return kernels;
      } catch (ReflectiveOperationException | LinkageError e) {
        obstacle = Optional.of("the vector kernels do not load (" + rootMessage(e) + ")");
      }
    }
    String message =
        obstacle.get() + "; start the JVM with " + MODULE_FLAG + " for several times the speed";
    if (required) {
      throw new IllegalStateException("system property " + CHOICE + " = vector, but " + message);
    }
    LOG.warn("Kernels: scalar, because {}. Results are the same.", message);
    return new ScalarKernels();
  }

  /** Why the vector kernels cannot be tried, checked without touching a class of the module. */
  private static Optional<String> obstacle() {
    Optional<Module> module = ModuleLayer.boot().findModule(MODULE);
    if (module.isEmpty()) {
      return Optional.of("the module " + MODULE + " is not in this JVM");
    }
    Module own = KernelsProvider.class.getModule();
    if (own.isNamed() && !own.canRead(module.get())) {
      own.addReads(module.get());
    }
    String bits = System.getProperty(BITS);
    if (bits != null && !bits.matches("512|256|128")) {
      throw new IllegalArgumentException(
          "system property " + BITS + " = \"" + bits + "\": expected 512, 256 or 128");
    }
    return Optional.empty();
  }

  private static Kernels load() throws ReflectiveOperationException {
    return (Kernels) Class.forName(VECTOR_KERNELS).getDeclaredConstructor().newInstance();
  }

  private static String rootMessage(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }
}
