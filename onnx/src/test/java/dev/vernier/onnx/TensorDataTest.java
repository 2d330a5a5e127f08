package dev.vernier.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TensorDataTest {
  @ParameterizedTest
  @EnumSource(
      names = {
        "INT2", "UINT2", "INT4", "UINT4", "INT8", "UINT8", "INT16", "UINT16", "INT32", "UINT32",
        "INT64"
      })
  void integersPackAndWidenWithinTheirRange(DataType type) {
    long low = type.isSigned() ? -(1L << type.bits() - 1) : 0;
    long high = low + (1L << type.bits()) - 1;
    for (int n = 0; n < 10; n++) {
      long[] values = new Random(n).longs(n).map(v -> v << -type.bits() >> -type.bits()).toArray();
      for (int i = 0; i < n; i++) {
        values[i] = i == 0 ? low : i == 1 ? high : type.isSigned() ? values[i] : values[i] & high;
      }
      TensorData tensor = TensorData.ofIntegers("t", type, new long[] {n}, values);
      assertThat(tensor.longs()).isEqualTo(values);
      assertThat(tensor.byteSize()).isEqualTo(((long) n * type.bits() + 7) / 8);
    }
  }

  @Test
  void unsignedLongsKeepBitsAndWidenAsUnsigned() {
    TensorData tensor = TensorData.ofIntegers("t", DataType.UINT64, new long[] {2}, -1, 5);
    assertThat(tensor.longs()).containsExactly(-1, 5);
    assertThat(tensor.doubles()).containsExactly(0x1p64, 5);
  }

  @Test
  void contentMustMatchTheShape() {
    assertThatThrownBy(() -> TensorData.ofFloats("w", new long[] {2, 3}, 1, 2, 3))
        .isInstanceOf(VernierException.class)
        .hasMessage(
            "tensor 'w': FLOAT[2, 3] needs 24 bytes, but 12 are given; the model is damaged");
    assertThatThrownBy(() -> TensorData.ofFloats("w", new long[] {-1}))
        .hasMessageContaining("negative");
    assertThatThrownBy(() -> TensorData.ofFloats("w", new long[] {1L << 40, 1L << 40}))
        .hasMessageContaining("too large");
    assertThat(TensorData.ofFloats("w", new long[] {1L << 40, 1L << 40, 0}).elementCount())
        .isZero();
  }

  @Test
  void tensorsAreImmutable() {
    byte[] raw = {1, 2};
    long[] dims = {2};
    TensorData tensor = TensorData.of("t", DataType.INT8, dims, raw);
    raw[0] = 9;
    dims[0] = 9;
    tensor.dims()[0] = 9;
    assertThat(tensor.longs()).containsExactly(1, 2);
    assertThat(tensor.bytes().isReadOnly()).isTrue();
    assertThat(tensor.dims()).containsExactly(2);
  }

  @Test
  void equalityIsByContent() {
    TensorData a = TensorData.ofFloats("a", new long[] {2}, 1, Float.NaN);
    assertThat(a).isEqualTo(TensorData.ofFloats("a", new long[] {2}, 1, Float.NaN));
    assertThat(a).isNotEqualTo(TensorData.ofFloats("a", new long[] {2}, 1, 2));
    assertThat(a).isNotEqualTo(TensorData.ofFloats("a", new long[] {2, 1}, 1, Float.NaN));
    assertThat(a).isNotEqualTo(a.withName("b"));
    assertThat(a.contentEquals(a.withName("b"))).isTrue();
    assertThat(TensorData.ofStrings("s", new long[] {1}, List.of("ü")).strings())
        .containsExactly("ü");
  }

  @Test
  void wrongKindsOfNumbersAreRefused() {
    assertThatThrownBy(() -> TensorData.ofBools("b", new long[] {1}, true).floats())
        .hasMessageContaining("expected floating point numbers, but its element type is BOOL");
    assertThatThrownBy(() -> TensorData.ofFloats("f", new long[] {1}, 1).longs())
        .hasMessageContaining("expected integers");
  }
}
