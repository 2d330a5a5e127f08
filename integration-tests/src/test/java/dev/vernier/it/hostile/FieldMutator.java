package dev.vernier.it.hostile;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;
import java.util.SplittableRandom;

/** Changes one field of a message, knowing nothing of what it means. */
final class FieldMutator {
  private final SplittableRandom random;

  FieldMutator(SplittableRandom random) {
    this.random = random;
  }

  void mutate(Message.Builder builder) {
    List<FieldDescriptor> fields = builder.getDescriptorForType().getFields();
    List<FieldDescriptor> present = List.copyOf(builder.getAllFields().keySet());
    List<FieldDescriptor> choice = present.isEmpty() || random.nextInt(3) == 0 ? fields : present;
    FieldDescriptor field = choice.get(random.nextInt(choice.size()));
    if (random.nextInt(6) == 0) {
      builder.clearField(field);
    } else if (field.isRepeated()) {
      repeated(builder, field);
    } else if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
      builder.setField(field, value(field, builder.getField(field)));
    } else if (!builder.hasField(field)) {
      builder.setField(field, builder.newBuilderForField(field).build());
    }
  }

  private void repeated(Message.Builder builder, FieldDescriptor field) {
    int count = builder.getRepeatedFieldCount(field);
    boolean message = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
    if (count == 0) {
      builder.addRepeatedField(
          field, message ? builder.newBuilderForField(field).build() : value(field, null));
      return;
    }
    int at = random.nextInt(count);
    Object chosen = builder.getRepeatedField(field, at);
    switch (random.nextInt(4)) {
      case 0 -> builder.addRepeatedField(field, chosen);
      case 1 -> swap(builder, field, at, random.nextInt(count));
      case 2 -> remove(builder, field, at);
      default -> {
        if (!message) {
          builder.setRepeatedField(field, at, value(field, chosen));
        }
      }
    }
  }

  private static void swap(Message.Builder builder, FieldDescriptor field, int a, int b) {
    Object first = builder.getRepeatedField(field, a);
    builder.setRepeatedField(field, a, builder.getRepeatedField(field, b));
    builder.setRepeatedField(field, b, first);
  }

  private static void remove(Message.Builder builder, FieldDescriptor field, int at) {
    List<?> values = List.copyOf((List<?>) builder.getField(field));
    builder.clearField(field);
    for (int i = 0; i < values.size(); i++) {
      if (i != at) {
        builder.addRepeatedField(field, values.get(i));
      }
    }
  }

  private Object value(FieldDescriptor field, Object old) {
    return switch (field.getJavaType()) {
      case INT -> random.nextBoolean() ? random.nextInt(30) : (int) Absurd.integer(random);
      case LONG -> Absurd.integer(random);
      case FLOAT -> Absurd.number(random);
      case DOUBLE -> (double) Absurd.number(random);
      case BOOLEAN -> random.nextBoolean();
      case STRING -> Absurd.word(random);
      case BYTE_STRING -> bytes((ByteString) old);
      case ENUM -> {
        List<EnumValueDescriptor> values = field.getEnumType().getValues();
        yield values.get(random.nextInt(values.size()));
      }
      case MESSAGE -> throw new IllegalStateException(field.getName());
    };
  }

  private ByteString bytes(ByteString old) {
    if (old == null || old.isEmpty() || random.nextInt(4) == 0) {
      return ByteString.copyFromUtf8(Absurd.word(random));
    }
    return random.nextBoolean()
        ? old.substring(0, random.nextInt(old.size()))
        : old.concat(old.substring(0, random.nextInt(1, old.size() + 1)));
  }
}
