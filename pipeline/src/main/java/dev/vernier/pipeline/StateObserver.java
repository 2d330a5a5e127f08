package dev.vernier.pipeline;

import dev.vernier.engine.TensorObserver;
import dev.vernier.engine.TensorPieces;
import dev.vernier.engine.TensorView;
import dev.vernier.stats.SamplePieces;
import dev.vernier.stats.SampleValues;
import dev.vernier.stats.StateCollector;
import java.util.Arrays;
import java.util.Map;

/** Hands what the executor shows to a collector, as samples of the tensors it collects. */
public final class StateObserver implements TensorObserver {
  private final StateCollector collector;
  private final Map<String, Integer> indices;
  private final int samples;

  /**
   * An observer of one run.
   *
   * @param indices the collector's numbers of the observed tensors
   * @param samples how many samples are open and run together
   */
  public StateObserver(StateCollector collector, Map<String, Integer> indices, int samples) {
    this.collector = collector;
    this.indices = indices;
    this.samples = samples;
  }

  @Override
  public void observe(String tensor, TensorView view) {
    int index = indices.get(tensor);
    for (int sample = 0; sample < samples; sample++) {
      collector.observe(sample, index, samples > 1 ? new Slice(view, sample) : new Whole(view));
    }
  }

  @Override
  public TensorPieces pieces(String tensor, int slices) {
    int index = indices.get(tensor);
    return collector.takesPieces(index) ? new Fed(index) : null;
  }

  /** Passes pieces to one sample after the other; to the only one, however many slices it has. */
  private final class Fed implements TensorPieces {
    private final int tensor;
    private int sample = -1;
    private SamplePieces open;

    Fed(int tensor) {
      this.tensor = tensor;
    }

    @Override
    public void accept(int slice, float[] data, int offset, int length) {
      int owner = samples > 1 ? slice : 0;
      if (owner != sample) {
        close();
        open = collector.pieces(owner, tensor);
        sample = owner;
      }
      open.accept(data, offset, length);
    }

    @Override
    public void close() {
      if (open != null) {
        open.close();
        open = null;
      }
    }
  }

  /** One sample of a tensor observed in a batch. */
  private record Slice(TensorView view, int sample) implements SampleValues {
    @Override
    public int[] dims() {
      int[] dims = view.dims();
      return Arrays.copyOfRange(dims, 1, dims.length);
    }

    @Override
    public void forEachRun(dev.vernier.stats.RunConsumer consumer) {
      view.forEachRun(sample, consumer::accept);
    }

    @Override
    public void copyTo(float[] target, int offset) {
      view.copyTo(sample, target, offset);
    }
  }

  /** A tensor observed for one sample alone: all of it, however long its first axis is. */
  private record Whole(TensorView view) implements SampleValues {
    @Override
    public int[] dims() {
      return view.dims();
    }

    @Override
    public void forEachRun(dev.vernier.stats.RunConsumer consumer) {
      for (int slice = 0; slice < view.samples(); slice++) {
        view.forEachRun(slice, consumer::accept);
      }
    }

    @Override
    public void copyTo(float[] target, int offset) {
      for (int slice = 0; slice < view.samples(); slice++) {
        view.copyTo(slice, target, offset + slice * view.sampleSize());
      }
    }
  }
}
