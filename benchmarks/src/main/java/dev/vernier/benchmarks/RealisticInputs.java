package dev.vernier.benchmarks;

import dev.vernier.engine.Tensor;
import dev.vernier.onnx.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * What well-known models are fed: pictures preprocessed as each model wants them, sound frame by
 * frame with the state handed on, text in several lengths; several batch sizes where they are free.
 */
final class RealisticInputs {
  private static final float[] IMAGENET_MEAN = {123.675f, 116.28f, 103.53f};
  private static final float[] IMAGENET_DEVIATION = {58.395f, 57.12f, 57.375f};
  private static final float[] SYMMETRIC = {127.5f};
  private static final float[] ZERO = {0};
  private static final float[] ONE = {1};
  private static final float[] WHITE = {255};
  private static final int STATE = 128;
  private static final int FRAMES = 60;
  private static final int TOKENS = 40;

  private final Random random = new Random(20);

  private RealisticInputs() {}

  /** Several sequences for a model file's name without ending, or none if it is not known. */
  static List<InputSequence> of(String model) {
    return new RealisticInputs().sequences(model);
  }

  private List<InputSequence> sequences(String model) {
    return switch (model) {
      case "mobilenetv2_torchvision", "squeezenet1.1" ->
          pictures("input", 3, 224, 224, IMAGENET_MEAN, IMAGENET_DEVIATION, 1, 1, 3);
      case "cifar10_resnet20", "cifar10_resnet56" ->
          pictures("input", 3, 32, 32, IMAGENET_MEAN, IMAGENET_DEVIATION, 1, 1, 1, 7);
      case "mobilenet_v1_0.25_224" -> pictures("input", 3, 224, 224, SYMMETRIC, SYMMETRIC, 1, 1, 3);
      case "st_ssd_mobilenet_v1_025_256" ->
          pictures("input_1", 3, 256, 256, SYMMETRIC, SYMMETRIC, 1, 1, 3);
      case "deeplabv3_mnv2_voc" -> pictures("input", 3, 513, 513, SYMMETRIC, SYMMETRIC, 1, 1);
      case "tiny_darknet_224" -> pictures("input", 3, 224, 224, ZERO, WHITE, 1, 1, 3);
      case "super_resolution_10" -> pictures("input", 1, 224, 224, ZERO, WHITE, 1, 1, 2);
      case "mlperf_tiny_resnet8_cifar10" -> pictures("input", 3, 32, 32, ZERO, ONE, 1, 1, 1, 7);
      case "mnist-8" -> pictures("Input3", 1, 28, 28, ZERO, ONE, 1, 1, 1);
      case "ultraface_RFB_320" ->
          pictures("input", 3, 240, 320, new float[] {127}, new float[] {128}, 1, 1, 1);
      case "yolox_nano" -> pictures("images", 3, 416, 416, ZERO, ONE, 1, 1, 1);
      case "yunet_n_320" -> pictures("input", 3, 320, 320, ZERO, ONE, 1, 1, 1);
      case "style_candy" -> pictures("inputImage", 3, 720, 720, ZERO, ONE, 1);
      case "kwt1_keyword_transformer" -> sounds();
      case "silero_vad" ->
          List.of(voice(16_000, 512, 64, 1), voice(8_000, 256, 32, 1), voice(16_000, 512, 64, 3));
      case "byte_sb_bidi_lstm" ->
          List.of(bytes(1, 1), bytes(1, 17), bytes(1, 200), bytes(4, 33), bytes(3, 5));
      case "sst2_encoder_small" ->
          List.of(tokens(TOKENS), tokens(3), tokens(17), tokens(5, TOKENS, 1, 22));
      default -> List.of();
    };
  }

  /** A sequence of one run for each batch size; pixels become (p - mean) / deviation. */
  private List<InputSequence> pictures(
      String input, int c, int h, int w, float[] mean, float[] deviation, int... batches) {
    List<InputSequence> sequences = new ArrayList<>();
    for (int batch : batches) {
      float[] values = new float[batch * c * h * w];
      for (int s = 0; s < batch; s++) {
        float[] pixels = Signals.picture(random, c, h, w);
        for (int i = 0; i < pixels.length; i++) {
          int channel = i / (h * w) % mean.length;
          values[s * pixels.length + i] = (pixels[i] - mean[channel]) / deviation[channel];
        }
      }
      sequences.add(InputSequence.of(Map.of(input, Tensor.of(values, batch, c, h, w))));
    }
    return sequences;
  }

  private List<InputSequence> sounds() {
    List<InputSequence> sequences = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      float[] second = Signals.sound(random, 16_000, 16_000);
      sequences.add(InputSequence.of(Map.of("input", Tensor.of(second, 1, 16_000))));
    }
    return sequences;
  }

  /** Consecutive frames, each with the end of the one before in front, and the state handed on. */
  private InputSequence voice(int rate, int frame, int context, int batch) {
    List<float[]> sounds = new ArrayList<>();
    for (int b = 0; b < batch; b++) {
      sounds.add(Signals.sound(random, context + FRAMES * frame, rate));
    }
    List<Map<String, Tensor>> runs = new ArrayList<>();
    int length = context + frame;
    for (int f = 0; f < FRAMES; f++) {
      float[] input = new float[batch * length];
      for (int b = 0; b < batch; b++) {
        System.arraycopy(sounds.get(b), f * frame, input, b * length, length);
      }
      Map<String, Tensor> inputs = new TreeMap<>();
      inputs.put("input", Tensor.of(input, batch, length));
      inputs.put("state", Tensor.allocate(DataType.FLOAT, 2, batch, STATE));
      inputs.put("sr", Tensor.of(new long[] {rate}));
      runs.add(inputs);
    }
    return new InputSequence(runs, Map.of("state", "stateN"));
  }

  private InputSequence bytes(int batch, int length) {
    byte[] text = Signals.text(random, batch * length);
    return InputSequence.of(Map.of("input", Tensor.wrap(DataType.UINT8, text, 0, batch, length)));
  }

  /** Sentences of these many tokens, padded with zeros that the mask leaves out. */
  private InputSequence tokens(int... lengths) {
    long[] ids = new long[lengths.length * TOKENS];
    long[] mask = new long[ids.length];
    for (int i = 0; i < ids.length; i++) {
      if (i % TOKENS < lengths[i / TOKENS]) {
        ids[i] = 1L + random.nextInt(2000);
        mask[i] = 1;
      }
    }
    return InputSequence.of(
        Map.of(
            "input_ids", Tensor.of(ids, lengths.length, TOKENS),
            "attention_mask", Tensor.of(mask, lengths.length, TOKENS)));
  }
}
