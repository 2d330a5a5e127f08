package dev.vernier.pipeline.ingest;

import dev.vernier.pipeline.data.BadRowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A decoded RIFF/WAVE file: PCM of 8, 16, 24 or 32 bits, or IEEE float of 32 or 64. Integers are
 * divided by 2^(bits-1), so that 16-bit samples lie in [-1, 1).
 */
record WavFile(int rate, float[] samples) {
  private static final int RIFF = 0x46464952;
  private static final int WAVE = 0x45564157;
  private static final int FORMAT = 0x20746d66;
  private static final int DATA = 0x61746164;
  private static final int PCM = 1;
  private static final int FLOAT = 3;
  private static final int EXTENSIBLE = 0xfffe;

  /** What the format chunk says. */
  private record Format(int code, int channels, int rate, int bits) {}

  static WavFile read(byte[] bytes) throws BadRowException {
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < 12 || file.getInt(0) != RIFF || file.getInt(8) != WAVE) {
      throw new BadRowException("not a WAV file");
    }
    Format format = null;
    int at = 12;
    while (at + 8 <= bytes.length) {
      int id = file.getInt(at);
      int size = (int) Math.min(file.getInt(at + 4) & 0xffffffffL, bytes.length - at - 8L);
      if (id == FORMAT && size >= 16) {
        format = format(file, at + 8, size);
      } else if (id == DATA && format != null) {
        return new WavFile(format.rate(), samples(file, at + 8, size, format));
      }
      at += 8 + size + (size & 1);
    }
    throw new BadRowException(
        "WAV file without " + (format == null ? "format" : "data") + " chunk");
  }

  private static Format format(ByteBuffer file, int at, int size) {
    int code = file.getShort(at) & 0xffff;
    if (code == EXTENSIBLE && size >= 26) {
      code = file.getShort(at + 24) & 0xffff;
    }
    return new Format(
        code, file.getShort(at + 2) & 0xffff, file.getInt(at + 4), file.getShort(at + 14) & 0xffff);
  }

  private static float[] samples(ByteBuffer file, int at, int size, Format format)
      throws BadRowException {
    int bits = format.bits();
    boolean pcm = format.code() == PCM && (bits == 8 || bits == 16 || bits == 24 || bits == 32);
    boolean floating = format.code() == FLOAT && (bits == 32 || bits == 64);
    if (!(pcm || floating) || format.channels() < 1) {
      throw new BadRowException(
          "WAV format "
              + format.code()
              + " with "
              + bits
              + " bits, expected PCM of 8 to 32 or float of 32 or 64 bits");
    }
    int width = bits / 8;
    float[] samples = new float[size / (width * format.channels())];
    for (int i = 0; i < samples.length; i++) {
      double sum = 0;
      for (int c = 0; c < format.channels(); c++) {
        sum += value(file, at + (i * format.channels() + c) * width, format);
      }
      samples[i] = (float) (sum / format.channels());
    }
    return samples;
  }

  private static double value(ByteBuffer file, int at, Format format) {
    if (format.code() == FLOAT) {
      return format.bits() == 32 ? file.getFloat(at) : file.getDouble(at);
    }
    return switch (format.bits()) {
      case 8 -> ((file.get(at) & 0xff) - 128) / 128.0;
      case 16 -> file.getShort(at) / 32768.0;
      case 24 -> ((file.getShort(at) & 0xffff) | file.get(at + 2) << 16) / 8388608.0;
      default -> file.getInt(at) / 2147483648.0;
    };
  }
}
