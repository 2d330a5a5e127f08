package dev.vernier.pipeline.data;

import dev.vernier.onnx.VernierException;
import dev.vernier.pipeline.data.ParquetColumn.Kind;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * Builds rows from the values of a Parquet record. Lists of numbers, nested or not, become one flat
 * primitive array each.
 */
final class RowMaterializer extends RecordMaterializer<Row> {
  private final RootConverter root;

  RowMaterializer(String path, MessageType schema) {
    this.root = new RootConverter(path, schema);
  }

  @Override
  public Row getCurrentRecord() {
    return new Row(root.values);
  }

  @Override
  public GroupConverter getRootConverter() {
    return root;
  }

  /** What reading a column gives. */
  static Kind kind(Type type) {
    Type leaf = type;
    boolean list = type.isRepetition(Type.Repetition.REPEATED);
    while (!leaf.isPrimitive()) {
      GroupType group = leaf.asGroupType();
      if (group.getFieldCount() != 1) {
        return Kind.OTHER;
      }
      leaf = group.getType(0);
      list |= leaf.isRepetition(Type.Repetition.REPEATED);
    }
    return list ? listKind(leaf.asPrimitiveType()) : valueKind(leaf.asPrimitiveType(), type);
  }

  private static Kind valueKind(PrimitiveType leaf, Type top) {
    if (!top.isPrimitive()) {
      return Kind.OTHER;
    }
    if (leaf.getLogicalTypeAnnotation()
        instanceof LogicalTypeAnnotation.DecimalLogicalTypeAnnotation) {
      return Kind.OTHER;
    }
    return switch (leaf.getPrimitiveTypeName()) {
      case INT32, INT64, BOOLEAN -> Kind.INTEGER;
      case FLOAT, DOUBLE -> Kind.FLOATING;
      case BINARY -> isText(leaf) ? Kind.TEXT : Kind.BINARY;
      case FIXED_LEN_BYTE_ARRAY -> Kind.BINARY;
      case INT96 -> Kind.OTHER;
    };
  }

  private static Kind listKind(PrimitiveType leaf) {
    return switch (leaf.getPrimitiveTypeName()) {
      case INT32, INT64, BOOLEAN -> Kind.INTEGER_LIST;
      case FLOAT, DOUBLE -> Kind.FLOATING_LIST;
      default -> Kind.OTHER;
    };
  }

  private static boolean isText(PrimitiveType type) {
    LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
    return logical instanceof LogicalTypeAnnotation.StringLogicalTypeAnnotation
        || logical instanceof LogicalTypeAnnotation.EnumLogicalTypeAnnotation
        || logical instanceof LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
  }

  /** One converter a column. */
  private static final class RootConverter extends GroupConverter {
    private final String[] names;
    private final Converter[] converters;
    private Map<String, Object> values = new LinkedHashMap<>();

    RootConverter(String path, MessageType schema) {
      int n = schema.getFieldCount();
      names = new String[n];
      converters = new Converter[n];
      for (int i = 0; i < n; i++) {
        Type type = schema.getType(i);
        names[i] = type.getName();
        converters[i] = converter(path, type);
      }
    }

    private Converter converter(String path, Type type) {
      return switch (kind(type)) {
        case OTHER ->
            throw new VernierException(
                path
                    + ": column '"
                    + type.getName()
                    + "' has the type "
                    + type.toString().strip()
                    + "; expected a number, text, bytes or a list of numbers");
        case INTEGER_LIST, FLOATING_LIST -> list(type);
        default -> new ValueConverter(type.getName(), isText(type.asPrimitiveType()));
      };
    }

    private Converter list(Type type) {
      Type leaf = type;
      while (!leaf.isPrimitive()) {
        leaf = leaf.asGroupType().getType(0);
      }
      NumberList numbers = NumberList.of(leaf.asPrimitiveType().getPrimitiveTypeName());
      boolean bare = type.isPrimitive();
      return bare
          ? new BareListConverter(this, type.getName(), numbers)
          : new ListConverter(this, type.getName(), numbers, type.asGroupType());
    }

    @Override
    public Converter getConverter(int field) {
      return converters[field];
    }

    @Override
    public void start() {
      values = new LinkedHashMap<>();
      for (String name : names) {
        values.put(name, null);
      }
    }

    @Override
    public void end() {
      for (Converter converter : converters) {
        if (converter instanceof BareListConverter bare) {
          bare.finish();
        }
      }
    }

    /** A column of single values. */
    private final class ValueConverter extends PrimitiveConverter {
      private final String name;
      private final boolean text;

      ValueConverter(String name, boolean text) {
        this.name = name;
        this.text = text;
      }

