package dev.vernier.jobs;

import dev.vernier.jobs.pass.Calibrated;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Data to saved states. */
@Command(
    name = "calibrate",
    description = {
      "Runs the model over the calibration data and saves the statistics of its tensors.",
      "Leaves states/ and run.json in the output folder; 'solve' makes models from them."
    })
final class CalibrateCommand implements Callable<Integer> {
  @Mixin private JobOptions options;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    try (Workflow work =
        new Workflow(options.load(), spec.commandLine().getErr(), options.restart())) {
      work.rewrite();
      Calibrated calibrated = work.calibrate();
      work.finish(work.out().run());
      long samples = calibrated.log().used();
      int tensors = calibrated.saved().states().tensors().size();
      spec.commandLine()
          .getOut()
          .println(
              "calibrated "
                  + tensors
                  + " tensors on "
                  + samples
                  + " samples: "
                  + work.out().states());
      return new Summary("calibrate")
          .put("states", work.out().states().toString())
          .put("samples", samples)
          .put("bad", calibrated.log().bad())
          .put("tensors", tensors)
          .finish(options.common(), ExitCode.DONE);
    }
  }
}
