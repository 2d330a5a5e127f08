package dev.vernier.engine;

import java.util.Set;

/**
 * How a session plans and runs. No option changes any value of any tensor.
 *
 * @param observed names of FLOAT tensors whose values are passed to the observer
 * @param channelsLast whether image chains may run channels-last; false is slower
 * @param planCacheSize how many input shapes are kept planned
 */
public record SessionOptions(Set<String> observed, boolean channelsLast, int planCacheSize) {
  private static final int DEFAULT_PLAN_CACHE_SIZE = 8;

  /** Checks the values. */
  public SessionOptions {
    observed = Set.copyOf(observed);
    if (planCacheSize < 1) {
      throw new IllegalArgumentException("planCacheSize = " + planCacheSize + ": expected >= 1");
    }
  }

  /** Nothing observed, all layouts, the default cache. */
  public static SessionOptions defaults() {
    return new SessionOptions(Set.of(), true, DEFAULT_PLAN_CACHE_SIZE);
  }

  /** Observes exactly these tensors. */
  public SessionOptions withObserved(Set<String> names) {
    return new SessionOptions(names, channelsLast, planCacheSize);
  }

  public SessionOptions withChannelsLast(boolean allowed) {
    return new SessionOptions(observed, allowed, planCacheSize);
  }

  public SessionOptions withPlanCacheSize(int size) {
    return new SessionOptions(observed, channelsLast, size);
  }
}
