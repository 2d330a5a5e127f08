package dev.vernier.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Collects the states of observed tensors within one task slot; not thread-safe. Samples enter
 * whole or not at all: what is observed between {@link #begin} and {@link #end} counts from the end
 * on, and {@link #abort} leaves no trace of it. What is collected depends on neither the order of
 * samples, tensors and runs nor how many samples are open at once.
 *
 * <p>Memory is bounded by {@link #memoryBound}, which holds whatever the values are: counters that
 * would outgrow it are packed, and if that is not enough collecting fails with a {@link
 * StateMemoryException}.
 */
public final class StateCollector {
  /** How many tensors can be open at once, see {@link #pieces}. */
  public static final int OPEN_TENSORS = 2;

  private static final long BASE_BYTES = 1L << 20;
  private static final long BYTES_PER_CHANNEL = 256;
  private static final long PENDING_BYTES_PER_CHANNEL = 20;

  private final List<TensorSpec> tensors;
  private final CollectOptions options;
  private final StateMemory memory;
  private final OpenTensor[] sets;
  private final TensorStates[][] states;
  private final OpenSamples open;
  private final long[] samples = new long[Folds.COUNT];
  private float[] dense = {};

  public StateCollector(List<TensorSpec> tensors, CollectOptions options) {
    this.tensors = List.copyOf(tensors);
    this.options = options;
    this.memory = new StateMemory(options.stateBytesFor(tensors.size()), this::pack);
    this.states = new TensorStates[Folds.COUNT][tensors.size()];
    this.open = new OpenSamples(memory, this.tensors);
    this.sets = new OpenTensor[OPEN_TENSORS];
    Arrays.setAll(sets, i -> new OpenTensor(open, options.perSample()));
  }

  /**
   * The most bytes of heap that a collector holds, and so what a memory plan counts a task slot:
   * tables, the state memory of the options, and what is fixed a tensor and fold. Not counted are
   * the {@link StateSet} handed out, 512 bytes for each 2^31 values collected, and 4 bytes an
   * element of the largest sample of a tensor with a stride or per-channel statistics.
   */
  public static long memoryBound(List<TensorSpec> tensors, CollectOptions options) {
    long perTensor =
        2L * Folds.COUNT * HistogramAccumulator.FIXED_BYTES
            + (options.perSample() ? Folds.COUNT * PerSampleAccumulator.FIXED_BYTES : 0)
            + options.batch() * 2L * OpenSamples.BYTES_PER_OBSERVATION;
    long channels = tensors.stream().mapToLong(TensorSpec::channels).sum();
    long perChannel = Folds.COUNT * BYTES_PER_CHANNEL + options.batch() * PENDING_BYTES_PER_CHANNEL;
    return BASE_BYTES
        + OPEN_TENSORS * SampleTables.BYTES
        + options.stateBytesFor(tensors.size())
        + tensors.size() * perTensor
        + channels * perChannel;
  }

  /** Opens samples, given the SHA-256 of the canonical input bytes of each. */
  public void begin(byte[]... hashes) {
    if (hashes.length == 0 || hashes.length > options.batch()) {
      throw new IllegalArgumentException(
          "expected 1 to %d samples, not %d".formatted(options.batch(), hashes.length));
    }
    open.begin(hashes);
  }

  /**
   * Adds what one tensor holds for one of the open samples; with a tensor open in pieces there must
   * be room for one more.
   *
   * @param sample the sample, numbered as they were opened
   * @param tensor the tensor, numbered as in the list of the constructor
   */
  public void observe(int sample, int tensor, SampleValues values) {
    int fold = open.fold(sample);
    TensorSpec spec = tensors.get(tensor);
    if (spec.perChannel()) {
      open.add(fold, tensor, channelSample(spec, values));
    }
    OpenTensor set = open(fold, tensor);
    try {
      count(spec, values, set);
    } catch (RuntimeException | Error e) {
      set.abort();
      throw e;
    }
    set.close();
  }

  /** Whether a tensor may be handed over in pieces: if all its elements count alike. */
  public boolean takesPieces(int tensor) {
    TensorSpec spec = tensors.get(tensor);
    return spec.stride() == 1 && !spec.perChannel();
  }

  /**
   * Takes a tensor of one of the open samples in pieces, in place of {@link #observe}. At most
   * {@link #OPEN_TENSORS} tensors can be open at once; what is open when samples are aborted is
   * forgotten.
   */
  public SamplePieces pieces(int sample, int tensor) {
    if (!takesPieces(tensor)) {
      throw new IllegalArgumentException(
          "tensor '%s' is wanted whole: not all its elements count alike"
              .formatted(tensors.get(tensor).name()));
    }
    return open(open.fold(sample), tensor);
  }

  private OpenTensor open(int fold, int tensor) {
    for (OpenTensor set : sets) {
      if (!set.isOpen()) {
        set.open(fold, tensor);
        return set;
      }
    }
    throw new IllegalStateException(
        "%d tensors are open already: close one before '%s'"
            .formatted(sets.length, tensors.get(tensor).name()));
  }

  /** Adds what one tensor holds for the only open sample. */
  public void observe(int tensor, SampleValues values) {
    observe(0, tensor, values);
  }

  /** Counts the open samples: from now on they are part of the result. */
  public void end() {
    for (OpenTensor set : sets) {
      if (set.isOpen()) {
        throw new IllegalStateException("a tensor is open: close it before its sample ends");
      }
    }
    open.moveTo(this::states);
    for (int fold : open.folds()) {
      samples[fold]++;
    }
    open.close();
    memory.settle();
  }

  /** Drops the open samples. */
  public void abort() {
    for (OpenTensor set : sets) {
      if (set.isOpen()) {
        set.abort();
      }
    }
    open.clear();
    open.close();
  }

  /** What was collected. */
  public StateSet toStateSet() {
    open.requireClosed();
    List<StateSet.Entry> entries = new ArrayList<>();
    for (int fold = 0; fold < Folds.COUNT; fold++) {
      for (int tensor = 0; tensor < tensors.size(); tensor++) {
        if (states[fold][tensor] != null) {
          states[fold][tensor].addEntries(tensors.get(tensor).name(), fold, entries);
        }
      }
    }
    return StateSet.of(entries, samples);
  }

  /** Forgets what was collected and keeps the memory. */
  public void clear() {
    open.requireClosed();
    for (TensorStates[] fold : states) {
      for (int tensor = 0; tensor < fold.length; tensor++) {
        if (fold[tensor] != null) {
          fold[tensor].release();
          fold[tensor] = null;
        }
      }
    }
    Arrays.fill(samples, 0);
  }

  private void pack() {
    for (TensorStates[] fold : states) {
      for (TensorStates state : fold) {
        if (state != null) {
          state.pack();
        }
      }
    }
  }

  private TensorStates states(int fold, int tensor) {
    if (states[fold][tensor] == null) {
      states[fold][tensor] = new TensorStates(memory, tensors.get(tensor), options.perSample());
    }
    return states[fold][tensor];
  }

  private void count(TensorSpec spec, SampleValues values, RunConsumer consumer) {
    if (spec.stride() == 1) {
      values.forEachRun(consumer);
      return;
    }
    int size = size(values.dims());
    copy(values, size);
    int kept = 0;
    for (int i = 0; i < size; i += spec.stride()) {
      dense[kept++] = dense[i];
    }
    consumer.accept(dense, 0, kept);
  }

  private ChannelSample channelSample(TensorSpec spec, SampleValues values) {
    int[] dims = values.dims();
    if (spec.channelAxis() >= dims.length || dims[spec.channelAxis()] != spec.channels()) {
      throw new IllegalArgumentException(
          "tensor '%s': expected %d channels on axis %d of a sample, not the shape %s"
              .formatted(spec.name(), spec.channels(), spec.channelAxis(), Arrays.toString(dims)));
    }
    int size = size(dims);
    copy(values, size);
    int outer = size(Arrays.copyOf(dims, spec.channelAxis()));
    return ChannelSample.of(dense, size, outer, spec.channels());
  }

  private void copy(SampleValues values, int size) {
    if (dense.length < size) {
      dense = new float[size];
    }
    values.copyTo(dense, 0);
  }

  private static int size(int[] dims) {
    int size = 1;
    for (int dim : dims) {
      size = Math.multiplyExact(size, dim);
    }
    return size;
  }
}
