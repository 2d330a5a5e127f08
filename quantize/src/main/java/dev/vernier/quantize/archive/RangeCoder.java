package dev.vernier.quantize.archive;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Entropy coding of codes of a fixed width by adaptive binary models in a tree, one decision a bit
 * from the highest down. The range coder is Martin's (1979) in the carry-less form that LZMA made
 * known: 32-bit range, 11-bit probabilities, adaptation by 1/32.
 */
final class RangeCoder {

  private static final int PROBABILITY_BITS = 11;
  private static final int ADAPTATION = 5;
  private static final long RENORMALIZE = 1L << 24;
  private static final long MASK = 0xFFFFFFFFL;

  private RangeCoder() {}

  private static int[] models(int bits) {
    int[] models = new int[1 << bits];
    Arrays.fill(models, 1 << (PROBABILITY_BITS - 1));
    return models;
  }

  /** The coded form of codes from 0 to {@code 2^bits - 1}. */
  static byte[] encode(int[] codes, int bits) {
    Encoder encoder = new Encoder();
    int[] models = models(bits);
    for (int code : codes) {
      int node = 1;
      for (int i = bits - 1; i >= 0; i--) {
        int bit = (code >> i) & 1;
        encoder.encode(models, node, bit);
        node = 2 * node + bit;
      }
    }
    return encoder.finish();
  }

  /**
   * How many decisions so many bytes can hold, at most. A model's probability stays 31/2048 away
   * from certainty, as steps of 1/32 round down to nothing there, so a decision takes at least
   * -log2(1 - 31/2048) &gt; 1/46 bit; the coder adds up to eight bytes.
   */
  static long mostDecisions(int bytes) {
    return 46L * Byte.SIZE * (bytes + 8L);
  }

  /** The codes of a coded form; bytes beyond its end read as zero. */
  static int[] decode(byte[] bytes, int count, int bits) {
    Decoder decoder = new Decoder(bytes);
    int[] models = models(bits);
    int[] codes = new int[count];
    for (int c = 0; c < count; c++) {
      int node = 1;
      for (int i = 0; i < bits; i++) {
        node = 2 * node + decoder.decode(models, node);
      }
      codes[c] = node - (1 << bits);
    }
    return codes;
  }

  private static void adapt(int[] models, int node, int bit) {
    models[node] +=
        bit == 0
            ? ((1 << PROBABILITY_BITS) - models[node]) >> ADAPTATION
            : -(models[node] >> ADAPTATION);
  }

  private static final class Encoder {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private long low;
    private long range = MASK;
    private int cache;
    private long pending = 1;

    void encode(int[] models, int node, int bit) {
      long bound = (range >>> PROBABILITY_BITS) * models[node];
      if (bit == 0) {
        range = bound;
      } else {
        low += bound;
        range -= bound;
      }
      adapt(models, node, bit);
      while (range < RENORMALIZE) {
        range = (range << 8) & MASK;
        shift();
      }
    }

    /** Writes the highest byte once no carry can change it. */
    private void shift() {
      if (low < 0xFF000000L || low > MASK) {
        int carry = (int) (low >>> 32);
        for (; pending > 0; pending--) {
          out.write(cache + carry);
          cache = 0xFF;
        }
        cache = (int) (low >>> 24) & 0xFF;
      }
      pending++;
      low = (low & 0x00FFFFFFL) << 8;
    }

    byte[] finish() {
      for (int i = 0; i < 5; i++) {
        shift();
      }
      return out.toByteArray();
    }
  }

  private static final class Decoder {
    private final byte[] bytes;
    private int position = 1;
    private long range = MASK;
    private long code;

    Decoder(byte[] bytes) {
      this.bytes = bytes;
      for (int i = 0; i < 4; i++) {
        code = (code << 8) | next();
      }
    }

    private int next() {
      return position < bytes.length ? bytes[position++] & 0xFF : 0;
    }

    int decode(int[] models, int node) {
      long bound = (range >>> PROBABILITY_BITS) * models[node];
      int bit = code < bound ? 0 : 1;
      if (bit == 0) {
        range = bound;
      } else {
        code -= bound;
        range -= bound;
      }
      adapt(models, node, bit);
      while (range < RENORMALIZE) {
        range = (range << 8) & MASK;
        code = ((code << 8) | next()) & MASK;
      }
      return bit;
    }
  }
}
