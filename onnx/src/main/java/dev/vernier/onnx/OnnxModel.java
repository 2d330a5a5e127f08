package dev.vernier.onnx;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A whole model.
 *
 * @param baseDir the folder it was read from, to which external data are relative; null if none
 * @param extras fields that this class does not model, such as training information
 */
public record OnnxModel(
    long irVersion,
    List<OpsetImport> opsets,
    String producerName,
    String producerVersion,
    String domain,
    long modelVersion,
    String docString,
    Graph graph,
    Map<String, String> metadata,
    List<FunctionDef> functions,
    Path baseDir,
    Extras extras) {

  public OnnxModel {
    opsets = List.copyOf(opsets);
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    functions = List.copyOf(functions);
  }

  public OnnxModel(
      long irVersion,
      List<OpsetImport> opsets,
      String producerName,
      String producerVersion,
      String domain,
      long modelVersion,
      String docString,
      Graph graph,
      Map<String, String> metadata,
      List<FunctionDef> functions,
      Path baseDir) {
    this(
        irVersion,
        opsets,
        producerName,
        producerVersion,
        domain,
        modelVersion,
        docString,
        graph,
        metadata,
        functions,
        baseDir,
        Extras.NONE);
  }

  /** A model of the default domain's operator set, with the IR version that set needs. */
  public static OnnxModel of(long opset, Graph graph) {
    return new OnnxModel(
        IrVersions.forOpset(opset),
        List.of(new OpsetImport("", opset)),
        "vernier",
        "",
        "",
        0,
        "",
        graph,
        Map.of(),
        List.of(),
        null);
  }

  /** Version of the default domain's operator set; 0 if it is not imported. */
  public long opset() {
    return opset("");
  }

  /** Version of a domain's operator set; 0 if it is not imported. */
  public long opset(String opsetDomain) {
    String wanted = Node.normalizedDomain(opsetDomain);
    return opsets.stream()
        .filter(opset -> opset.domain().equals(wanted))
        .mapToLong(OpsetImport::version)
        .findFirst()
        .orElse(0);
  }

  public OnnxModel withGraph(Graph newGraph) {
    return new OnnxModel(
        irVersion,
        opsets,
        producerName,
        producerVersion,
        domain,
        modelVersion,
        docString,
        newGraph,
        metadata,
        functions,
        baseDir,
        extras);
  }

  public OnnxModel withOpsets(long newIrVersion, List<OpsetImport> newOpsets) {
    return new OnnxModel(
        newIrVersion,
        newOpsets,
        producerName,
        producerVersion,
        domain,
        modelVersion,
        docString,
        graph,
        metadata,
        functions,
        baseDir,
        extras);
  }

  /** This model with one operator set imported at the given version, whatever it was. */
  public OnnxModel withOpset(String opsetDomain, long version) {
    OpsetImport wanted = new OpsetImport(opsetDomain, version);
    List<OpsetImport> changed = new java.util.ArrayList<>(opsets);
    changed.removeIf(opset -> opset.domain().equals(wanted.domain()));
    changed.add(wanted);
    return withOpsets(irVersion, changed);
  }

  public OnnxModel withMetadata(Map<String, String> newMetadata) {
    return new OnnxModel(
        irVersion,
        opsets,
        producerName,
        producerVersion,
        domain,
        modelVersion,
        docString,
        graph,
        newMetadata,
        functions,
        baseDir,
        extras);
  }

  public OnnxModel withFunctions(List<FunctionDef> newFunctions) {
    return new OnnxModel(
        irVersion,
        opsets,
        producerName,
        producerVersion,
        domain,
        modelVersion,
        docString,
        graph,
        metadata,
        newFunctions,
        baseDir,
        extras);
  }

  public OnnxModel withProducer(String newName, String newVersion) {
    return new OnnxModel(
        irVersion,
        opsets,
        newName,
        newVersion,
        domain,
        modelVersion,
        docString,
        graph,
        metadata,
        functions,
        baseDir,
        extras);
  }

  public OnnxModel withBaseDir(Path newBaseDir) {
    return new OnnxModel(
        irVersion,
        opsets,
        producerName,
        producerVersion,
        domain,
        modelVersion,
        docString,
        graph,
        metadata,
        functions,
        newBaseDir,
        extras);
  }
}
