package dev.vernier.conf;

import java.util.List;
import java.util.Optional;

/** What is known of the right answers beside a class index, and how outputs are read. */
public record AnnotationConfig(
    @Setting(
            doc =
                "Take the FP32 model's answers for the right ones: its class, mask, tokens, values"
                    + " or boxes. No column with annotations is read then.",
            byDefault = "false")
        boolean free,
    @Setting(
            doc =
                "With annotation.free, rows whose FP32 class has a lower probability, and FP32 boxes"
                    + " with a lower score, are left out.",
            byDefault = "0.6",
            min = 0,
            max = 1)
        double minConfidence,
    @Setting(
            doc =
                "Column with the right values of the output (mse, mae, psnr, ssim), the mask of"
                    + " class indices (miou), or the tokens (perplexity, token-accuracy): a list of"
                    + " numbers, or bytes of one unsigned number each.",
            byDefault = "")
        Optional<String> targetColumn,
    @Setting(
            doc =
                "Factor on the right values before they are compared with the output; may be a"
                    + " fraction such as 1/255.",
            byDefault = "1")
        double targetScale,
    @Setting(
            doc = "Class indices that masks and tokens use for 'does not count', such as 255.",
            byDefault = "[]")
        List<Integer> ignoredClasses,
    @Setting(
            doc = "Largest possible value of the output, for psnr and ssim.",
            byDefault = "1",
            min = 1e-30)
        double peak,
    @Setting(doc = "The class that f1's binary measures look for.", byDefault = "1", min = 0)
        int positiveClass,
    @Setting(
            doc =
                "What the output's scores are. auto: probabilities if a row of the FP32 model's is"
                    + " from 0 to 1 and adds up to 1, or is a single number; otherwise logits.",
            byDefault = "auto",
            oneOf = {"auto", "logits", "probabilities"})
        String scores) {

  /** Copies the list. */
  public AnnotationConfig {
    ignoredClasses = List.copyOf(ignoredClasses);
  }
}
