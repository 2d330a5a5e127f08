package dev.vernier.jobs.pass;

import dev.vernier.engine.EngineModel;
import dev.vernier.engine.MemoryPlan;
import dev.vernier.engine.Tensor;
import dev.vernier.jobs.spark.Cluster;
import dev.vernier.pipeline.Calibrator;
import dev.vernier.pipeline.CandidateModel;
import dev.vernier.pipeline.MemoryBudget;
import dev.vernier.pipeline.PreparedModel;
import dev.vernier.pipeline.data.BadRowException;
import dev.vernier.pipeline.data.ParquetRows;
import dev.vernier.pipeline.data.Row;
import dev.vernier.pipeline.preprocess.Preprocessor;
import dev.vernier.pipeline.refine.WalkMemory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Estimates what the passes of a job need before they run, and says it. */
final class MemoryPlanner {
  private static final int MEGABYTE_BITS = 20;

  /** Spark refuses to start where the collector leaves less than 450 MB of the heap usable. */
  private static final long LEAST_HEAP_MEGABYTES = 544;

  /** Rows looked at for the shapes of the inputs. */
  private static final int PROBED_ROWS = 64;

  /** Tensors are compared on single samples in further sessions that keep every value. */
  private static final int SESSIONS_OF_A_MODEL = 2;

  private final Cluster cluster;
  private final Feeding feeding;
  private final DataSet data;
  private final int wantedBatch;

  MemoryPlanner(Cluster cluster, Feeding feeding, DataSet data, int wantedBatch) {
    this.cluster = cluster;
    this.feeding = feeding;
    this.data = data;
    this.wantedBatch = wantedBatch;
  }

  /** What a calibration will need; empty if no row tells the shapes of the inputs. */
  Optional<MemoryBudget> calibration(PreparedModel model) {
    return dims()
        .map(
            dims -> {
              int batch =
                  new Calibrator(model, feeding.preprocessor(), feeding.filter(), wantedBatch)
                      .batchSize();
              return MemoryBudget.of(model, dims, batch, data.largestRowGroupBytes());
            });
  }

  /** What a validation will need; empty if no row tells the shapes of the inputs. */
  Optional<MemoryBudget> validation(PreparedModel model, List<CandidateModel> candidates) {
    return dims().map(dims -> validation(model, candidates, dims));
  }

  /**
   * What bringing samples to the driver and refining on them will need; empty if no row tells the
   * shapes of the inputs.
   */
  Optional<MemoryBudget> refinement(PreparedModel model, long samples) {
    return dims()
        .map(
            dims -> {
              MemoryPlan plan = model.engine().newSession().memoryPlan(dims);
              long held = WalkMemory.bytes(model.prepared(), dims, samples);
              long rows = MemoryBudget.rowBytes(dims, 1, data.largestRowGroupBytes());
              // The model, its quantized form and the constants of what is being computed of both.
              return new MemoryBudget(4 * plan.sharedBytes() + held, plan.sessionBytes(), 0, rows);
            });
  }

  /**
   * How many candidates like this one a validation can hold: at least one and at most {@code
   * wanted}, which it is where other JVMs run the tasks or no row tells the shapes of the inputs.
   */
  int sideBySide(PreparedModel model, CandidateModel candidate, int wanted) {
    return cluster.isOneJvm()
        ? dims().map(dims -> sideBySide(model, candidate, wanted, dims)).orElse(wanted)
        : wanted;
  }

  private int sideBySide(
      PreparedModel model, CandidateModel candidate, int wanted, Map<String, int[]> dims) {
    int slots = cluster.slotsOfOneJvm();
    long none = validation(model, List.of(), dims).totalBytes(slots);
    long one = validation(model, List.of(candidate), dims).totalBytes(slots);
    long room = Heap.limitBytes() / 4 * 3 - none;
    return (int) Math.max(1, Math.min(wanted, room / Math.max(1, one - none)));
  }

  private MemoryBudget validation(
      PreparedModel model, List<CandidateModel> candidates, Map<String, int[]> dims) {
    Map<String, int[]> batched = batched(model, dims);
    List<EngineModel> engines = new ArrayList<>(List.of(model.engine()));
    candidates.forEach(candidate -> engines.add(candidate.engine()));
    long shared = 0;
    long arenas = 0;
    for (EngineModel engine : engines) {
      MemoryPlan plan = engine.newSession().memoryPlan(batched);
      shared += 2 * plan.sharedBytes();
      arenas += SESSIONS_OF_A_MODEL * plan.sessionBytes();
    }
    long rows = MemoryBudget.rowBytes(dims, wantedBatch, data.largestRowGroupBytes());
    return new MemoryBudget(shared, arenas, 0, rows);
  }

  /** Dimensions of a batch where the model leaves the first one free. */
  private Map<String, int[]> batched(PreparedModel model, Map<String, int[]> dims) {
    Map<String, int[]> batched = new LinkedHashMap<>();
    model
        .inputs()
        .forEach(
            input -> {
              int[] shape = dims.get(input.name()).clone();
              boolean free =
                  input.type().hasRank()
                      && shape.length > 0
                      && !input.type().shape().get(0).isKnown();
              if (free) {
                shape[0] = wantedBatch;
              }
              batched.put(input.name(), shape);
            });
    return batched;
  }

  /** Says the budget, and warns if this JVM has less. */
  void announce(Optional<MemoryBudget> budget, JobConsole console, RunLog log, String pass) {
    if (budget.isEmpty()) {
      console.say(pass + ": memory unknown, as none of the first rows can be used");
      return;
    }
    int slots = cluster.slotsOfOneJvm();
    long planned = budget.get().heapMegabytes(slots);
    long heap = Math.max(planned, LEAST_HEAP_MEGABYTES);
    String least = heap > planned ? "; Spark itself starts with " + heap + " MB or more" : "";
    console.say(pass + ": " + budget.get().describe(slots) + least);
    log.note("heapMegabytes." + pass, heap);
    long available = Heap.limitBytes() >> MEGABYTE_BITS;
    if (cluster.isOneJvm() && available < heap) {
      console.say(
          "warning: this JVM has "
              + available
              + " MB; give it more with VERNIER_XMX="
              + heap
              + "m, or use fewer task slots with --master 'local[1]'");
    }
  }

  /** Shapes of one sample, from the first rows that can be used; empty if none of them can. */
  private Optional<Map<String, int[]>> dims() {
    Preprocessor preprocessor = feeding.preprocessor();
    try (ParquetRows rows =
        ParquetRows.open(data.firstFile(), preprocessor.columns(), cluster.hadoop())) {
      for (int row = 0; row < PROBED_ROWS && rows.hasNext(); row++) {
        Optional<Map<String, int[]>> dims = dims(preprocessor, rows.next());
        if (dims.isPresent()) {
          return dims;
        }
      }
      return Optional.empty();
    }
  }

  private static Optional<Map<String, int[]>> dims(Preprocessor preprocessor, Row row) {
    try {
      Map<String, int[]> dims = new LinkedHashMap<>();
      for (Map.Entry<String, Tensor> input : preprocessor.apply(row).inputs().entrySet()) {
        dims.put(input.getKey(), input.getValue().dims());
      }
      return Optional.of(dims);
    } catch (BadRowException e) {
      return Optional.empty();
    }
  }
}
