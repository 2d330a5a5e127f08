package dev.vernier.jobs;

import dev.vernier.pipeline.repository.SavedStates;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Saved states to a quantized model that is corrected on a few samples. */
@Command(
    name = "refine",
    description = {
      "Chooses ranges from saved statistics, then runs the model and its quantized form over a few"
          + " calibration samples, chosen by hash, and corrects what quantization did to them.",
      "Leaves model.onnx, ranges.json and refinement.json in the output folder; 'solve' with the"
          + " same settings uses the refinement again, without inference."
    })
final class RefineCommand implements Callable<Integer> {
  @Mixin private JobOptions options;
  @Spec private CommandSpec spec;

  @Option(
      names = "--states",
      paramLabel = "DIR",
      description = "Saved states; default: states in the output folder.")
  private Path states;

  @Override
  public Integer call() {
    try (Workflow work =
        new Workflow(options.load(), spec.commandLine().getErr(), options.restart())) {
      SavedStates saved = work.loadStates(states == null ? work.out().states() : states);
      String method = work.delivered();
      work.chooseRanges(saved.states());
      Quantized refined = work.refine(work.quantize(saved.states())).get(method);
      work.write(refined);
      work.finish(work.out().refineRun());
      spec.commandLine()
          .getOut()
          .printf(
              Locale.ROOT,
              "refined %s in %.1f s: %s%n",
              method,
              refined.seconds(),
              work.out().model());
      return new Summary("refine")
          .put("method", method)
          .put("model", work.out().model().toString())
          .put("bytes", refined.bytes())
          .put("refinement", work.out().refinement().toString())
          .put("seconds", refined.seconds())
          .finish(options.common(), ExitCode.DONE);
    }
  }
}
