package dev.vernier.onnx;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An operator defined by a model in terms of others.
 *
 * @param overload distinguishes functions of one domain and name
 * @param attributes names of attributes without default
 * @param attributeDefaults attributes with default
 */
public record FunctionDef(
    String domain,
    String name,
    String overload,
    List<String> inputs,
    List<String> outputs,
    List<String> attributes,
    Map<String, Attribute> attributeDefaults,
    List<Node> nodes,
    List<OpsetImport> opsets,
    List<ValueInfo> valueInfos,
    String docString,
    Map<String, String> metadata,
    Extras extras) {

  public FunctionDef {
    domain = Node.normalizedDomain(domain);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    attributes = List.copyOf(attributes);
    attributeDefaults = Collections.unmodifiableMap(new LinkedHashMap<>(attributeDefaults));
    nodes = List.copyOf(nodes);
    opsets = List.copyOf(opsets);
    valueInfos = List.copyOf(valueInfos);
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  public FunctionDef withNodes(List<Node> newNodes) {
    return new FunctionDef(
        domain,
        name,
        overload,
        inputs,
        outputs,
        attributes,
        attributeDefaults,
        newNodes,
        opsets,
        valueInfos,
        docString,
        metadata,
        extras);
  }

  public FunctionDef withOpsets(List<OpsetImport> newOpsets) {
    return new FunctionDef(
        domain,
        name,
        overload,
        inputs,
        outputs,
        attributes,
        attributeDefaults,
        nodes,
        newOpsets,
        valueInfos,
        docString,
        metadata,
        extras);
  }
}
