package dev.vernier.onnx;

import java.util.Arrays;

/**
 * A tensor given by its non-zero elements. The name of {@code values} is the name of the tensor.
 *
 * @param values the elements, one dimension
 * @param indices INT64, either [n] linear indices or [n, rank] coordinates, in increasing order
 * @param dims shape of the dense tensor
 */
public record SparseTensor(TensorData values, TensorData indices, long[] dims, Extras extras) {
  public SparseTensor {
    dims = dims.clone();
  }

  public String name() {
    return values.name();
  }

  @Override
  public long[] dims() {
    return dims.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SparseTensor that
        && values.equals(that.values)
        && indices.equals(that.indices)
        && Arrays.equals(dims, that.dims)
        && extras.equals(that.extras);
  }

  @Override
  public int hashCode() {
    return 31 * values.hashCode() + Arrays.hashCode(dims);
  }
}
