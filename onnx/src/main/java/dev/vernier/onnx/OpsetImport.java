package dev.vernier.onnx;

/** A set of operators that a model uses. The default domain is the empty string. */
public record OpsetImport(String domain, long version) {
  public OpsetImport {
    domain = Node.normalizedDomain(domain);
  }
}
