package dev.vernier.quantize.tables;

import dev.vernier.onnx.Graph;
import java.util.Map;

/** A file format for the ranges of a model's tensors; the same table gives the same text. */
public interface RangeFile {

  /** The name used in configuration files. */
  String name();

  /** The name of the file in the output folder. */
  String fileName();

  /** Whether a text is, by its first characters and keys, of this format. */
  boolean recognizes(String text);

  /** The document of a solved model. */
  String write(SolvedModel model);

  /**
   * The ranges of a document by tensor of the model.
   *
   * @param prepared the graph that the ranges are for
   */
  Map<String, ImportedRange> read(String text, Graph prepared);
}
