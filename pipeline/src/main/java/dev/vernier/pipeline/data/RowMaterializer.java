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

  /** A group inside a list column; one around an element that stays away holds a null. */
  private static final class InnerConverter extends GroupConverter {
    private final Converter child;
    private int before;

    InnerConverter(Converter child) {
      this.child = child;
    }

    @Override
    public Converter getConverter(int field) {
      return child;
    }

    @Override
    public void start() {
      if (child instanceof ElementConverter element) {
        before = element.numbers.size();
      }
    }

    @Override
    public void end() {
      if (child instanceof ElementConverter element && element.numbers.size() == before) {
        element.numbers.addNull();
      }
    }
  }
}
