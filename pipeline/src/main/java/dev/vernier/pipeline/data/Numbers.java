package dev.vernier.pipeline.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Lists of numbers in whichever primitive array they were read into. */
public final class Numbers {
  private Numbers() {}

  /** Whether the value is an array of numbers. */
  public static boolean isArray(Object value) {
    return value instanceof float[]
        || value instanceof double[]
        || value instanceof int[]
        || value instanceof long[]
        || value instanceof boolean[];
  }

  /** Number of elements of an array of numbers. */
  public static int length(Object array) {
    return java.lang.reflect.Array.getLength(array);
  }

  /** Whether the elements are integers or booleans. */
  public static boolean isIntegral(Object array) {
    return !(array instanceof float[] || array instanceof double[]);
  }

  /** Element as a double. */
  public static double doubleAt(Object array, int i) {
    if (array instanceof float[] f) {
      return f[i];
    } else if (array instanceof double[] d) {
      return d[i];
    }
    return longAt(array, i);
  }

  /** Element as a long, fractions cut off. */
  public static long longAt(Object array, int i) {
    if (array instanceof long[] l) {
      return l[i];
    } else if (array instanceof int[] n) {
      return n[i];
    } else if (array instanceof boolean[] b) {
      return b[i] ? 1 : 0;
    }
    return (long) doubleAt(array, i);
  }

  /** Eight bytes an element: doubles, or longs if integral. */
  static byte[] littleEndian(Object array) {
    int n = length(array);
    ByteBuffer buffer = ByteBuffer.allocate(8 * n).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < n; i++) {
      if (isIntegral(array)) {
        buffer.putLong(longAt(array, i));
      } else {
        buffer.putDouble(doubleAt(array, i));
      }
    }
    return buffer.array();
  }
}
