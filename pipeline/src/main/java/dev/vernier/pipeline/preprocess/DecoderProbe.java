package dev.vernier.pipeline.preprocess;

import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.io.Sha256;
import dev.vernier.pipeline.data.BadRowException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Tells JPEG decoders apart: a bundled image is decoded and the pixels are hashed. Runs whose
 * machines decode differently would not give the same bytes, so they are refused.
 */
public final class DecoderProbe {
  private static final String IMAGE = "probe.jpg";

  private DecoderProbe() {}

  /** Digest of the bundled image as this JVM decodes it, in hexadecimal. */
  public static String digest() {
    try (InputStream in = DecoderProbe.class.getResourceAsStream(IMAGE)) {
      Pixels pixels = ImageDecoder.decode(in.readAllBytes(), false);
      return Sha256.hexOf(pixels.data());
    } catch (IOException | BadRowException e) {
      throw new VernierException(
          "this JVM cannot decode the bundled JPEG image: " + e.getMessage(), e);
    }
  }

  /** Fails if this JVM decodes JPEG otherwise than the one that gave {@code expected}. */
  public static void require(String expected) {
    String actual = digest();
    if (!actual.equals(expected)) {
      throw new VernierException(
          "this machine decodes JPEG images differently: the digest of the bundled image is "
              + actual
              + ", expected "
              + expected
              + ". Run all machines on the same JDK build (this one: "
              + System.getProperty("java.vendor")
              + " "
              + System.getProperty("java.runtime.version")
              + ")");
    }
  }
}
