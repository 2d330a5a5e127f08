package dev.vernier.stats;

import java.util.Arrays;

/**
 * The bytes of a {@link HistogramSketch}. The preamble's parameter is the base-two logarithm of the
 * stride. The body:
 *
 * <pre>
 * varint    NaN count, positive infinities, negative infinities
 * varint    number of blocks b: a block is the 128 bins whose indexes share the upper nine bits
 * float x 2 minimum, maximum                        (only if b > 0)
 * b times:
 *   varint  block number less the previous one's, less 1 (the first: the block number)
 *   byte    n: 1 .. 128 for a sparse block, 0 for a dense one
 *   sparse: n times: varint bin number less the previous one's, less 1; varint count - 1
 *   dense:  byte first bin number, byte last bin number,
 *           a signed varint for each from first to last: count less the previous count
 * </pre>
 *
 * A block takes the shorter form, the sparse one if they are equally long.
 */
final class HistogramBytes {
  private static final String WHAT = "histogram state";
  private static final int BLOCK_BITS = 7;
  private static final int BLOCK = 1 << BLOCK_BITS;
  private static final int BLOCKS = 1 << (16 - BLOCK_BITS);
  private static final int MAX_STRIDE_BITS = 30;

  private HistogramBytes() {}

  static byte[] encode(HistogramSketch sketch) {
    int strideBits = Integer.numberOfTrailingZeros(sketch.stride());
    StateWriter out = Preamble.begin(StateFamily.HISTOGRAM.id(), sketch.isEmpty(), strideBits);
    if (!sketch.isEmpty()) {
      encodeBody(sketch, out);
    }
    return out.finish();
  }

  private static void encodeBody(HistogramSketch sketch, StateWriter out) {
    out.putVarint(sketch.nanCount());
    out.putVarint(sketch.positiveInfinities());
    out.putVarint(sketch.negativeInfinities());
    out.putVarint(blockCount(sketch));
    if (sketch.binCount() == 0) {
      return;
    }
    out.putFloat(sketch.min());
    out.putFloat(sketch.max());
    int previous = -1;
    for (int from = 0; from < sketch.binCount(); ) {
      int block = sketch.index(from) >>> BLOCK_BITS;
      int to = blockEnd(sketch, from);
      out.putVarint(block - previous - 1);
      previous = block;
      encodeBlock(sketch, from, to, out);
      from = to;
    }
  }

  private static int blockCount(HistogramSketch sketch) {
    int blocks = 0;
    for (int from = 0; from < sketch.binCount(); from = blockEnd(sketch, from)) {
      blocks++;
    }
    return blocks;
  }

  private static int blockEnd(HistogramSketch sketch, int from) {
    int block = sketch.index(from) >>> BLOCK_BITS;
    int to = from + 1;
    while (to < sketch.binCount() && sketch.index(to) >>> BLOCK_BITS == block) {
      to++;
    }
    return to;
  }

  private static void encodeBlock(HistogramSketch sketch, int from, int to, StateWriter out) {
    long[] dense = new long[BLOCK];
    for (int i = from; i < to; i++) {
      dense[sketch.index(i) & (BLOCK - 1)] = sketch.count(i);
    }
    int first = sketch.index(from) & (BLOCK - 1);
    int last = sketch.index(to - 1) & (BLOCK - 1);
    if (denseLength(dense, first, last) < sparseLength(dense, first, last)) {
      encodeDense(dense, first, last, out);
    } else {
      encodeSparse(dense, to - from, out);
    }
  }

  private static int denseLength(long[] dense, int first, int last) {
    int length = 2;
    long previous = 0;
    for (int bin = first; bin <= last; bin++) {
      length += StateWriter.signedLength(dense[bin] - previous);
      previous = dense[bin];
    }
    return length;
  }

  private static int sparseLength(long[] dense, int first, int last) {
    int length = 0;
    for (int bin = first; bin <= last; bin++) {
      length += dense[bin] == 0 ? 0 : 1 + StateWriter.varintLength(dense[bin] - 1);
    }
    return length;
  }

  private static void encodeDense(long[] dense, int first, int last, StateWriter out) {
    out.putByte(0);
    out.putByte(first);
    out.putByte(last);
    long previous = 0;
    for (int bin = first; bin <= last; bin++) {
      out.putSigned(dense[bin] - previous);
      previous = dense[bin];
    }
  }

