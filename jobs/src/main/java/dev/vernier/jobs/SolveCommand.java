package dev.vernier.jobs;

import dev.vernier.stats.StateSet;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Saved states to a quantized model, without inference. */
@Command(
    name = "solve",
    description = {
      "Chooses ranges from saved statistics and writes the quantized model.",
      "Runs no inference: try other methods and schemes with --set, such as"
          + " --set quantization.method=mse.",
      "If refinement.json beside the states was found for the same ranges and settings, the model"
          + " is refined by it.",
      "Leaves model.onnx and ranges.json in the output folder. Formats without ranges, such as"
          + " quantization.format=float16, need no statistics."
    })
final class SolveCommand implements Callable<Integer> {
  @Mixin private JobOptions options;
  @Spec private CommandSpec spec;

  @Option(
      names = "--states",
      paramLabel = "DIR",
      description = "Saved states; default: states in the output folder.")
  private Path states;

  @Option(
      names = "--ranges",
      paramLabel = "FILE",
      description =
          "Take the ranges from a file instead of states: ranges.json, ONNX Runtime's calibration"
              + " JSON or TensorQuantOverrides, TensorRT's calibration cache, AMCT's record.")
  private Path ranges;

  @Override
  public Integer call() {
    try (Workflow work = new Workflow(options.load(), spec.commandLine().getErr(), false)) {
      StateSet loaded = work.needsRanges() && ranges == null ? load(work) : StateSet.empty();
      Quantized quantized = ranges == null ? solved(work, loaded) : work.quantizeWith(ranges);
      String method = quantized.method();
      work.write(quantized);
      spec.commandLine()
          .getOut()
          .printf(
              Locale.ROOT,
              "%s %s in %.1f s: %s%n",
              work.needsRanges() ? "solved with" : "written as",
              method,
              quantized.seconds(),
              work.out().model());
      return new Summary("solve")
          .put("method", method)
          .put("model", work.out().model().toString())
          .put("bytes", quantized.bytes())
          .put("ranges", work.out().ranges().toString())
          .put("samples", loaded.samples())
          .put("seconds", quantized.seconds())
          .finish(options.common(), ExitCode.DONE);
    }
  }

  private Quantized solved(Workflow work, StateSet loaded) {
    work.chooseRangesAsBefore(folder(work));
    return work.refineAsBefore(
        work.quantize(loaded).get(work.delivered()),
        folder(work).resolveSibling("refinement.json"));
  }

  private StateSet load(Workflow work) {
    return work.loadStates(folder(work)).states();
  }

  private Path folder(Workflow work) {
    return states == null ? work.out().states() : states;
  }
}
