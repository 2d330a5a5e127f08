package dev.vernier.onnx;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A graph of nodes. Initializers keep the order of the file.
 *
 * @param sparseInitializers constants given by their non-zero elements
 * @param extras fields that this class does not model, such as quantization annotations
 */
public record Graph(
    String name,
    List<Node> nodes,
    Map<String, TensorData> initializers,
    List<SparseTensor> sparseInitializers,
    List<ValueInfo> inputs,
    List<ValueInfo> outputs,
    List<ValueInfo> valueInfos,
    String docString,
    Map<String, String> metadata,
    Extras extras) {

  public Graph {
    nodes = List.copyOf(nodes);
    initializers = Collections.unmodifiableMap(new LinkedHashMap<>(initializers));
    sparseInitializers = List.copyOf(sparseInitializers);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    valueInfos = List.copyOf(valueInfos);
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  public Graph(
      String name,
      List<Node> nodes,
      Map<String, TensorData> initializers,
      List<ValueInfo> inputs,
      List<ValueInfo> outputs,
      List<ValueInfo> valueInfos) {
    this(
        name,
        nodes,
        initializers,
        List.of(),
        inputs,
        outputs,
        valueInfos,
        "",
        Map.of(),
        Extras.NONE);
  }

  /** Inputs that have to be fed: those that are not initializers. */
  public List<ValueInfo> realInputs() {
    return inputs.stream().filter(input -> !initializers.containsKey(input.name())).toList();
  }

  public Optional<TensorData> initializer(String tensor) {
    return Optional.ofNullable(initializers.get(tensor));
  }

  public Graph withName(String newName) {
    return new Graph(
        newName,
        nodes,
        initializers,
        sparseInitializers,
        inputs,
        outputs,
        valueInfos,
        docString,
        metadata,
        extras);
  }

  public Graph withNodes(List<Node> newNodes) {
    return new Graph(
        name,
        newNodes,
        initializers,
        sparseInitializers,
        inputs,
        outputs,
        valueInfos,
        docString,
        metadata,
        extras);
  }

  public Graph withInitializers(Map<String, TensorData> newInitializers) {
    return new Graph(
        name,
        nodes,
        newInitializers,
        sparseInitializers,
        inputs,
        outputs,
        valueInfos,
        docString,
        metadata,
        extras);
  }

  public Graph withInputs(List<ValueInfo> newInputs) {
    return new Graph(
        name,
        nodes,
        initializers,
        sparseInitializers,
        newInputs,
        outputs,
        valueInfos,
        docString,
        metadata,
        extras);
  }

  public Graph withOutputs(List<ValueInfo> newOutputs) {
    return new Graph(
        name,
        nodes,
        initializers,
        sparseInitializers,
        inputs,
        newOutputs,
        valueInfos,
        docString,
        metadata,
        extras);
  }

  public Graph withValueInfos(List<ValueInfo> newValueInfos) {
    return new Graph(
        name,
        nodes,
        initializers,
        sparseInitializers,
        inputs,
        outputs,
        newValueInfos,
        docString,
        metadata,
        extras);
  }

  public Graph withMetadata(Map<String, String> newMetadata) {
    return new Graph(
        name,
        nodes,
        initializers,
        sparseInitializers,
        inputs,
        outputs,
        valueInfos,
        docString,
        newMetadata,
        extras);
  }
}