  private static void encodeSparse(long[] dense, int size, StateWriter out) {
    out.putByte(size);
    int previous = -1;
    for (int bin = 0; bin < BLOCK; bin++) {
      if (dense[bin] != 0) {
        out.putVarint(bin - previous - 1);
        out.putVarint(dense[bin] - 1);
        previous = bin;
      }
    }
  }

  static HistogramSketch decode(byte[] bytes) {
    StateReader in = Preamble.open(bytes, StateFamily.HISTOGRAM.id(), WHAT);
    HistogramSketch sketch = HistogramSketch.empty();
    if (!Preamble.isEmpty(bytes)) {
      sketch = decodeBody(in, Preamble.parameter(bytes));
    }
    in.requireEnd();
    return Preamble.requireCanonical(sketch, HistogramBytes::encode, bytes, WHAT);
  }

  private static HistogramSketch decodeBody(StateReader in, int strideBits) {
    if (strideBits > MAX_STRIDE_BITS) {
      throw in.bad("expected a stride of at most 2^30, not 2^" + strideBits);
    }
    NonFinite nonFinite = new NonFinite(in.readVarint(), in.readVarint(), in.readVarint());
    int blocks = in.readVarint(0, BLOCKS, "blocks");
    float min = blocks == 0 ? 0 : in.readFiniteFloat();
    float max = blocks == 0 ? 0 : in.readFiniteFloat();
    BlockReader reader = new BlockReader(in);
    for (int i = 0; i < blocks; i++) {
      reader.readBlock();
    }
    if (reader.size > 0
        && !(reader.first() == FloatBins.of(min) && reader.last() == FloatBins.of(max))) {
      throw in.bad(
          "the minimum %s and maximum %s are not in the outermost bins".formatted(min, max));
    }
    return reader.sketch(min, max, nonFinite, 1 << strideBits);
  }

  /** Collects the bins of the blocks in ascending order. */
  private static final class BlockReader {
    private final StateReader in;
    private char[] bins = new char[BLOCK];
    private long[] counts = new long[BLOCK];
    private int size;
    private int block = -1;
    private long total;

    BlockReader(StateReader in) {
      this.in = in;
    }

    void readBlock() {
      block += 1 + in.readVarint(0, BLOCKS - 2 - block, "block gap");
      int n = in.readByte();
      if (n > BLOCK) {
        throw in.bad("expected at most 128 bins in a block, not " + n);
      }
      if (n == 0) {
        readDense();
      } else {
        readSparse(n);
      }
    }

    private void readDense() {
      int first = in.readByte();
      int last = in.readByte();
      if (first > last || last >= BLOCK) {
        throw in.bad("expected bins 0 <= first <= last <= 127, not %d, %d".formatted(first, last));
      }
      long count = 0;
      for (int bin = first; bin <= last; bin++) {
        count += in.readSigned();
        add(bin, count);
      }
    }

    private void readSparse(int n) {
      int bin = -1;
      for (int i = 0; i < n; i++) {
        bin += 1 + in.readVarint(0, BLOCK - 2 - bin, "bin gap");
        add(bin, in.readVarint() + 1);
      }
    }

    private void add(int bin, long count) {
      if (count == 0) {
        return;
      }
      int index = block << BLOCK_BITS | bin;
      if (index < FloatBins.FIRST || index > FloatBins.LAST) {
        throw in.bad("bin " + index + " holds no finite value");
      }
      total += count;
      if (count < 0 || total < 0) {
        throw in.bad("counts are negative or overflow");
      }
      if (size == bins.length) {
        bins = Arrays.copyOf(bins, 2 * size);
        counts = Arrays.copyOf(counts, 2 * size);
      }
      bins[size] = (char) index;
      counts[size++] = count;
    }

    int first() {
      return bins[0];
    }

    int last() {
      return bins[size - 1];
    }

    HistogramSketch sketch(float min, float max, NonFinite nonFinite, int stride) {
      return new HistogramSketch(
          Arrays.copyOf(bins, size), Arrays.copyOf(counts, size), min, max, nonFinite, stride);
    }
  }
}
