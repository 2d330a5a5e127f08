package dev.vernier.engine;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Dim;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.ValueType;
import dev.vernier.onnx.ValueType.Kind;
import dev.vernier.onnx.VernierException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The declared inputs of a model, and checks of what a run is given against them. */
final class InputDims {
  private static final int EXAMPLE_DIM = 16;

  private final List<Declared> declared;

  private InputDims(List<Declared> declared) {
    this.declared = declared;
  }

  /** One input; dims are null if the rank is free or it is no tensor, -1 where a dimension is. */
  private record Declared(String name, ValueType declaration, int[] dims) {
    DataType type() {
      return declaration.elementType();
    }

    boolean isTensor() {
      return declaration.isTensor() || declaration.kind() == Kind.UNKNOWN;
    }

    boolean firstIsFree() {
      return isTensor() && (dims == null || (dims.length > 0 && dims[0] < 0));
    }
  }

  static InputDims of(EngineModel model) {
    List<Declared> result = new ArrayList<>();
    for (ValueInfo input : model.inputs()) {
      result.add(new Declared(input.name(), input.type(), declaredDims(input)));
    }
    return new InputDims(List.copyOf(result));
  }

  private static int[] declaredDims(ValueInfo input) {
    List<Dim> shape = input.type().shape();
    return shape == null ? null : shape.stream().mapToInt(d -> (int) d.value()).toArray();
  }

  int count() {
    return declared.size();
  }

  /** Values in declared order, into {@code values}; every disagreement has its message. */
  void order(Map<String, ? extends Value> given, Value[] values) {
    for (int i = 0; i < values.length; i++) {
      Declared input = declared.get(i);
      Value value = given.get(input.name());
      if (value == null) {
        throw new VernierException(
            "input '" + input.name() + "' is missing; given: " + given.keySet());
      }
      requireType(input, value);
      if (value instanceof Tensor tensor) {
        requireDims(input, tensor.dimsInternal());
      }
      values[i] = value;
    }
    if (given.size() != values.length) {
      throw unexpected(given);
    }
  }

  private VernierException unexpected(Map<String, ?> given) {
    List<String> names = declared.stream().map(Declared::name).toList();
    List<String> extra = given.keySet().stream().filter(n -> !names.contains(n)).sorted().toList();
    return new VernierException("unexpected input " + extra + "; the model takes " + names);
  }

  private static void requireType(Declared input, Value value) {
    if (!accepts(input.declaration(), value)) {
      Object expected = input.isTensor() ? input.type() : input.declaration();
      Object found = value instanceof Tensor tensor ? tensor.type() : value;
      throw new VernierException(
          "input '" + input.name() + "': expected type " + expected + ", found " + found);
    }
  }

  /** Shapes aside; an optional takes what it may hold as it is, too. */
  private static boolean accepts(ValueType type, Value value) {
    if (type == null) {
      return true;
    }
    return switch (type.kind()) {
      case UNKNOWN -> true;
      case TENSOR -> value instanceof Tensor tensor && agree(type.elementType(), tensor.type());
      case SEQUENCE ->
          value instanceof SequenceValue sequence
              && (type.element() == null || agree(type.element().elementType(), sequence.type()));
      case OPTIONAL ->
          value instanceof OptionalValue optional
              ? !optional.isPresent() || accepts(type.element(), optional.element())
              : accepts(type.element(), value);
      case MAP, SPARSE_TENSOR, OPAQUE -> false;
    };
  }

  private static boolean agree(DataType declared, DataType found) {
    return declared == found || declared == DataType.UNDEFINED || found == DataType.UNDEFINED;
  }

  private static void requireDims(Declared input, int[] dims) {
    int[] expected = input.dims();
    boolean fits = expected == null || expected.length == dims.length;
    for (int i = 0; fits && expected != null && i < dims.length; i++) {
      fits = expected[i] < 0 || expected[i] == dims[i];
    }
    if (!fits) {
      throw new VernierException(
          "input '"
              + input.name()
              + "': expected shape "
              + Dims.text(expected).replace("-1", "?")
              + ", found "
              + Dims.text(dims));
    }
  }

  /** Facts of inputs with these shapes; a missing or unfitting shape has its message. */
  TensorFact[] facts(Map<String, int[]> inputDims) {
    TensorFact[] facts = new TensorFact[declared.size()];
    for (int i = 0; i < facts.length; i++) {
      Declared input = declared.get(i);
      int[] dims = inputDims.get(input.name());
      if (!input.isTensor()) {
        facts[i] = TensorFact.unknown(DataType.UNDEFINED);
        continue;
      }
      if (dims == null) {
        throw new VernierException("no shape is given for input '" + input.name() + "'");
      }
      requireDims(input, dims);
      facts[i] = TensorFact.of(input.type(), dims.clone());
    }
    if (!declared.stream().map(Declared::name).toList().containsAll(inputDims.keySet())) {
      throw unexpected(inputDims);
    }
    return facts;
  }

  /** Values of these facts: zeros, empty sequences, empty optionals. */
  Value[] zeros(TensorFact... facts) {
    Value[] values = new Value[facts.length];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          facts[i].hasDims()
              ? Tensor.allocate(facts[i].type(), facts[i].dims())
              : declared.get(i).declaration().kind() == Kind.SEQUENCE
                  ? SequenceValue.of()
                  : OptionalValue.EMPTY;
    }
    return values;
  }

  /** Number of stacked samples: the common first dimension if every input's is free, else 1. */
  int batch(TensorFact[] facts) {
    if (!batchable() || facts.length != declared.size()) {
      return 1;
    }
    int batch = -1;
    for (TensorFact fact : facts) {
      int first = fact.dims().length == 0 ? 1 : fact.dims()[0];
      batch = batch < 0 || batch == first ? first : 1;
    }
    return Math.max(batch, 1);
  }

  /** Whether every input has a free first dimension. */
  boolean batchable() {
    return !declared.isEmpty() && declared.stream().allMatch(Declared::firstIsFree);
  }

  /** Shapes of one sample with free dimensions other than the first taken as a small number. */
  Map<String, int[]> examples() {
    Map<String, int[]> result = new LinkedHashMap<>();
    for (Declared input : declared) {
      if (!input.isTensor()) {
        continue;
      }
      int[] dims = input.dims() == null ? new int[] {1} : input.dims().clone();
      for (int i = 0; i < dims.length; i++) {
        dims[i] = dims[i] >= 0 ? dims[i] : i == 0 ? 1 : EXAMPLE_DIM;
      }
      result.put(input.name(), dims);
    }
    return result;
  }
}