      @Override
      public void addBinary(Binary value) {
        values.put(name, text ? value.toStringUsingUTF8() : value.getBytes());
      }

      @Override
      public void addBoolean(boolean value) {
        values.put(name, value);
      }

      @Override
      public void addDouble(double value) {
        values.put(name, value);
      }

      @Override
      public void addFloat(float value) {
        values.put(name, value);
      }

      @Override
      public void addInt(int value) {
        values.put(name, value);
      }

      @Override
      public void addLong(long value) {
        values.put(name, value);
      }
    }
  }

  /** Appends the elements of a repeated field to the column's array. */
  private static class ElementConverter extends PrimitiveConverter {
    private final NumberList numbers;

    ElementConverter(NumberList numbers) {
      this.numbers = numbers;
    }

    @Override
    public void addBoolean(boolean value) {
      numbers.add(value ? 1 : 0);
    }

    @Override
    public void addDouble(double value) {
      numbers.add(value);
    }

    @Override
    public void addFloat(float value) {
      numbers.add(value);
    }

    @Override
    public void addInt(int value) {
      numbers.add(value);
    }

    @Override
    public void addLong(long value) {
      numbers.add(value);
    }
  }

  /** A list written as a repeated primitive field without a group around it. */
  private static final class BareListConverter extends ElementConverter {
    private final RootConverter root;
    private final String name;
    private final NumberList numbers;

    BareListConverter(RootConverter root, String name, NumberList numbers) {
      super(numbers);
      this.root = root;
      this.name = name;
      this.numbers = numbers;
    }

    void finish() {
      root.values.put(name, numbers.take());
    }
  }

  /** The outermost group of a list column. */
  private static final class ListConverter extends GroupConverter {
    private final RootConverter root;
    private final String name;
    private final NumberList numbers;
    private final Converter child;

    ListConverter(RootConverter root, String name, NumberList numbers, GroupType type) {
      this.root = root;
      this.name = name;
      this.numbers = numbers;
      this.child = child(type.getType(0), numbers);
    }

    private static Converter child(Type type, NumberList numbers) {
      return type.isPrimitive()
          ? new ElementConverter(numbers)
          : new InnerConverter(child(type.asGroupType().getType(0), numbers));
    }

    @Override
    public Converter getConverter(int field) {
      return child;
    }

    @Override
    public void start() {
      numbers.clear();
    }

    @Override
    public void end() {
      root.values.put(name, numbers.take());
    }
  }

  /** A group inside a list column; only its elements matter. */
  private static final class InnerConverter extends GroupConverter {
    private final Converter child;

    InnerConverter(Converter child) {
      this.child = child;
    }

    @Override
    public Converter getConverter(int field) {
      return child;
    }

    @Override
    public void start() {}

    @Override
    public void end() {}
  }

  /** Grows a primitive array of the column's own type. */
  private abstract static class NumberList {
    int size;

    static NumberList of(PrimitiveTypeName type) {
      return switch (type) {
        case FLOAT -> new Floats();
        case DOUBLE -> new Doubles();
        default -> new Longs();
      };
    }

    void clear() {
      size = 0;
    }

    abstract void add(double value);

    abstract void add(long value);

    abstract Object take();

    static int grown(int size) {
      return Math.max(16, size + (size >> 1));
    }
  }

  private static final class Floats extends NumberList {
    private float[] values = new float[0];

    @Override
    void add(double value) {
      if (size == values.length) {
        values = java.util.Arrays.copyOf(values, grown(size));
      }
      values[size++] = (float) value;
    }

    @Override
    void add(long value) {
      add((double) value);
    }

    @Override
    Object take() {
      float[] taken = java.util.Arrays.copyOf(values, size);
      size = 0;
      return taken;
    }
  }

  private static final class Doubles extends NumberList {
    private double[] values = new double[0];

    @Override
    void add(double value) {
      if (size == values.length) {
        values = java.util.Arrays.copyOf(values, grown(size));
      }
      values[size++] = value;
    }

    @Override
    void add(long value) {
      add((double) value);
    }

    @Override
    Object take() {
      double[] taken = java.util.Arrays.copyOf(values, size);
      size = 0;
      return taken;
    }
  }

  private static final class Longs extends NumberList {
    private long[] values = new long[0];

    @Override
    void add(double value) {
      add((long) value);
    }

    @Override
    void add(long value) {
      if (size == values.length) {
        values = java.util.Arrays.copyOf(values, grown(size));
      }
      values[size++] = value;
    }

    @Override
    Object take() {
      long[] taken = java.util.Arrays.copyOf(values, size);
      size = 0;
      return taken;
    }
  }
}
