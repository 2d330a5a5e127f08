package dev.vernier.jobs.pass;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/** The heap of this JVM. */
final class Heap {
  private Heap() {}

  /**
   * What {@code -Xmx} says, or the JVM's own choice. {@link Runtime#maxMemory} says less: some
   * collectors keep a part of the heap free for themselves.
   */
  static long limitBytes() {
    try {
      HotSpotDiagnosticMXBean machine =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      return Long.parseLong(machine.getVMOption("MaxHeapSize").getValue());
    } catch (RuntimeException e) {
      return Runtime.getRuntime().maxMemory();
    }
  }
}
