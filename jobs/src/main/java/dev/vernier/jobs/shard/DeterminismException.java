package dev.vernier.jobs.shard;

import dev.vernier.onnx.io.Sha256;

/**
 * Two attempts at the same work gave different bytes. Retrying cannot help: the machines of the
 * cluster compute different results, which the product promises never happens.
 */
public final class DeterminismException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DeterminismException(String file, byte[] committed, byte[] now) {
    super(
        file
            + ": an earlier attempt committed other bytes: expected SHA-256 "
            + Sha256.hexOf(committed)
            + ", computed "
            + Sha256.hexOf(now)
            + ". Two attempts at the same rows must agree; the executors differ in hardware,"
            + " Java version or code. Nothing was merged. Please report this with plan.json.");
  }
}
