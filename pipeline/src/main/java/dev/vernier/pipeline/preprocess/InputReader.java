package dev.vernier.pipeline.preprocess;

import dev.vernier.engine.Tensor;
import dev.vernier.pipeline.data.BadRowException;
import dev.vernier.pipeline.data.Row;

/** Turns a row's value into one model input; immutable. */
@FunctionalInterface
interface InputReader {
  Tensor read(Row row) throws BadRowException;
}
